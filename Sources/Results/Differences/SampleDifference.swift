// SPDX-License-Identifier: Apache-2.0
import Experiments

/// The first sample of a kind that two records do not have the same, in words.
struct SampleDifference {
    /// By the monotonic clock of its run.
    let nanoseconds: UInt64
    let words: String

    /// Nil where all are the same. `start` is the run's: times are told from it on.
    init?<Sample: StoredSample>(
        _ mine: Series<Sample>, _ other: Series<Sample>, since start: UInt64
    ) {
        let (mine, other) = (mine.samples, other.samples)
        let common = min(mine.count, other.count)
        for place in 0..<common {
            let column = Sample.columns.first { column in
                column.value(of: mine[place]) != column.value(of: other[place])
            }
            guard let column else { continue }
            let first = Sample.columns[0].value(of: mine[place])
            let subject = SampleDifference.subject(mine[place])
            nanoseconds = min(first, Sample.columns[0].value(of: other[place]))
            if column.name == "ns" {
                let there = SampleDifference.time(first, since: start)
                let here = SampleDifference.time(
                    Sample.columns[0].value(of: other[place]), since: start)
                words = "\(subject): sample \(place + 1) is of \(there), here of \(here)"
            } else {
                let unit = column.unit.isEmpty ? "" : " \(column.unit)"
                words =
                    "\(subject) at \(SampleDifference.time(first, since: start)): "
                    + "\(column.name) \(column.value(of: mine[place]))\(unit), "
                    + "here \(column.value(of: other[place]))"
            }
            return
        }
        guard mine.count != other.count else { return nil }
        let longer = mine.count > common ? mine[common] : other[common]
        nanoseconds = Sample.columns[0].value(of: longer)
        words = "\(mine.count) \(Sample.kind.rawValue) samples, here \(other.count)"
    }

    /// `flow 1`, `the queue back`: what a sample is of, by its lane.
    private static func subject<Sample: StoredSample>(_ sample: Sample) -> String {
        let lane = Sample.columns[1].value(of: sample)
        switch Sample.kind {
        case .flow: return "flow \(lane)"
        case .ack: return "an acknowledgement of flow \(lane)"
        case .latency: return "transactions of flow \(lane)"
        case .queue: return lane == 0 ? "the queue" : "the queue back"
        case .code: return "arm \(lane)"
        }
    }

    /// `1.230 s`, from the run's start; what was before it has a minus.
    private static func time(_ nanoseconds: UInt64, since start: UInt64) -> String {
        let isBefore = nanoseconds < start
        let distance = isBefore ? start - nanoseconds : nanoseconds - start
        let rest = String(distance % 1_000_000_000)
        let digits = String(repeating: "0", count: 9 - rest.count) + rest
        let fraction = digits.hasSuffix("000000") ? String(digits.prefix(3)) : digits
        return "\(isBefore ? "-" : "")\(distance / 1_000_000_000).\(fraction) s"
    }
}

extension SampleColumn {
    /// What a sample has there.
    func value<Sample: StoredSample>(of sample: Sample) -> UInt64 {
        withUnsafeBytes(of: sample) { bytes in
            switch type {
            case .u64: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            case .u32: UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            case .u8, .flag: UInt64(bytes[offset])
            }
        }
    }
}
