// SPDX-License-Identifier: Apache-2.0
/// The backlog from which on packets are marked: `30kB` or `500us` of waiting.
public enum MarkThreshold: Hashable, Sendable, CustomStringConvertible {
    case bytes(UInt64)
    case time(Duration)

    public init(parsing text: String) throws(Malformed) {
        let unit = Scale.split(text).unit.lowercased()
        if Scale.size.units.contains(where: { $0.key.lowercased() == unit }) {
            self = .bytes(try Scale.size.amount(of: text))
        } else if unit.isEmpty {
            throw Malformed(text, "has no unit; write 30kB or 500us, for instance")
        } else {
            self = .time(try Duration(parsing: text))
        }
    }

    public func bytes(at rate: BitsPerSecond) -> UInt64 {
        switch self {
        case .bytes(let count): count
        case .time(let time): UInt64(rate.bytes(in: time).rounded())
        }
    }

    public var description: String {
        switch self {
        case .bytes(let count): Scale.size.text(of: count)
        case .time(let time): time.text
        }
    }
}
