// SPDX-License-Identifier: Apache-2.0

/// An interface, as a pcapng section describes it.
struct CaptureInterface {
    let linkType: LinkType
    /// No packet is longer; 0: no limit.
    let snapLength: Int
    private var ticksPerSecond: UInt64 = 1_000_000
    /// Seconds to add to each time.
    private var secondsAhead: Int64 = 0

    private enum Choice {
        static let end: UInt16 = 0
        static let resolution: UInt16 = 9
        static let ahead: UInt16 = 14
    }

    /// Nil where the block has no room for what must be in it.
    init?(_ body: Range<Int>, _ bytes: CaptureBytes, swapped: Bool) {
        guard body.count >= 8 else { return nil }
        let at = body.lowerBound
        linkType = LinkType(rawValue: bytes.number(UInt16.self, at, swapped: swapped))
        snapLength = Int(bytes.number(UInt32.self, at + 4, swapped: swapped))
        var option = at + 8
        while body.upperBound - option >= 4 {
            let code = bytes.number(UInt16.self, option, swapped: swapped)
            let length = Int(bytes.number(UInt16.self, option + 2, swapped: swapped))
            guard code != Choice.end, body.upperBound - option - 4 >= length else { break }
            if code == Choice.resolution, length == 1 {
                ticksPerSecond = CaptureInterface.resolution(bytes.raw[option + 4])
            } else if code == Choice.ahead, length == 8 {
                secondsAhead = bytes.number(Int64.self, option + 4, swapped: swapped)
            }
            option += 4 + (length + 3) / 4 * 4
        }
    }

    /// A power of ten, or of two where the highest bit is set; what is finer than
    /// 64 bits can count is taken as the finest that they can.
    private static func resolution(_ byte: UInt8) -> UInt64 {
        if byte & 0x80 != 0 { return 1 << min(UInt64(byte & 0x7f), 63) }
        return (0..<min(byte, 19)).reduce(1) { power, _ in power * 10 }
    }

    /// Nanoseconds since 1970; nil for what cannot be one.
    func time(_ ticks: UInt64) -> Int64? {
        let (seconds, rest) = ticks.quotientAndRemainder(dividingBy: ticksPerSecond)
        let product = rest.multipliedFullWidth(by: 1_000_000_000)
        // The rest is below the divisor, so the quotient is below a second.
        let fraction = ticksPerSecond.dividingFullWidth(product).quotient
        guard let whole = Int64(exactly: seconds) else { return nil }
        let (sum, overflow) = whole.addingReportingOverflow(secondsAhead)
        guard !overflow, abs(sum / 4) < 2_000_000_000 else { return nil }
        return sum * 1_000_000_000 + Int64(fraction)
    }
}
