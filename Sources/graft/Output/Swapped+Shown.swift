// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel

extension Swapped: Shown {
    var text: String {
        var lines = [
            "\(name): v\(from.number) (\(from.digest.short)) -> v\(to.number) (\(to.digest.short)), "
                + "in \(Words.time(update))"
        ]
        if let gap { lines.append("  gap: nothing was registered for \(Words.time(gap))") }
        if !carried.isEmpty { lines.append("  carried over: \(carried.joined(separator: ", "))") }
        if !whole.defaults.renewed.isEmpty {
            lines.append("  default renewed in \(whole.defaults.renewed.joined(separator: ", "))")
        }
        for namespace in whole.defaults.stale {
            lines.append(
                "  default NOT renewed in \(namespace): this version is not marked for every "
                    + "namespace (TCP_CONG_NON_RESTRICTED); it keeps the old one")
        }
        if whole.listeners.isWorthTelling {
            lines.append("  listeners: \(whole.listeners.words(isFiltered: false))")
            lines += whole.listeners.named.map { "    " + $0 }
        }
        if let connections = whole.connections {
            lines.append("  connections: \(connections.words(isFiltered: true))")
            lines += connections.named.map { "    " + $0 }
        }
        return lines.joined(separator: "\n")
    }

    var json: JSON {
        [
            "name": JSON(name), "from": JSON(from), "to": JSON(to),
            "update_us": JSON(update / .microseconds(1)),
            "gap_us": JSON(gap.map { $0 / .microseconds(1) }),
            "move_us": JSON(whole.moveTime.map { $0 / .microseconds(1) }),
            "carried": JSON(carried),
            "defaults": [
                "renewed": JSON(whole.defaults.renewed), "stale": JSON(whole.defaults.stale),
            ],
            "listeners": whole.listeners.json, "connections": JSON(whole.connections?.json),
        ]
    }
}

extension Record.Version: JSONConvertible {
    public var json: JSON {
        ["number": JSON(number), "sha256": JSON(digest.hexadecimal), "file": JSON(file)]
    }
}

extension Migration {
    var isWorthTelling: Bool { moved + locked + refused > 0 }

    /// What was moved, and what was not and why. Connections are no part of the
    /// listeners that a filter leaves.
    func words(isFiltered: Bool) -> String {
        var parts = ["\(Words.count(moved)) moved"]
        if isFiltered, filtered > 0 { parts.append("\(Words.count(filtered)) left by the filter") }
        if locked > 0 { parts.append("\(Words.count(locked)) locked by their route") }
        if refused > 0 { parts.append("\(Words.count(refused)) refused") }
        return parts.joined(separator: ", ")
    }

    var json: JSON {
        [
            "moved": JSON(moved), "already": JSON(already), "filtered": JSON(filtered),
            "locked": JSON(locked), "refused": JSON(refused), "named": JSON(named),
        ]
    }
}

/// What `graft recover` did.
struct Recovered: Shown {
    let recoveries: [Recovery]

    var text: String {
        if recoveries.isEmpty { return "nothing was left half done" }
        return recoveries.map { "\($0.name): \($0.what) was left half done: \($0.outcome.words)" }
            .joined(separator: "\n")
    }

    var json: JSON {
        .array(
            recoveries.map {
                [
                    "name": JSON($0.name), "what": JSON($0.what),
                    "outcome": JSON($0.outcome.rawValue),
                ]
            })
    }
}

extension Recovery.Outcome {
    var words: String {
        switch self {
        case .finished: "finished"
        case .undone: "undone"
        case .rolledBack: "rolled back"
        }
    }
}
