// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

extension ResultsReader {
    /// The name that a run's file has among those of its experiment.
    public static func flentName(of run: RunSummary) -> String {
        let words = [run.path, run.load, run.arm].map { word in
            String(word.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" })
        }
        let number = String("000\(run.number)".suffix(max(4, "\(run.number)".count)))
        return "graft-\(number)-\(words.joined(separator: "-")).flent"
    }

    /// Writes the flows of one run in flent's data format, version 4: one file a run.
    ///
    /// Flent then takes it for its test tcp_nup or tcp_ndown of as many streams, so
    /// that its plots of those work. Flows that ask and wait have no rate over time; they are
    /// left out. Nothing here was measured by ping, so there is no series of it.
    public func writeFlent(
        run: StoredRun, step: Duration = .milliseconds(200), to sink: inout some TextOutputStream
    ) throws(ResultsError) {
        guard let record = try record(of: run.number, withSamples: false) else {
            throw ResultsError(
                "write run \(run.number) for flent", .said("it failed before it began"))
        }
        let plan = try plan()
        var file = FlentFile(run.summary, record, plan, step: step)
        try eachChunk(of: FlowSample.self, in: run.number) { chunk in
            for sample in chunk.samples { file.take(sample) }
        }
        sink.write(file.json.text(.pretty))
        sink.write("\n")
    }
}

/// A run as flent's document.
struct FlentFile {
    private let summary: RunSummary
    private let record: RunRecord
    private let plan: PlanAsRun
    private let step: Int64
    private let steps: Int
    private let isDownload: Bool
    private var series: [FlentSeries] = []
    private var places: [UInt32: Int] = [:]

    init(_ summary: RunSummary, _ record: RunRecord, _ plan: PlanAsRun, step: Duration) {
        self.summary = summary
        self.record = record
        self.plan = plan
        self.step = step.inNanoseconds
        steps = max(1, Int(record.time.inNanoseconds / step.inNanoseconds))
        let bulk = record.flows.filter { !$0.test.isRequestResponse }
        isDownload = !bulk.isEmpty && bulk.allSatisfy { $0.test.isFromServer }
        for flow in bulk where flow.flow >= 0 {
            places[UInt32(flow.flow)] = series.count
            series.append(
                FlentSeries(
                    "\(direction)::\(series.count + 1)", arm: flow.arm,
                    start: record.startNanoseconds, step: UInt64(step.inNanoseconds),
                    steps: steps))
        }
    }

    private func seconds(_ nanoseconds: Int64) -> Double { Double(nanoseconds) / 1e9 }

    private var direction: String { isDownload ? "TCP download" : "TCP upload" }

    mutating func take(_ sample: FlowSample) {
        if let place = places[sample.flow] { series[place].take(sample) }
    }

    var json: JSON {
        [
            "metadata": metadata,
            "raw_values": .object(
                JSON.Object(series.map { (key: $0.name, value: .array(raw($0))) })),
            "results": .object(JSON.Object(results.map { (key: $0.0, value: $0.1.json) })),
            "version": 4,
            "x_values": .array((1...steps).map { .number(seconds(Int64($0) * step)) }),
        ]
    }

    /// The flows, and what flent computes from them while it measures.
    private var results: [(String, [Double?])] {
        let all = series.map { ($0.name, $0.rates) }
        guard !series.isEmpty else { return all }
        let columns = (0..<steps).map { place in series.compactMap { $0.rates[place] } }
        let sums = columns.map { $0.isEmpty ? nil : $0.reduce(0, +) }
        let means = columns.map { $0.isEmpty ? nil : $0.reduce(0, +) / Double($0.count) }
        let fairness = columns.map { rates -> Double? in
            let squares = rates.reduce(0) { $0 + $1 * $1 }
            let sum = rates.reduce(0, +)
            return squares > 0 ? sum * sum / (Double(rates.count) * squares) : nil
        }
        return all + [
            ("\(direction) avg", means), ("\(direction) fairness", fairness),
            ("\(direction) sum", sums),
        ]
    }

    private func raw(_ series: FlentSeries) -> [JSON] {
        zip(series.rates, series.sockets).enumerated().compactMap { place, pair in
            guard let rate = pair.0, let socket = pair.1 else { return nil }
            let time = seconds(record.startWallNanoseconds + Int64(place + 1) * step)
            return [
                "t": .number(time), "val": .number(rate), "dur": .number(seconds(step)),
                "tcp_cwnd": JSON(socket.cwnd),
                "tcp_rtt": .number(Double(socket.srttMicroseconds) / 1e3),
                "tcp_delivery_rate": .number(Double(socket.deliveryRate) * 8 / 1e6),
                "tcp_pacing_rate": socket.pacingRate == .max
                    ? .null : .number(Double(socket.pacingRate) * 8 / 1e6),
            ]
        }
    }

    private var metadata: JSON {
        let time = WallMoment(nanoseconds: record.startWallNanoseconds).text
        let host = record.flows.first?.server ?? ""
        let length = seconds(Int64(steps) * step)
        return [
            "NAME": isDownload ? "tcp_ndown" : "tcp_nup",
            "TITLE": .string(
                "\(summary.arm) on \(summary.path) under \(summary.load), round \(summary.round + 1)"
            ),
            "TIME": .string(time), "T0": .string(time), "LENGTH": .number(length),
            "TOTAL_LENGTH": .number(length), "STEP_SIZE": .number(seconds(step)),
            "HOST": .string(host),
            "HOSTS": [.string(host)], "LOCAL_HOST": .string(record.flows.first?.client ?? ""),
            "IP_VERSION": record.path.family == .v6 ? 6 : 4,
            "NOTE": .string("\(summary.outcome.word) run \(summary.number) of \(plan.file)"),
            "DATA_FILENAME": .string(ResultsReader.flentName(of: summary)),
            "FLENT_VERSION": .string("graft \(plan.graft)"), "BATCH_NAME": .string(plan.file),
            "TEST_PARAMETERS": [
                (isDownload ? "download_streams" : "upload_streams"):
                    .string("\(series.count)")
            ],
            "SERIES_META": .object(
                JSON.Object(
                    series.map {
                        (key: $0.name, value: ["UNITS": "Mbits/s", "ARM": JSON($0.arm)])
                    })),
        ]
    }
}
