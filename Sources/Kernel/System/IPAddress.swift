// SPDX-License-Identifier: Apache-2.0
import Glibc

/// An address of either family, as 16 bytes in the network's order.
///
/// IPv4 is kept as IPv6 maps it (`::ffff:10.0.0.1`), so that both ends of a connection
/// compare equal though one of them uses an IPv6 socket.
public struct IPAddress: Hashable, Sendable {
    /// The first eight bytes, the first of them highest.
    public let high: UInt64
    /// The last eight.
    public let low: UInt64

    public init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// `10.0.0.1` is 0x0a000001.
    public init(v4 address: UInt32) {
        self.init(high: 0, low: 0xffff_0000_0000 | UInt64(address))
    }

    /// Reads `10.0.0.1` or `fd00::1`; none when it is neither.
    public init?(_ text: String) {
        var v4 = in_addr()
        if inet_pton(AF_INET, text, &v4) == 1 {
            self.init(v4: UInt32(bigEndian: v4.s_addr))
            return
        }
        var v6 = in6_addr()
        guard inet_pton(AF_INET6, text, &v6) == 1 else { return nil }
        self = withUnsafeBytes(of: v6) { IPAddress(sixteen: $0) }
    }

    /// Of 4 or 16 bytes in the network's order.
    public init(_ bytes: [UInt8]) {
        precondition(bytes.count == 4 || bytes.count == 16, "an address has 4 or 16 bytes")
        self =
            bytes.count == 16
            ? bytes.withUnsafeBytes { IPAddress(sixteen: $0) }
            : IPAddress(v4: bytes.reduce(0) { $0 << 8 | UInt32($1) })
    }

    init(sixteen bytes: UnsafeRawBufferPointer) {
        high = UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))
        low = UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
    }

    public static let any = IPAddress(high: 0, low: 0)

    public var isV4: Bool {
        high == 0 && low >> 32 == 0xffff
    }

    /// The bytes as the family writes them: 4 or 16.
    public var bytes: [UInt8] {
        let all = [high, low].flatMap { half in
            (0..<8).map { UInt8(truncatingIfNeeded: half >> (56 - 8 * $0)) }
        }
        return isV4 ? Array(all[12...]) : all
    }
}

extension IPAddress: CustomStringConvertible {
    public var description: String {
        var room = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let family = isV4 ? AF_INET : AF_INET6
        let end = inet_ntop(family, bytes, &room, socklen_t(room.count))
        precondition(end != nil, "an address of \(bytes.count) bytes has no text")
        return room.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}

/// One end of a connection.
public struct Endpoint: Hashable, Sendable, CustomStringConvertible {
    public let address: IPAddress
    public let port: UInt16

    public init(_ address: IPAddress, port: UInt16) {
        self.address = address
        self.port = port
    }

    /// `10.0.0.1:80`, `[fd00::1]:80`.
    public var description: String {
        address.isV4 ? "\(address):\(port)" : "[\(address)]:\(port)"
    }
}
