// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What a guest's kernel printed, as far as it is kept: the end of it.
public struct Console: Equatable, Sendable {
    public private(set) var bytes: [UInt8] = []

    private static let kept = 1 << 18

    mutating func add(_ more: [UInt8]) {
        bytes += more
        if bytes.count > Console.kept { bytes.removeFirst(bytes.count - Console.kept) }
    }

    /// The lines that say why it ended, where it says so, and the last ones.
    public func decisiveLines(_ count: Int) -> [String] {
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(whereSeparator: \.isNewline).map(Console.plain)
            .filter { !$0.allSatisfy(\.isWhitespace) }
        let telling = lines.filter { line in Console.signs.contains { line.contains($0) } }
        let last = lines.suffix(count / 2).filter { !telling.contains($0) }
        return Array(telling.prefix(count - count / 2)) + last
    }

    /// How a kernel, and the scripts before the agent, begin to say that it is over.
    private static let signs = ["Kernel panic", "BUG:", "Oops:", "Out of memory", "graft-lab:"]

    /// Without what moves a terminal's cursor.
    private static func plain(_ line: Substring) -> String {
        String(line.filter { letter in !letter.unicodeScalars.contains { $0.value < 32 } })
    }
}
