// SPDX-License-Identifier: Apache-2.0

/// A frame as it went over an Ethernet, and what is known of it.
public struct Packet: Equatable, Sendable {
    /// Its place in the capture or the generator, counted from 1.
    public let number: Int
    /// Nanoseconds since 1970, where the capture says so.
    public let time: Int64?
    public let bytes: [UInt8]
    /// How long it was on the wire; more than `bytes` holds where the capture cut it.
    public let wireLength: Int
    /// What is evil about it; empty for one that was captured.
    public let label: String

    public init(
        number: Int, time: Int64? = nil, bytes: [UInt8], wireLength: Int? = nil, label: String = ""
    ) {
        self.number = number
        self.time = time
        self.bytes = bytes
        self.wireLength = wireLength ?? bytes.count
        self.label = label
    }

    public var isCut: Bool { wireLength > bytes.count }
}
