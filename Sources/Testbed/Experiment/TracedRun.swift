// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions

/// A run with every segment of its senders.
public struct TracedRun: Sendable {
    public let record: RunRecord
    /// By flow.
    public let exchanges: [Exchange]
    /// Segments that found no room to be told of: with one of them, nothing can be said.
    public let lost: UInt64
}

/// How the segments leave the machine: behind the run's results file, on the same port.
///
/// Eight bytes with the file's length, the file, eight bytes with the number of lost segments,
/// and the segments as they lie in memory.
enum TracedOutput {
    /// What sees the segments.
    static let instrument = "instruments/segments"

    static func bytes(_ results: [UInt8], _ samples: RunRecord.Samples) -> [UInt8] {
        let segments = samples.segments.samples.withUnsafeBytes { Array($0) }
        return number(UInt64(results.count)) + results + number(samples.lostSegments ?? 0)
            + segments
    }

    private static func number(_ value: UInt64) -> [UInt8] {
        withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }

    struct Parts {
        let results: [UInt8]
        let lost: UInt64
        let segments: Series<SegmentSample>
    }

    static func parts(of bytes: [UInt8]) throws(Refusal) -> Parts {
        let odd = Refusal("compare two runs", .said("what the machine said makes no sense"))
        guard bytes.count >= 16 else { throw odd }
        let length = number(in: bytes, at: 0)
        guard length <= UInt64(bytes.count - 16) else { throw odd }
        let end = 8 + Int(length)
        let rest = bytes[(end + 8)...]
        let stride = MemoryLayout<SegmentSample>.stride
        guard rest.count % stride == 0 else { throw odd }
        var samples: ContiguousArray<SegmentSample> = []
        samples.reserveCapacity(rest.count / stride)
        rest.withUnsafeBytes { raw in
            for place in Swift.stride(from: 0, to: raw.count, by: stride) {
                samples.append(
                    raw.loadUnaligned(fromByteOffset: place, as: SegmentSample.self))
            }
        }
        return Parts(
            results: Array(bytes[8..<end]), lost: number(in: bytes, at: end),
            segments: Series(samples))
    }

    private static func number(in bytes: [UInt8], at place: Int) -> UInt64 {
        (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1) }
    }
}
