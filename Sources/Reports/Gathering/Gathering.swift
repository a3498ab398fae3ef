// SPDX-License-Identifier: Apache-2.0
import Experiments

/// What figures need of all runs, gathered run by run.
struct Gathering: Sendable {
    /// As many columns as a panel's plot has room for lines that can be told apart.
    static let columns = 160

    private(set) var cells: [Cell: CellGathering] = [:]
    /// All samples that were looked at.
    private(set) var sampleCount = 0

    init<Failure: Error>(
        _ input: ReportInput, samples: (Int) throws(Failure) -> RunRecord.Samples
    ) throws(Failure) {
        let valid = input.runs.filter { $0.outcome == .valid }
        for run in valid {
            let cell = Cell(path: run.path, load: run.load)
            let span = cells[cell]?.span ?? Gathering.span(of: valid, in: cell)
            let found = try samples(run.number)
            sampleCount +=
                found.flows.count + found.queues.count + found.acks.count + found.latencies.count
            cells[cell, default: CellGathering(span: span)].add(
                run, found, arm: input.soleArm(of: run))
        }
    }

    /// The longest run's, in nanoseconds; where arms took turns, the longest turn's.
    private static func span(of runs: [RunSummary], in cell: Cell) -> Double {
        let own = runs.filter { $0.path == cell.path && $0.load == cell.load }
        let turns = own.flatMap(\.turnsAfterSwaps).map(\.time.count).max()
        let longest = own.map(\.time).max() ?? .seconds(1)
        return Double(max(1, turns ?? Int(longest.inNanoseconds)))
    }
}

/// Of one path under one load.
struct CellGathering: Sendable {
    /// In nanoseconds.
    let span: Double
    /// Whether arms took turns: time is since the swap, then.
    private(set) var isByTurns = false
    /// By arm, of runs in which all flows had the same, or of turns of such runs.
    private(set) var arms: [String: [RunGathering]] = [:]
    private var times: [String: RunGathering.Times] = [:]
    /// Of all runs, with the share of flows that had the treatment.
    private(set) var runs: [(summary: RunSummary, bytes: [(flow: UInt32, bytes: UInt64)])] = []

    init(span: Double) { self.span = span }

    var roundTrips: [String: Distribution] { times.mapValues(\.roundTrips) }
    var transactions: [String: Distribution] { times.mapValues(\.transactions) }

    mutating func add(_ run: RunSummary, _ samples: RunRecord.Samples, arm: String?) {
        let start = samples.start ?? 0
        for turn in run.turnsAfterSwaps {
            isByTurns = true
            let time = (start + turn.time.lowerBound)..<(start + turn.time.upperBound)
            _ = gather(run, samples.within(time), arm: turn.arm)
        }
        runs.append((run, gather(run, samples, arm: arm)))
    }

    /// Answers what each flow got acknowledged.
    private mutating func gather(
        _ run: RunSummary, _ samples: RunRecord.Samples, arm: String?
    ) -> [(flow: UInt32, bytes: UInt64)] {
        var own = RunGathering.Times()
        // Taken out, so that it is not copied for each run.
        if let arm { swap(&own, &times[arm, default: RunGathering.Times()]) }
        let gathered = RunGathering(
            run, samples, span: span, columns: Gathering.columns, times: &own)
        if let arm {
            times[arm] = own
            arms[arm, default: []].append(gathered)
        }
        return gathered.flowBytes
    }
}
