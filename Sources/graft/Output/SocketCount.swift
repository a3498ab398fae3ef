// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel

/// Sockets by congestion control and version, as `graft sockets` shows them.
struct SocketCount: Shown {
    private struct Line {
        let name: String
        let version: String
        let mapID: UInt32?
        let states: [(state: Census.State, count: Int)]

        var total: Int { states.reduce(0) { $0 + $1.count } }
    }

    private let lines: [Line]

    init(_ census: Census, _ registrations: [Registration]) {
        var versions: [UInt32: String] = [:]
        for version in registrations.filter(\.hook.hasSockets).flatMap(\.versions)
        where version.number > 0 {
            versions[version.carrierID] = "v\(version.number)" + (version.isCurrent ? "" : " (old)")
        }
        var byKey: [String: [Census.Row]] = [:]
        for row in census.rows { byKey["\(row.name) \(row.mapID ?? 0)", default: []].append(row) }
        lines = byKey.values.map { rows in
            let counts = rows.reduce(into: [Census.State: Int]()) {
                $0[$1.state, default: 0] += $1.count
            }
            let map = rows[0].mapID
            return Line(
                name: rows[0].name,
                version: map.map { versions[$0] ?? "map \($0)" } ?? "the kernel's own",
                mapID: map,
                states: Census.State.allCases.compactMap { state in
                    counts[state].map { (state, $0) }
                })
        }.sorted { ($0.name, $0.mapID ?? 0) < ($1.name, $1.mapID ?? 0) }
    }

    var text: String {
        guard !lines.isEmpty else { return "there are no TCP sockets" }
        var table = Table("NAME", "VERSION", "SOCKETS", "BY STATE", numeric: [2])
        for line in lines {
            let states = line.states.map { "\(Words.count($0.count)) \($0.state.words)" }
            table.add(
                line.name, line.version, Words.count(line.total), states.joined(separator: ", "))
        }
        return table.text
    }

    var json: JSON {
        .array(
            lines.map { line in
                [
                    "name": JSON(line.name), "version": JSON(line.version),
                    "map": JSON(line.mapID), "sockets": JSON(line.total),
                    "states": .object(
                        JSON.Object(
                            line.states.map { (key: $0.state.words, value: JSON($0.count)) })),
                ]
            })
    }
}

extension Census.State {
    /// As `ss` writes it.
    var words: String {
        switch self {
        case .established: "ESTAB"
        case .synSent: "SYN-SENT"
        case .synReceived: "SYN-RECV"
        case .finWait1: "FIN-WAIT-1"
        case .finWait2: "FIN-WAIT-2"
        case .timeWait: "TIME-WAIT"
        case .close: "UNCONN"
        case .closeWait: "CLOSE-WAIT"
        case .lastACK: "LAST-ACK"
        case .listen: "LISTEN"
        case .closing: "CLOSING"
        case .newSynReceived: "NEW-SYN-RECV"
        }
    }
}
