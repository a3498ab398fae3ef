// SPDX-License-Identifier: Apache-2.0
import Experiments

/// Records made by hand: the run starts at 1000 s of the monotonic clock.
enum MadeRecord {
    static let start: UInt64 = 1_000_000_000_000

    static func moment(_ seconds: Double) -> UInt64 {
        UInt64(Double(start) + (seconds * 1e9).rounded())
    }

    /// Without samples; one result a flow, at `rates`, over the whole time.
    static func record(
        _ parts: [Load.Part], seconds: Int, rates: [Double], arms: [Arm] = [cubic],
        path: Path = Path()
    ) -> RunRecord {
        var record = RunRecord(
            path: path, means: "a plain veth", load: Load(parts, for: .seconds(seconds)),
            arms: arms.map { ArmProof(arm: $0, algorithm: $0.name) })
        record.startNanoseconds = start
        record.endNanoseconds = moment(Double(seconds))
        for part in parts {
            for index in 0..<part.flows {
                let number = record.flows.count
                let arm = part.arms.isEmpty ? arms[0].name : part.arms[index % part.arms.count]
                var result = FlowResult(
                    flow: number, part: part.name, test: part.test, arm: arm,
                    client: "client1", server: "server1")
                if number < rates.count {
                    result.spells = [
                        .init(
                            startNanoseconds: start, seconds: Double(seconds),
                            throughput: rates[number])
                    ]
                }
                record.flows.append(result)
            }
        }
        return record
    }

    static let cubic = Arm("cubic", .kernel("cubic"))
    static let reno = Arm("reno", .kernel("reno"))

    /// A flow's samples, each 10 ms apart, from `first` to `last`; its bytes by the time.
    static func trace(
        _ flow: Int, from first: Double, to last: Double, bytes: (Double) -> Double
    ) -> [FlowSample] {
        stride(from: 0, through: ((last - first) * 100).rounded(), by: 1).map { step in
            let time = first + step / 100
            var sample = FlowSample(nanoseconds: moment(time), flow: UInt32(flow))
            sample.bytesAcked = UInt64(bytes(time).rounded())
            sample.bytesSent = sample.bytesAcked
            sample.sendMSS = 1448
            sample.srttMicroseconds = 20_000
            sample.minRTTMicroseconds = 10_000
            return sample
        }
    }
}

extension RunRecord {
    /// Adds samples, in the order of their time.
    mutating func show(_ traces: [FlowSample]...) {
        for sample in traces.flatMap({ $0 }).sorted(by: { $0.nanoseconds < $1.nanoseconds }) {
            samples.flows.add(sample)
        }
    }

    subscript(_ metric: Metric, _ window: MeasuredWindow = .whole, part: String = "bulk")
        -> Double?
    {
        values(in: window)[Measure(part, metric)]
    }
}

/// Whether two figures agree to a billionth.
func agree(_ found: Double?, _ wanted: Double) -> Bool {
    guard let found else { return false }
    return abs(found - wanted) <= 1e-9 * max(1, abs(wanted))
}
