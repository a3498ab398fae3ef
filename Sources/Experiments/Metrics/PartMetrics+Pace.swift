// SPDX-License-Identifier: Apache-2.0
// The rate over time.
extension PartMetrics {
    /// How near the final level the rate has to stay.
    private static let nearness = 0.1
    private static let points = 1000

    /// From the part's first byte until its rate stays near the one it ends at.
    ///
    /// Said exactly. T is the time from the first sample of any of its flows to the last.
    /// The rate at a moment is what all of them together had acknowledged in the tenth of T
    /// around it, by that tenth; the final level is the same over the last quarter of T. It
    /// has converged at the first moment from which on, up to the end, the rate stays within
    /// 10 % of that level; moments are 1000 to T. There is none where it leaves the level in
    /// the last quarter, where it was looked at less often than a hundred times, and where
    /// a window ends before the run does. A warm-up is not left out: it is what is measured.
    var convergenceTime: Double? {
        guard window.end == nil, part.test.isTCP, part.bytes == nil, part.cycle == nil,
            let pace = Pace(traces, flows.map(\.flow), until: runEnd, PartMetrics.points)
        else { return nil }
        let count = PartMetrics.points
        let half = count / 20
        let level = pace.rise(from: count * 3 / 4, to: count) / Double(count - count * 3 / 4)
        guard level > 0 else { return nil }
        var settled = count - half
        while settled >= half {
            let rate = pace.rise(from: settled - half, to: settled + half) / Double(2 * half)
            if abs(rate - level) > PartMetrics.nearness * level { break }
            settled -= 1
        }
        // The last one that was near.
        settled += 1
        guard settled <= count * 3 / 4 else { return nil }
        return settled <= half ? 0 : Double(settled) * pace.pointNanoseconds / 1e9
    }

    /// The share of the time in which it sent at 90 % of the path's rate or more.
    ///
    /// The time is cut into slots of 100 ms, or of one round trip of the path where that is
    /// longer; payload is counted with its headers, as full packets have them, because those
    /// take their share of the rate.
    var fullShare: Double? {
        guard let rate = record.path.rate, part.test.isTCP else { return nil }
        let most = Double((part.test.isFromServer ? rate.back : rate.forth).value)
        let first = max(start, record.startNanoseconds), last = min(end, runEnd)
        let slot = max(100_000_000, UInt64(max(0, record.path.roundTrip.inNanoseconds)))
        guard last > first, last - first >= slot, let packet = packetShare else { return nil }
        var bytes = [Double](repeating: 0, count: Int((last - first) / slot))
        var isSeen = false
        for flow in flows {
            traces.eachStep(of: flow.flow, from: first, to: last) { old, new in
                isSeen = true
                Pace.spread(old, new, from: first, slot: slot, into: &bytes)
            }
        }
        guard isSeen else { return nil }
        let full = 0.9 * most / 8 * Double(slot) / 1e9
        return Double(bytes.count { $0 * packet >= full }) / Double(bytes.count)
    }

    /// A full packet, by the payload in it.
    private var packetShare: Double? {
        var mss: UInt32 = 0
        for flow in flows {
            traces.eachBeginning(of: flow.flow) { mss = max(mss, $0.sendMSS) }
        }
        return mss > 0 ? Double(record.path.packetBytes) / Double(mss) : nil
    }
}

/// The bytes of some flows that were acknowledged, at moments of equal distance.
struct Pace {
    /// One more than there are steps; each the sum of all before it.
    private var sums: [Double]
    let pointNanoseconds: Double

    init?(_ traces: FlowTraces, _ flows: [Int], until end: UInt64, _ points: Int) {
        var first = UInt64.max, last: UInt64 = 0
        var steps = 0
        for flow in flows {
            var mine = 0
            traces.eachStep(of: flow, from: 0, to: end) { old, new in
                first = min(first, old.nanoseconds)
                last = max(last, min(new.nanoseconds, end))
                mine += 1
            }
            steps = max(steps, mine)
        }
        guard steps >= 100, last > first, last - first >= UInt64(points) else { return nil }
        let slot = (last - first) / UInt64(points)
        var bytes = [Double](repeating: 0, count: points)
        for flow in flows {
            traces.eachStep(of: flow, from: 0, to: end) { old, new in
                Pace.spread(old, new, from: first, slot: slot, into: &bytes)
            }
        }
        sums = [0]
        sums.reserveCapacity(points + 1)
        for value in bytes { sums.append(sums[sums.count - 1] + value) }
        pointNanoseconds = Double(slot)
    }

    func rise(from first: Int, to last: Int) -> Double { sums[last] - sums[first] }

    /// Adds what was acknowledged between two samples to the slots that it falls into.
    static func spread(
        _ old: FlowSample, _ new: FlowSample, from start: UInt64, slot: UInt64,
        into slots: inout [Double]
    ) {
        let whole = Double(new.nanoseconds - old.nanoseconds)
        let rise = Double(new.bytesAcked - old.bytesAcked)
        var time = max(old.nanoseconds, start)
        while time < new.nanoseconds {
            let place = Int((time - start) / slot)
            guard place < slots.count else { return }
            let end = min(new.nanoseconds, start + UInt64(place + 1) * slot)
            slots[place] += rise * Double(end - time) / whole
            time = end
        }
    }
}
