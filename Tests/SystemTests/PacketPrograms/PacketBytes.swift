// SPDX-License-Identifier: Apache-2.0

/// Headers, byte by byte, with any field wrong that a test wants wrong.
enum PacketBytes {
    static let source: [UInt8] = [10, 99, 7, 1]
    static let destination: [UInt8] = [10, 99, 7, 2]

    /// IPv4 without options in front of `payload`. A total length of nil is the right one.
    static func ipv4(
        protocol number: UInt8, version: UInt8 = 4, headerWords: UInt8 = 5, total: UInt16? = nil,
        fragment: UInt16 = 0, from source: [UInt8] = source, to destination: [UInt8] = destination,
        _ payload: [UInt8]
    ) -> [UInt8] {
        let total = total ?? UInt16(20 + payload.count)
        let first: [UInt8] = [version << 4 | headerWords, 0]
        let middle: [UInt8] = [64, number, 0, 0]
        return first + big(total) + big(1) + big(fragment) + middle + source + destination
            + payload
    }

    /// IPv6 between two loopback addresses. A payload length of nil is the right one.
    static func ipv6(
        next: UInt8, version: UInt8 = 6, length: UInt16? = nil, _ payload: [UInt8]
    ) -> [UInt8] {
        let address = [UInt8](repeating: 0, count: 15) + [1]
        let first: [UInt8] = [version << 4, 0, 0, 0]
        return first + big(length ?? UInt16(payload.count)) + [next, 64] + address + address
            + payload
    }

    /// UDP without a checksum. A length of nil is the right one.
    static func udp(
        from source: UInt16 = 4000, to destination: UInt16 = 9, length: UInt16? = nil,
        payload count: Int = 8
    ) -> [UInt8] {
        let payload = [UInt8](repeating: 0x5a, count: count)
        return big(source) + big(destination) + big(length ?? UInt16(8 + count)) + big(0) + payload
    }

    private static func big(_ value: UInt16) -> [UInt8] { [UInt8(value >> 8), UInt8(value & 255)] }
}
