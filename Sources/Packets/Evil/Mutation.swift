// SPDX-License-Identifier: Apache-2.0

/// A base packet on its way to be evil.
struct Mutation {
    private let base: BasePacket
    private(set) var bytes: [UInt8]
    private var changes: [String] = []
    /// A checksum that was itself made evil stays as it is.
    private var keepsChecksum = false

    init(_ base: BasePacket) {
        self.base = base
        bytes = base.bytes
    }

    /// Sets a field of the base, by its number. An address takes the value into its
    /// first and its last bytes.
    mutating func set(_ number: Int, _ value: UInt64) {
        let spot = base.spots[number]
        let width = spot.field.width
        if width <= 32 {
            put(value, at: spot.bit, width)
        } else {
            put(value, at: spot.bit, 64)
            put(value, at: spot.bit + width - 64, 64)
        }
        if spot.field.name == "ip.checksum" { keepsChecksum = true }
        let place = spot.nesting == 1 ? "" : " in header \(spot.nesting)"
        let words = value < 1 << 16 ? String(value) : "0x" + String(value, radix: 16)
        changes.append("\(spot.field.name) = \(words)\(place)")
    }

    mutating func cut(to length: Int) {
        guard length < bytes.count else { return }
        bytes.removeLast(bytes.count - length)
        changes.append("cut to \(length) bytes")
    }

    mutating func flip(bit: Int) {
        bytes[bit / 8] ^= 0x80 >> UInt8(bit % 8)
        changes.append("bit \(bit) flipped")
    }

    /// Only an honest checksum takes what is evil past those who look at it.
    var result: (bytes: [UInt8], label: String) {
        var sealed = bytes
        if !keepsChecksum { IPv4Checksum.seal(&sealed) }
        return (sealed, "\(base.name): \(changes.joined(separator: ", "))")
    }

    private mutating func put(_ value: UInt64, at bit: Int, _ width: Int) {
        for index in 0..<width {
            let place = bit + index
            let mask: UInt8 = 0x80 >> UInt8(place % 8)
            let isSet = value >> UInt64(width - 1 - index) & 1 == 1
            if isSet { bytes[place / 8] |= mask } else { bytes[place / 8] &= ~mask }
        }
    }
}
