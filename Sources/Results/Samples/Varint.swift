// SPDX-License-Identifier: Apache-2.0
/// Whole numbers of seven bits a byte, the lowest first.
enum Varint {
    static func append(_ value: UInt64, to bytes: inout [UInt8]) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// The number at a place, which moves past it; nil where the bytes end before it does.
    @inline(__always)
    static func read(_ bytes: UnsafeRawBufferPointer, _ place: inout Int) -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while place < bytes.count, shift < 64 {
            let byte = bytes[place]
            place &+= 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
            shift &+= 7
        }
        return nil
    }

    /// Small for small differences of either sign.
    @inline(__always)
    static func folded(_ difference: UInt64) -> UInt64 {
        let signed = Int64(bitPattern: difference)
        return UInt64(bitPattern: (signed << 1) ^ (signed >> 63))
    }

    @inline(__always)
    static func unfolded(_ value: UInt64) -> UInt64 { (value >> 1) ^ (0 &- (value & 1)) }
}

/// Writes differences, and zeros in a row as one and their count.
struct VarintWriter {
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private var count = 0
    private var zeros: UInt64 = 0

    init(_ bytes: UnsafeMutableBufferPointer<UInt8>) { self.bytes = bytes }

    @inline(__always)
    mutating func write(_ difference: UInt64) {
        if difference == 0 {
            zeros &+= 1
            return
        }
        if zeros > 0 { writeZeros() }
        put(Varint.folded(difference))
    }

    private mutating func writeZeros() {
        put(0)
        put(zeros - 1)
        zeros = 0
    }

    @inline(__always)
    private mutating func put(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes[count] = UInt8(truncatingIfNeeded: rest) | 0x80
            count &+= 1
            rest >>= 7
        }
        bytes[count] = UInt8(truncatingIfNeeded: rest)
        count &+= 1
    }

    /// How many bytes were written.
    mutating func end() -> Int {
        if zeros > 0 { writeZeros() }
        return count
    }
}
