// SPDX-License-Identifier: Apache-2.0
import Experiments

/// One flow as flent plots it: what it carried in each step, and its socket at the step's end.
struct FlentSeries {
    let name: String
    let arm: String?
    /// In Mbit/s; nil where the flow was not there for the whole step.
    private(set) var rates: [Double?]
    private(set) var sockets: [FlowSample?]
    private let start: UInt64
    private let step: UInt64
    private var before: FlowSample?
    private var atEdge: Double?
    private var edge = 0

    init(_ name: String, arm: String?, start: UInt64, step: UInt64, steps: Int) {
        self.name = name
        self.arm = arm
        self.start = start
        self.step = step
        rates = Array(repeating: nil, count: steps)
        sockets = Array(repeating: nil, count: steps)
    }

    /// Samples come in order. Bytes at the edge of a step lie on the line between two samples.
    mutating func take(_ sample: FlowSample) {
        defer { before = sample }
        guard let before, sample.nanoseconds > before.nanoseconds, sample.nanoseconds >= start
        else { return }
        while edge <= rates.count, case let time = start + UInt64(edge) * step,
            time <= sample.nanoseconds
        {
            defer { edge += 1 }
            guard time >= before.nanoseconds else { continue }
            let part =
                Double(time - before.nanoseconds) / Double(sample.nanoseconds - before.nanoseconds)
            let carried =
                Double(before.carried)
                + part * (Double(sample.carried) - Double(before.carried))
            if edge > 0 {
                sockets[edge - 1] = before
                if let atEdge { rates[edge - 1] = (carried - atEdge) * 8e3 / Double(step) }
            }
            atEdge = carried
        }
    }
}

extension FlowSample {
    /// Of the end that sends most of it, what the other has; else what came.
    fileprivate var carried: UInt64 { max(bytesAcked, bytesReceived) }
}
