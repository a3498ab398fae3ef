// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON
import Kernel
import Testbed

/// A network that was made, as people and programs are told of it.
struct MadeNetwork: Shown {
    let name: String
    let words: String
    let means: String
    let stations: [(role: String, namespace: String, address: String?)]

    init(_ network: borrowing Network) {
        name = network.name
        words = network.path.words.joined(separator: " ")
        means = network.means.words
        let layout = network.layout
        stations = network.stationNames.map { role, namespace in
            (role, namespace, layout.address(of: role).map { "\($0)" })
        }
    }

    var text: String {
        var table = Table("STATION", "ADDRESS", "NAMESPACE")
        for station in stations {
            table.add(station.role, station.address ?? "-", station.namespace)
        }
        return "\(name): \(words) (\(means))\n\(table.text)"
    }

    var json: JSON {
        [
            "name": JSON(name), "path": JSON(words), "means": JSON(means),
            "stations": .array(
                stations.map {
                    [
                        "station": JSON($0.role), "namespace": JSON($0.namespace),
                        "address": JSON($0.address),
                    ]
                }),
        ]
    }
}

/// What has been removed, and what was left because it is in use.
struct TakenDown: Shown {
    let removed: [String]
    var kept: [String] = []

    var text: String {
        let lines = removed.map { "removed \($0)" } + kept.map { "left \($0)" }
        return lines.isEmpty ? "nothing was there" : lines.joined(separator: "\n")
    }
    var json: JSON { ["removed": JSON(removed), "kept": JSON(kept)] }
}

/// The networks that stand.
struct StandingList: Shown {
    let all: [Standing]

    init(_ all: [Standing]) { self.all = all }

    var text: String {
        guard !all.isEmpty else { return "no network stands" }
        var table = Table("NAME", "PATH", "OWNER")
        for standing in all {
            let owner = standing.owner.map { "process \($0.pid)" } ?? "stands by itself"
            table.add(standing.name, standing.pathWords.joined(separator: " "), owner)
        }
        return table.text
    }

    var json: JSON {
        .array(
            all.map {
                [
                    "name": JSON($0.name), "path": JSON($0.pathWords),
                    "owner": JSON($0.owner?.pid),
                ]
            })
    }
}
