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

    /// The last lines that say something.
    public func lastLines(_ count: Int) -> [String] {
        String(decoding: bytes, as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .map {
                String($0.filter { letter in !letter.unicodeScalars.contains { $0.value < 32 } })
            }
            .filter { !$0.allSatisfy(\.isWhitespace) }
            .suffix(count)
    }
}
