// SPDX-License-Identifier: Apache-2.0
/// The SHA-256 of some bytes: the name of a version.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    public let hexadecimal: String

    /// Twelve digits: enough to tell versions apart on a screen.
    public var short: String { String(hexadecimal.prefix(12)) }
    public var description: String { hexadecimal }

    /// A digest that was written down; nil where the text is none.
    public init?(hexadecimal: String) {
        let isDigest = hexadecimal.utf8.allSatisfy {
            (48...57).contains($0) || (97...102).contains($0)
        }
        guard hexadecimal.utf8.count == 64, isDigest else { return nil }
        self.hexadecimal = hexadecimal
    }

    public init(of bytes: [UInt8]) {
        self = bytes.withUnsafeBytes { Digest(of: $0) }
    }

    public init(of bytes: UnsafeRawBufferPointer) {
        var state = SHA256()
        let whole = bytes.count / 64 * 64
        for at in stride(from: 0, to: whole, by: 64) {
            state.take(UnsafeRawBufferPointer(rebasing: bytes[at..<at + 64]))
        }
        // The rest, a one bit, zeros, and the length in bits.
        var tail = [UInt8](bytes[whole...]) + [0x80]
        while tail.count % 64 != 56 { tail.append(0) }
        let bits = UInt64(bytes.count) * 8
        tail += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) }
        tail.withUnsafeBytes { tail in
            for at in stride(from: 0, to: tail.count, by: 64) {
                state.take(UnsafeRawBufferPointer(rebasing: tail[at..<at + 64]))
            }
        }
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for word in state.words {
            for shift in stride(from: UInt32(28), through: 0, by: -4) {
                text.append(digits[Int(word >> shift & 15)])
            }
        }
        hexadecimal = String(decoding: text, as: UTF8.self)
    }
}

/// FIPS 180-4, block by block.
private struct SHA256 {
    private(set) var words: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
        0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]

    mutating func take(_ block: UnsafeRawBufferPointer) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
            for i in 0..<16 {
                w[i] = UInt32(
                    bigEndian: block.loadUnaligned(fromByteOffset: i * 4, as: UInt32.self))
            }
            for i in 16..<64 {
                let a = w[i - 15]
                let b = w[i - 2]
                let s0 = a.rotated(7) ^ a.rotated(18) ^ (a >> 3)
                let s1 = b.rotated(17) ^ b.rotated(19) ^ (b >> 10)
                w[i] = w[i - 16] &+ s0 &+ w[i - 7] &+ s1
            }
            mix(w)
        }
    }

    private mutating func mix(_ w: UnsafeMutableBufferPointer<UInt32>) {
        var (a, b, c, d) = (words[0], words[1], words[2], words[3])
        var (e, f, g, h) = (words[4], words[5], words[6], words[7])
        SHA256.constants.withUnsafeBufferPointer { constants in
            for i in 0..<64 {
                let s1 = e.rotated(6) ^ e.rotated(11) ^ e.rotated(25)
                let first = h &+ s1 &+ ((e & f) ^ (~e & g)) &+ constants[i] &+ w[i]
                let s0 = a.rotated(2) ^ a.rotated(13) ^ a.rotated(22)
                let second = s0 &+ ((a & b) ^ (a & c) ^ (b & c))
                (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
            }
        }
        for (index, value) in [a, b, c, d, e, f, g, h].enumerated() { words[index] &+= value }
    }

    /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
        0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4,
        0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe,
        0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f,
        0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7,
        0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc,
        0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
        0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116,
        0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
        0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
        0xc67178f2,
    ]
}

extension UInt32 {
    fileprivate func rotated(_ count: UInt32) -> UInt32 { self >> count | self << (32 - count) }
}
