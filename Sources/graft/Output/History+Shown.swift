// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import JSON
import Kernel

extension History.Reading: Shown {
    var text: String {
        guard !entries.isEmpty else { return "the history has no such entry" }
        var table = Table(
            "AT", "WHO", "DID", "NAME", "BEFORE", "AFTER", "TOOK", "OUTCOME", numeric: [6])
        for entry in entries {
            table.add(
                "\(entry.at)", entry.by.who, entry.verb, entry.name ?? "",
                entry.before?.short ?? "", entry.after?.short ?? "", Words.time(entry.duration),
                entry.outcome.words)
        }
        return table.text
    }

    var json: JSON { .array(entries.map(\.json)) }

    /// What was passed over, to stand beside the result; nil where nothing was.
    var note: String? {
        guard let first = skipped.first else { return nil }
        let others = skipped.count - 1
        return "skipped line \(first.line) of the history: \(first.why)"
            + (others == 0 ? "" : ", and \(Words.plural(others, "further line"))")
    }
}

extension History.Outcome {
    /// On one line, for a table.
    fileprivate var words: String {
        let words =
            switch self {
            case .done: "done"
            case .refused(let why): "refused: \(why)"
            case .rolledBack(let why): "rolled back: \(why)"
            case .recovered(let why): "recovered: \(why)"
            }
        return String(words.map { $0.isNewline ? " " : $0 })
    }
}
