// SPDX-License-Identifier: Apache-2.0
import Glibc

extension Map {
    /// Writes some bytes of a section of globals where they lie, and leaves its
    /// neighbours alone, which programs may be counting in.
    ///
    /// Up to eight bytes in their natural place are written at once.
    public func poke(_ bytes: [UInt8], at offset: Int) throws(KernelError) {
        let attempt = "write to a live variable"
        let details = try details()
        precondition(offset + bytes.count <= details.valueSize, "inside of its section")
        let base = mmap(
            nil, details.valueSize, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor.raw, 0)
        guard let base, base != MAP_FAILED else { throw .last(attempt) }
        defer { munmap(base, details.valueSize) }
        let place = base + offset
        switch bytes.count {
        case 1: place.storeBytes(of: bytes[0], as: UInt8.self)
        case 2: place.storeBytes(of: bytes.littleEndian(), as: UInt16.self)
        case 4: place.storeBytes(of: bytes.littleEndian(), as: UInt32.self)
        case 8: place.storeBytes(of: bytes.littleEndian(), as: UInt64.self)
        default: place.copyMemory(from: bytes, byteCount: bytes.count)
        }
    }
}

extension Array<UInt8> {
    fileprivate func littleEndian<Number: FixedWidthInteger>() -> Number {
        reversed().reduce(0) { $0 << 8 | Number(truncatingIfNeeded: $1) }
    }
}
