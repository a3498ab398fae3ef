// SPDX-License-Identifier: Apache-2.0
/// The samples of a run by flow, in the order of their time.
///
/// The samples stay where they are: what is made is one list of their places.
struct FlowTraces: Sendable {
    let samples: ContiguousArray<FlowSample>
    private let places: ContiguousArray<Int32>
    /// Where each flow's places begin; one more at the end.
    private let beginnings: [Int]
    /// Of all flows, over all of the run.
    let shortestRTT: UInt32?

    init(_ series: Series<FlowSample>, flows: Int) {
        samples = series.samples
        var beginnings = [Int](repeating: 0, count: flows + 1)
        var shortest = UInt32.max
        var places = ContiguousArray<Int32>()
        samples.withUnsafeBufferPointer { samples in
            for sample in samples where Int(sample.flow) < flows {
                beginnings[Int(sample.flow) + 1] += 1
                if sample.minRTTMicroseconds > 0 {
                    shortest = min(shortest, sample.minRTTMicroseconds)
                }
            }
            for flow in 0..<flows { beginnings[flow + 1] += beginnings[flow] }
            var next = beginnings
            places = ContiguousArray(repeating: 0, count: beginnings[flows])
            for place in samples.indices where Int(samples[place].flow) < flows {
                let flow = Int(samples[place].flow)
                places[next[flow]] = Int32(place)
                next[flow] += 1
            }
        }
        self.places = places
        self.beginnings = beginnings
        shortestRTT = shortest == .max ? nil : shortest
    }

    /// Hands over each two samples of one connection between which some of the time lies.
    ///
    /// A flow that sends and rests has a connection each time, and its counters begin anew.
    func eachStep(
        of flow: Int, from start: UInt64, to end: UInt64,
        _ body: (_ old: FlowSample, _ new: FlowSample) -> Void
    ) {
        guard flow + 1 < beginnings.count else { return }
        samples.withUnsafeBufferPointer { samples in
            let last = beginnings[flow + 1]
            var place = max(beginnings[flow], firstPlace(of: flow, after: start, samples) - 1)
            while place + 1 < last {
                let old = Int(places[place]), new = Int(places[place + 1])
                if samples[old].nanoseconds >= end { return }
                if FlowTraces.areOfOneConnection(samples[old], samples[new]) {
                    body(samples[old], samples[new])
                }
                place += 1
            }
        }
    }

    /// Hands over the first sample of each connection.
    func eachBeginning(of flow: Int, _ body: (FlowSample) -> Void) {
        guard flow + 1 < beginnings.count else { return }
        var before: Int?
        for place in beginnings[flow]..<beginnings[flow + 1] {
            let new = Int(places[place])
            if let before, FlowTraces.areOfOneConnection(samples[before], samples[new]) {
            } else {
                body(samples[new])
            }
            before = new
        }
    }

    private static func areOfOneConnection(
        _ old: FlowSample, _ new: FlowSample
    ) -> Bool {
        new.nanoseconds > old.nanoseconds && new.bytesAcked >= old.bytesAcked
            && new.bytesSent >= old.bytesSent
    }

    /// The place of the first sample that is later than `time`.
    private func firstPlace(
        of flow: Int, after time: UInt64, _ samples: UnsafeBufferPointer<FlowSample>
    ) -> Int {
        var low = beginnings[flow], high = beginnings[flow + 1]
        while low < high {
            let middle = (low + high) / 2
            if samples[Int(places[middle])].nanoseconds <= time {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}
