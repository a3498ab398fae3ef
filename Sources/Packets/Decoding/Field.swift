// SPDX-License-Identifier: Apache-2.0

/// A field of a header: its name, and which bits of the header it is.
public struct Field: Hashable, Sendable {
    /// As Wireshark calls it: `ip.ttl`.
    public let name: String
    public let layer: Layer.Kind
    /// Where it stands, in bits from the beginning of the header. Some names
    /// stand for two places: `tcp.port`.
    public let places: [Range<Int>]
    /// What its number is multiplied with before it is compared.
    let unit: UInt64
    /// For people; nil where the name says it.
    public let meaning: String?

    init(
        _ name: String, _ layer: Layer.Kind, _ places: Range<Int>..., unit: UInt64 = 1,
        meaning: String? = nil
    ) {
        self.name = name
        self.layer = layer
        self.places = places
        self.unit = unit
        self.meaning = meaning
    }

    public var width: Int { places[0].count }

    public var isAddress: Bool { width == 128 || isIPv4Address }

    var isIPv4Address: Bool { layer == .ip && width == 32 }

    /// The largest number that it can be.
    var largest: UInt64 { (width >= 64 ? .max : 1 << UInt64(width) - 1) * unit }

    public static func named(_ name: String) -> Field? { byName[name] }

    private static let byName = Dictionary(
        all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
}
