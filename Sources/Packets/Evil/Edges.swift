// SPDX-License-Identifier: Apache-2.0

/// The values of a field at which programs go wrong.
enum Edges {
    /// Of a field that has the value `now`, which is not among them.
    static func of(_ field: Field, now: UInt64) -> [UInt64] {
        // An address has no order: nothing, everything, and what looks like another kind.
        guard field.width <= 32 else { return [0, .max, 0xff02_0000_0000_0001] }
        return edges(field.width, now, field.name).filter { $0 != now }
    }

    private static func edges(_ width: Int, _ original: UInt64, _ name: String) -> [UInt64] {
        let largest: UInt64 = 1 << UInt64(width) - 1
        if width <= 5 { return Array(0...largest) }
        var values = Set<UInt64>(0...8)
        for power in 3..<width {
            let value: UInt64 = 1 << UInt64(power)
            values.formUnion([value - 1, value, value + 1])
        }
        values.formUnion([largest - 1, largest])
        for step: UInt64 in [1, 2, 4, 8, 20] {
            values.formUnion([original &- step, original &+ step])
        }
        if name.hasSuffix("type") || name == "gre.proto" { values.formUnion(etherTypes) }
        if name.hasSuffix("proto") || name.hasSuffix("nxt") { values.formUnion(protocols) }
        if name == "gre.flags_and_version" { values.formUnion(greFlags) }
        return values.filter { $0 <= largest }.sorted()
    }

    private static let etherTypes: [UInt64] = [
        0x05dc, 0x0600, 0x0800, 0x0806, 0x6558, 0x8035, 0x8100, 0x8137, 0x86dd, 0x8808, 0x880b,
        0x8847, 0x8848, 0x8863, 0x8864, 0x8870, 0x88a8, 0x88cc, 0x88e5, 0x88f7, 0x8906, 0x8914,
        0x9000, 0x9100, 0x9200, 0xffff,
    ]

    private static let protocols: [UInt64] = [
        0, 1, 2, 4, 6, 17, 27, 33, 41, 43, 44, 47, 50, 51, 58, 59, 60, 89, 94, 97, 103, 112, 115,
        132, 135, 136, 137, 139, 140, 142, 143, 253, 254, 255,
    ]

    private static let greFlags: [UInt64] = (0..<16).flatMap { flags in
        (0..<8).map { version in flags << 12 | version }
    }
}
