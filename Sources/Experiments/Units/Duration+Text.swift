// SPDX-License-Identifier: Apache-2.0
extension Duration {
    /// Reads `10ms`, `1.5s`.
    public init(parsing text: String) throws(Malformed) {
        let nanoseconds = try Scale.time.amount(of: text)
        guard let signed = Int64(exactly: nanoseconds) else {
            throw Malformed(text, "is too large")
        }
        self = .nanoseconds(signed)
    }

    /// As `init(parsing:)` reads it.
    public var text: String { Scale.time.text(of: UInt64(max(0, inNanoseconds))) }

    public var inNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        return seconds * 1_000_000_000 + attoseconds / 1_000_000_000
    }

    public var inMicroseconds: Double { Double(inNanoseconds) / 1e3 }
    public var inMilliseconds: Double { Double(inNanoseconds) / 1e6 }
    public var inSeconds: Double { Double(inNanoseconds) / 1e9 }
}
