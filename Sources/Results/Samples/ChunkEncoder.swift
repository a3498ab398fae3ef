// SPDX-License-Identifier: Apache-2.0
/// Samples of one kind as bytes: column by column, each value as its difference from the one
/// before it, in as few bytes as that takes.
///
/// A chunk is, for each column in turn, the count of its bytes as a varint, then the bytes.
/// A column's bytes are varints (seven bits a byte, the lowest first, the top bit says that
/// more follow). Each is a difference modulo 2^64, folded so that small ones of either sign
/// are small: d < 0 is 2 * -d - 1, else 2 * d. A zero is followed by how many more zeros
/// there are in a row. A chunk takes nothing from the chunk before it.
struct ChunkEncoder<Sample: StoredSample> {
    /// So many samples are in a chunk at most: a reader needs a few megabytes for one.
    static var limit: Int { 32_768 }

    private(set) var bytes: [UInt8] = []
    /// Times of the first and the last sample in it.
    private(set) var first: UInt64 = 0
    private(set) var last: UInt64 = 0
    private var scratch: [UInt8]
    private var lanes: [Int32] = []
    private var previous: [UInt64] = []

    init() {
        // A varint takes ten bytes at most, and the ones of a run of zeros two of them.
        scratch = Array(repeating: 0, count: Self.limit * 10 + 16)
    }

    mutating func encode(_ samples: Slice<UnsafeBufferPointer<Sample>>) {
        precondition((1...Self.limit).contains(samples.count))
        bytes.removeAll(keepingCapacity: true)
        let raw = UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: samples))
        let time = Sample.columns[0].offset
        first = raw.loadUnaligned(fromByteOffset: time, as: UInt64.self)
        last = raw.loadUnaligned(
            fromByteOffset: time + (samples.count - 1) * MemoryLayout<Sample>.stride,
            as: UInt64.self)
        findLanes(raw)
        for column in Sample.columns {
            let count =
                switch column.type {
                case .u64: encode(column, raw, as: UInt64.self)
                case .u32: encode(column, raw, as: UInt32.self)
                case .u8, .flag: encode(column, raw, as: UInt8.self)
                }
            Varint.append(UInt64(count), to: &bytes)
            bytes += scratch[..<count]
        }
    }

    private mutating func findLanes(_ raw: UnsafeRawBufferPointer) {
        let column = Sample.columns[1]
        var found = Lanes()
        lanes.removeAll(keepingCapacity: true)
        for at in stride(from: column.offset, to: raw.count, by: MemoryLayout<Sample>.stride) {
            let value =
                column.type == .u32
                ? raw.loadUnaligned(fromByteOffset: at, as: UInt32.self) : UInt32(raw[at])
            lanes.append(found.number(of: value))
        }
        previous = Array(repeating: 0, count: Int(found.count))
    }

    private mutating func encode<Number: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ column: SampleColumn, _ raw: UnsafeRawBufferPointer, as type: Number.Type
    ) -> Int {
        let isByLane = column.coding == .lane
        for lane in previous.indices { previous[lane] = 0 }
        return scratch.withUnsafeMutableBufferPointer { scratch in
            previous.withUnsafeMutableBufferPointer { previous in
                lanes.withUnsafeBufferPointer { lanes in
                    var writer = VarintWriter(scratch)
                    for row in 0..<lanes.count {
                        let at = row &* MemoryLayout<Sample>.stride &+ column.offset
                        let value = UInt64(raw.loadUnaligned(fromByteOffset: at, as: type))
                        let lane = isByLane ? Int(lanes[row]) : 0
                        writer.write(value &- previous[lane])
                        previous[lane] = value
                    }
                    return writer.end()
                }
            }
        }
    }
}
