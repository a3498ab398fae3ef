// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Makes the record of a run of all that was seen, and says whether it may be trusted.
struct Judgement {
    let stage: RunStage
    let flows: [Flow]
    let runs: [FlowRun]
    let tasks: [TaskRun]
    let ending: LoadRun.Ending
    let taken: Sampler.Taken
    let books: Books
    let turns: [Turn]
    /// What is wrong with who ruled the processors.
    let schedulers: [VoidReason]

    func record() throws(Refusal) -> RunRecord {
        let proofs = books.proofs()
        var record = RunRecord(
            path: stage.layout.path, means: stage.means.words, load: stage.request.load,
            arms: proofs)
        record.flows = runs.map(\.result)
        record.tasks = tasks.map(\.result)
        record.turns = turns
        record.samples.flows = taken.flows
        record.samples.queues = taken.queues
        record.samples.code = taken.code
        record.samples.acks = taken.acks
        record.samples.lostAcks = taken.lostAcks
        record.samples.segments = taken.segments
        record.samples.lostSegments = taken.lostSegments
        record.samples.latencies = taken.latencies
        for task in tasks { task.wakeups.forEach { record.samples.latencies.add($0) } }
        record.samples.lostLatencies = taken.lostLatencies
        record.startNanoseconds = ending.start.nanoseconds
        record.endNanoseconds = ending.end.nanoseconds
        record.startWallNanoseconds =
            WallTime.now.nanoseconds - Instant.now.since(ending.start).inNanoseconds
        record.startSpread = ending.spread
        record.costs.sampling = taken.cost
        record.costs.samplingTicks = taken.ticks
        record.costs.softInterrupts = books.softInterrupts
        record.costs.relay = books.relayTime
        record.samples.lateness = lateness
        record.environment = try Surroundings(stage: stage, books: books, ours: ours).environment()
        record.findings = findings
        record.outcome = outcome(proofs, record.findings)
        return record
    }

    /// Processor time that was ours.
    private var ours: Duration {
        books.time + taken.cost + books.softInterrupts + books.relayTime
    }

    private var lateness: RunRecord.Lateness? {
        guard let figures = books.relay, let p50 = figures.lateness.median,
            let p99 = figures.lateness.p99
        else { return nil }
        return .init(
            p50: p50, p99: p99, maximum: figures.lateness.longest,
            packets: figures.lines.reduce(0) { $0 + $1.packets })
    }

    private func outcome(_ proofs: [ArmProof], _ findings: [Finding]) -> RunOutcome {
        if ending.wasInterrupted { return .void([.interrupted]) }
        var voids: [VoidReason] = []
        for run in runs {
            if case .failed(let words) = run.state {
                voids.append(.flowFailed(flow: run.flow.number, words: words))
            }
        }
        for task in tasks {
            if case .failed(let words) = task.state {
                voids.append(.said("\(task.task.name): \(words)"))
            }
        }
        voids += schedulers
        if let failure = taken.failure { voids.append(.said("sampling: \(failure)")) }
        let withECN = taken.flows.samples.reduce(into: Set<Int>()) { flows, sample in
            if sample.options & 8 != 0 { flows.insert(Int(sample.flow)) }
        }
        voids +=
            Proof(
                flows: flows, arms: proofs, sightings: taken.sightings, withECN: withECN,
                results: runs.map(\.result)
            ).voids
        for turn in turns where turn.calls == 0 { voids.append(.neverCalled(arm: turn.arm)) }
        let limit = stage.request.hygiene.lateness
        voids += (books.relay?.flaws(latenessLimit: limit) ?? []).map(VoidReason.said)
        if stage.request.hygiene.isStrict { voids += findings.map(VoidReason.hygiene) }
        return voids.isEmpty ? .valid : .void(voids)
    }

    private var findings: [Finding] {
        let hygiene = stage.request.hygiene
        var findings: [Finding] = []
        let (steal, other) = books.shares(ours: ours)
        if steal > hygiene.steal.value { findings.append(.steal(share: steal)) }
        if other > hygiene.otherLoad.value { findings.append(.otherLoad(share: other)) }
        let busiest = runs.map(\.busiest).max() ?? 0
        if busiest > hygiene.senderBusy.value { findings.append(.senderBound(share: busiest)) }
        let bulk = flows.filter { $0.part.test.isBulkTCP }
        if stage.layout.path.rate == nil, !bulk.isEmpty, stage.arms.count > 1 {
            findings.append(.nothingCongested)
        }
        // One that ends by bytes may well be over before its slow start is.
        for flow in bulk
        where flow.part.bytes == nil && SlowStart.neverEnded(flow.number, taken.flows) {
            findings.append(.neverLeftSlowStart(flow: flow.number))
        }
        let wantsInterim = flows.contains { $0.part.interval != nil }
        if wantsInterim, !stage.netperf.tellsInterim { findings.append(.withoutInterim) }
        for arm in stage.arms where arm.paces {
            findings.append(.pacedWithoutFQ(algorithm: arm.arm.name))
        }
        return findings
    }
}

extension ArmInPlace {
    /// Whether it is of a family that sets a pacing rate. The network's senders have no fq.
    var paces: Bool {
        let word: String =
            switch arm.algorithm {
            case .kernel(let name): name
            case .extension(let file, _, _): String(file.split(separator: "/").last ?? "")
            }
        return word.contains("bbr")
    }
}
