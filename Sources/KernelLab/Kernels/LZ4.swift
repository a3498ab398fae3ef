// SPDX-License-Identifier: Apache-2.0

/// LZ4 in its legacy frame, as Linux images of Debian 12 are packed: blocks, each with its
/// length before it, that unpack to 8 MiB at most. No tool that every Debian has unpacks it.
enum LZ4 {
    static let magic: [UInt8] = [0x02, 0x21, 0x4c, 0x18]
    private static let blockLimit = 8 << 20

    struct Nonsense: Error {}

    static func unpack(_ packed: [UInt8]) throws(Nonsense) -> [UInt8] {
        var whole: [UInt8] = []
        var at = magic.count
        let block = UnsafeMutableRawBufferPointer.allocate(byteCount: blockLimit, alignment: 16)
        defer { block.deallocate() }
        while at < packed.count {
            guard at + 4 <= packed.count else { throw Nonsense() }
            let length = (0..<4).reduce(0) { $0 | Int(packed[at + $1]) << (8 * $1) }
            at += 4
            guard length > 0, at + length <= packed.count else { throw Nonsense() }
            let count = packed.withUnsafeBytes { packed in
                unpack(UnsafeRawBufferPointer(rebasing: packed[at..<at + length]), into: block)
            }
            guard let count else { throw Nonsense() }
            whole.append(contentsOf: block[..<count])
            at += length
        }
        return whole
    }

    /// One block: literals, then a copy of what was unpacked before, and so on. How many bytes
    /// it makes; none where it makes no sense.
    private static func unpack(
        _ packed: UnsafeRawBufferPointer, into block: UnsafeMutableRawBufferPointer
    ) -> Int? {
        var at = 0
        var made = 0
        /// A length of 15 goes on in further bytes, as long as they are 255.
        func length(_ start: UInt8) -> Int? {
            var length = Int(start)
            guard start == 15 else { return length }
            while at < packed.count {
                let more = packed[at]
                at += 1
                length += Int(more)
                if more < 255 { return length }
            }
            return nil
        }
        while at < packed.count {
            let token = packed[at]
            at += 1
            guard let literals = length(token >> 4), at + literals <= packed.count,
                made + literals <= block.count
            else { return nil }
            block[made..<made + literals].copyBytes(from: packed[at..<at + literals])
            at += literals
            made += literals
            // The last literals have no copy behind them.
            if at == packed.count { return made }
            guard at + 2 <= packed.count else { return nil }
            let distance = Int(packed[at]) | Int(packed[at + 1]) << 8
            at += 2
            guard let more = length(token & 15) else { return nil }
            let count = more + 4
            guard distance > 0, distance <= made, made + count <= block.count else { return nil }
            // Byte by byte: the copy may reach into what it makes.
            for _ in 0..<count {
                block[made] = block[made - distance]
                made += 1
            }
        }
        return made
    }
}
