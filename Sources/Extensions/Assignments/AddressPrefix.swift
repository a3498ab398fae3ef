// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A range of addresses: those that begin with the same bits.
public struct AddressPrefix: Hashable, Sendable {
    public let address: IPAddress
    /// How many bits count: up to 32 of IPv4, up to 128 of IPv6.
    public let length: Int

    /// Reads `10.1.0.0/16` or `fd00::/64`; an address alone is a range of one.
    public init(_ text: String) throws(Refusal) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = IPAddress(String(parts[0])) else {
            throw AddressPrefix.misread(text, "it is no range of addresses")
        }
        let whole = address.isV4 ? 32 : 128
        let length = parts.count == 1 ? whole : Int(parts[1])
        guard let length, (0...whole).contains(length) else {
            throw AddressPrefix.misread(text, "its length is no number from 0 to \(whole)")
        }
        self.address = address
        self.length = length
        let base = AddressPrefix(masking: address, length)
        guard base.address == address else {
            throw AddressPrefix.misread(
                text, "it has bits beyond the first \(length)", hint: "did you mean \(base)?")
        }
    }

    /// The range of this length in which an address lies.
    init(masking address: IPAddress, _ length: Int) {
        let bits = length + (address.isV4 ? 96 : 0)
        self.address = IPAddress(
            high: address.high & AddressPrefix.mask(min(bits, 64)),
            low: address.low & AddressPrefix.mask(max(bits - 64, 0)))
        self.length = length
    }

    private static func mask(_ bits: Int) -> UInt64 { bits == 0 ? 0 : ~0 << UInt64(64 - bits) }

    private static func misread(_ text: String, _ why: String, hint: String? = nil) -> Refusal {
        Refusal("read the range \"\(text)\"", .misfit(why), hint: hint)
    }

    public func contains(_ other: IPAddress) -> Bool {
        address.isV4 == other.isV4
            && AddressPrefix(masking: other, length).address == address
    }

    /// An address in it that can be a host's: the first of a network seldom is.
    var host: IPAddress {
        length + 1 < (address.isV4 ? 32 : 128)
            ? IPAddress(high: address.high, low: address.low | 1) : address
    }
}

extension AddressPrefix: CustomStringConvertible {
    public var description: String { "\(address)/\(length)" }
}
