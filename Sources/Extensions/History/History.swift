// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// What was done to this host's registrations: `history.jsonl` in the store, one
/// JSON object a line, the newest last.
///
/// It only grows, up to a bound: the line that would pass 4 MB moves the older half
/// into `history.old.jsonl`, in place of what was moved there before.
public struct History: Sendable {
    let file: File
    let older: File
    let limit: Int

    public init(_ places: Places) {
        self.init(places, limit: 4 << 20)
    }

    init(_ places: Places, limit: Int) {
        let folder = Folder(places.store)
        file = folder.file("history.jsonl")
        older = folder.file("history.old.jsonl")
        self.limit = limit
    }

    /// Writes one entry down, and returns when it is on the disk.
    ///
    /// Needs the session: a line that another process adds while the older half
    /// moves out would be lost.
    public func append(_ entry: Entry, _ session: borrowing Session) throws(Refusal) {
        try refusing("write \(file.path)") { () throws(KernelError) in
            try file.folder.create()
            let content = try file.bytesIfAny() ?? []
            var line = Array((entry.json.text(.compact) + "\n").utf8)
            // A crash has cut the last line: it must not take this one with it.
            if let last = content.last, last != History.lineFeed {
                line.insert(History.lineFeed, at: 0)
            }
            guard !content.isEmpty, content.count + line.count > limit else {
                return try file.append(line)
            }
            try turnOver(content, adding: line)
        }
    }

    /// Keeps the newer half and `line`. Killed in between, it leaves the older half in
    /// both files, and loses nothing.
    private func turnOver(_ content: [UInt8], adding line: [UInt8]) throws(KernelError) {
        let half = content.count / 2
        let end = content[half...].firstIndex(of: History.lineFeed).map { $0 + 1 } ?? content.count
        try older.replace(with: Array(content[..<end]))
        try file.replace(with: Array(content[end...]) + line)
    }

    static let lineFeed = UInt8(ascii: "\n")
}
