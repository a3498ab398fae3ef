// SPDX-License-Identifier: Apache-2.0
/// Samples from the bytes that `ChunkEncoder` makes. What the bytes say is not trusted.
enum ChunkDecoder<Sample: StoredSample> {
    /// Fills zeroed memory for `count` samples; false where the bytes make no sense.
    static func decode(
        _ bytes: UnsafeRawBufferPointer, count: Int, into raw: UnsafeMutableRawBufferPointer
    ) -> Bool {
        var place = 0
        var lanes: [Int32] = []
        var previous: [UInt64] = [0]
        for (index, column) in Sample.columns.enumerated() {
            guard let length = Varint.read(bytes, &place), length <= bytes.count - place else {
                return false
            }
            let end = place + Int(length)
            let part = UnsafeRawBufferPointer(rebasing: bytes[place..<end])
            place = end
            let isWhole =
                switch column.type {
                case .u64: decode(column, part, count, raw, lanes, &previous, as: UInt64.self)
                case .u32: decode(column, part, count, raw, lanes, &previous, as: UInt32.self)
                case .u8, .flag: decode(column, part, count, raw, lanes, &previous, as: UInt8.self)
                }
            guard isWhole else { return false }
            if index == 1 { previous = findLanes(column, raw, count, &lanes) }
        }
        return place == bytes.count
    }

    private static func findLanes(
        _ column: SampleColumn, _ raw: UnsafeMutableRawBufferPointer, _ count: Int,
        _ lanes: inout [Int32]
    ) -> [UInt64] {
        var found = Lanes()
        lanes.reserveCapacity(count)
        for row in 0..<count {
            let at = row * MemoryLayout<Sample>.stride + column.offset
            let value =
                column.type == .u32
                ? raw.loadUnaligned(fromByteOffset: at, as: UInt32.self) : UInt32(raw[at])
            lanes.append(found.number(of: value))
        }
        return Array(repeating: 0, count: Int(found.count))
    }

    private static func decode<Number: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ column: SampleColumn, _ bytes: UnsafeRawBufferPointer, _ count: Int,
        _ raw: UnsafeMutableRawBufferPointer, _ lanes: [Int32], _ previous: inout [UInt64],
        as type: Number.Type
    ) -> Bool {
        let isByLane = column.coding == .lane
        let largest = column.type == .flag ? 1 : UInt64(Number.max)
        for lane in previous.indices { previous[lane] = 0 }
        return previous.withUnsafeMutableBufferPointer { previous in
            lanes.withUnsafeBufferPointer { lanes in
                var place = 0
                var zeros: UInt64 = 0
                for row in 0..<count {
                    let lane = isByLane ? Int(lanes[row]) : 0
                    if zeros > 0 {
                        zeros &-= 1
                    } else {
                        guard let folded = Varint.read(bytes, &place) else { return false }
                        if folded == 0 {
                            guard let more = Varint.read(bytes, &place), more < count else {
                                return false
                            }
                            zeros = more
                        } else {
                            previous[lane] &+= Varint.unfolded(folded)
                        }
                    }
                    let value = previous[lane]
                    guard value <= largest else { return false }
                    raw.storeBytes(
                        of: Number(truncatingIfNeeded: value),
                        toByteOffset: row &* MemoryLayout<Sample>.stride &+ column.offset,
                        as: type)
                }
                return place == bytes.count && zeros == 0
            }
        }
    }

    /// The samples of a chunk; nil where the bytes make no sense.
    static func samples(
        _ bytes: UnsafeRawBufferPointer, count: Int
    ) -> ContiguousArray<Sample>? {
        guard count > 0, count <= ChunkEncoder<Sample>.limit else { return nil }
        var isWhole = false
        let samples = ContiguousArray<Sample>(unsafeUninitializedCapacity: count) {
            buffer, filled in
            let size = count * MemoryLayout<Sample>.stride
            let raw = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: size)
            raw.initializeMemory(as: UInt8.self, repeating: 0)
            isWhole = decode(bytes, count: count, into: raw)
            filled = isWhole ? count : 0
        }
        return isWhole ? samples : nil
    }
}
