// SPDX-License-Identifier: Apache-2.0
/// What one flow's socket counted in a window.
///
/// Between two samples a counter is taken to rise evenly, so the window need not begin at
/// a sample. Bytes count when they are acknowledged: once, however often they were sent.
struct FlowTally {
    var acked = 0.0
    var sent = 0.0
    var retransmitted = 0.0
    var delivered = 0.0
    var marked = 0.0
    /// In which samples show the connection.
    var nanoseconds = 0.0
    /// The integral of the smoothed round trip, and the time over which it was known.
    var srttMicroseconds = 0.0
    var srttNanoseconds = 0.0
    var agreedOnECN = false
    /// When its connections were there.
    var spans: [ClosedRange<UInt64>] = []

    /// With `fromBirth`, what a connection had counted before its first sample is counted too.
    init(
        _ traces: FlowTraces, flow: Int, from start: UInt64, to end: UInt64, fromBirth: Bool
    ) {
        traces.eachStep(of: flow, from: start, to: end) { old, new in
            add(old, new, from: start, to: end)
        }
        guard fromBirth else { return }
        traces.eachBeginning(of: flow) { first in
            sent += Double(first.bytesSent)
            retransmitted += Double(first.bytesRetrans)
            delivered += Double(first.delivered)
            marked += Double(first.deliveredCE)
        }
    }

    private mutating func add(
        _ old: FlowSample, _ new: FlowSample, from start: UInt64,
        to end: UInt64
    ) {
        let first = max(old.nanoseconds, start), last = min(new.nanoseconds, end)
        guard last > first else { return }
        let time = Double(last - first)
        let share = time / Double(new.nanoseconds - old.nanoseconds)
        nanoseconds += time
        acked += share * Double(new.bytesAcked - old.bytesAcked)
        sent += share * Double(new.bytesSent - old.bytesSent)
        retransmitted += share * FlowTally.rise(old.bytesRetrans, new.bytesRetrans)
        delivered += share * Double(new.delivered &- old.delivered)
        marked += share * Double(new.deliveredCE &- old.deliveredCE)
        if old.srttMicroseconds > 0, new.srttMicroseconds > 0 {
            srttMicroseconds +=
                time * (Double(old.srttMicroseconds) + Double(new.srttMicroseconds)) / 2
            srttNanoseconds += time
        }
        if new.options & 8 != 0 { agreedOnECN = true }
        if let known = spans.last, known.upperBound == first {
            spans[spans.count - 1] = known.lowerBound...last
        } else {
            spans.append(first...last)
        }
    }

    private static func rise(_ old: UInt64, _ new: UInt64) -> Double {
        new > old ? Double(new - old) : 0
    }

    /// In bits a second, of the time in which it was connected.
    var rate: Double? { nanoseconds > 0 ? acked * 8e9 / nanoseconds : nil }
}

extension [ClosedRange<UInt64>] {
    /// How long at least one of them lasted.
    var coveredNanoseconds: UInt64 {
        var covered: UInt64 = 0
        var reached: UInt64 = 0
        for span in sorted(by: { $0.lowerBound < $1.lowerBound }) {
            let first = Swift.max(span.lowerBound, reached)
            guard span.upperBound > first else { continue }
            covered += span.upperBound - first
            reached = span.upperBound
        }
        return covered
    }
}
