// SPDX-License-Identifier: Apache-2.0

/// The checksum of an IPv4 header (RFC 1071).
enum IPv4Checksum {
    /// Makes it honest in every IPv4 header that is whole.
    static func seal(_ bytes: inout [UInt8]) {
        let headers = bytes.withUnsafeBytes { bytes in
            Layers(bytes).filter { $0.kind == .ip }.map(\.offset)
        }
        for start in headers {
            let end = start + Int(bytes[start] & 0xf) * 4
            guard end >= start + 20, end <= bytes.count else { continue }
            bytes[start + 10] = 0
            bytes[start + 11] = 0
            let sum = ~fold(bytes[start..<end])
            bytes[start + 10] = UInt8(sum >> 8)
            bytes[start + 11] = UInt8(sum & 0xff)
        }
    }

    private static func fold(_ header: ArraySlice<UInt8>) -> UInt16 {
        var sum = 0
        for index in stride(from: header.startIndex, to: header.endIndex, by: 2) {
            sum += Int(header[index]) << 8 + Int(header[index + 1])
        }
        while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
        return UInt16(sum)
    }
}
