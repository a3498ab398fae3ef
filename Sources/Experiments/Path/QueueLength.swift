// SPDX-License-Identifier: Apache-2.0
/// How much a queue holds: `25p`, `100kB`, `1.5bdp`.
public enum QueueLength: Hashable, Sendable, CustomStringConvertible {
    case packets(UInt64)
    case bytes(UInt64)
    /// Multiples of the bandwidth-delay product.
    case products(Double)

    public init(parsing text: String) throws(Malformed) {
        let (number, unit) = Scale.split(text)
        switch unit.lowercased() {
        case "p", "packets":
            guard let count = UInt64(number), count > 0 else {
                throw Malformed(text, "is smaller than one packet, or no whole number of them")
            }
            self = .packets(count)
        case "bdp":
            guard let factor = Double(number), factor > 0 else {
                throw Malformed(text, "is no multiple of the bandwidth-delay product")
            }
            self = .products(factor)
        case "" where !number.isEmpty:
            throw Malformed(text, "has no unit; write \(number)p, \(number)kB or \(number)bdp")
        default:
            do throws(Malformed) {
                self = .bytes(try Scale.size.amount(of: text))
            } catch {
                throw Malformed(text, "is not of the form 25p, 100kB or 1bdp")
            }
        }
    }

    /// In bytes, packets counted as full ones; nil where it takes a rate and there is none.
    public func bytes(rate: BitsPerSecond?, roundTrip: Duration, packet: UInt64) -> UInt64? {
        switch self {
        case .packets(let count):
            let (bytes, overflow) = count.multipliedReportingOverflow(by: packet)
            return overflow ? nil : bytes
        case .bytes(let count): return count
        case .products(let factor):
            guard let rate else { return nil }
            return UInt64((rate.bytes(in: roundTrip) * factor).rounded())
        }
    }

    public var description: String {
        switch self {
        case .packets(let count): return "\(count)p"
        case .bytes(let count): return Scale.size.text(of: count)
        case .products(let factor):
            let whole = factor.rounded() == factor
            return whole ? "\(UInt64(factor))bdp" : "\(factor)bdp"
        }
    }
}
