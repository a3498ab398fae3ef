// SPDX-License-Identifier: Apache-2.0
import Experiments

extension RunRecord {
    /// The first thing in which another record of the same run differs, in words that name both
    /// values, this one's first: `flow 1 at 1.230 s: cwnd 31 segments, here 30`. Nil where the
    /// digests of both are the same and so is how they ended.
    ///
    /// What was asked for comes first, then the samples, the earliest of all kinds, then what
    /// netperf said and what was counted: who looks for a cause begins where it is nearest.
    public func firstDifference(from other: RunRecord) -> String? {
        differenceInTerms(other) ?? differenceInSamples(other) ?? differenceInFlows(other)
            ?? differenceInCounts(other)
    }

    private func differenceInTerms(_ other: RunRecord) -> String? {
        if path != other.path { return "the path is another one" }
        if load != other.load { return "the load is another one" }
        if arms.map(\.arm) != other.arms.map(\.arm) { return "the arms are other ones" }
        for (mine, theirs) in zip(arms, other.arms) where mine.digest != theirs.digest {
            return "the object of \(mine.arm.name) is \(RunRecord.short(mine.digest)), "
                + "here \(RunRecord.short(theirs.digest))"
        }
        return nil
    }

    private static func short(_ digest: String?) -> String {
        digest.map { String($0.prefix(12)) } ?? "none"
    }

    private func differenceInSamples(_ other: RunRecord) -> String? {
        let (mine, theirs) = (samples, other.samples)
        let found = [
            SampleDifference(mine.flows, theirs.flows, since: startNanoseconds),
            SampleDifference(mine.queues, theirs.queues, since: startNanoseconds),
            SampleDifference(mine.acks, theirs.acks, since: startNanoseconds),
            SampleDifference(mine.code, theirs.code, since: startNanoseconds),
            SampleDifference(mine.latencies, theirs.latencies, since: startNanoseconds),
        ]
        return found.compactMap { $0 }.min { $0.nanoseconds < $1.nanoseconds }?.words
    }

    private func differenceInFlows(_ other: RunRecord) -> String? {
        if flows.count != other.flows.count {
            return "\(flows.count) flows, here \(other.flows.count)"
        }
        for (mine, theirs) in zip(flows, other.flows) where mine != theirs {
            let subject = "flow \(mine.flow)"
            if mine.spells.count != theirs.spells.count {
                return "\(subject): \(mine.spells.count) results, here \(theirs.spells.count)"
            }
            for (spell, again) in zip(mine.spells, theirs.spells) where spell != again {
                return "\(subject): \(spell.difference(from: again))"
            }
            return "\(subject): its ends, part or arm are other ones"
        }
        return nil
    }

    private func differenceInCounts(_ other: RunRecord) -> String? {
        for (mine, theirs) in zip(arms, other.arms) {
            if mine.algorithm != theirs.algorithm {
                return "\(mine.arm.name): sockets had \(mine.algorithm), here \(theirs.algorithm)"
            }
            if mine.programs.map(\.member) != theirs.programs.map(\.member) {
                return "\(mine.arm.name): its programs are other ones"
            }
            for (program, again) in zip(mine.programs, theirs.programs) {
                let subject = "\(mine.arm.name): \(program.member)"
                if program.tag != again.tag { return "\(subject) is another program" }
                if program.calls != again.calls {
                    return "\(subject) was called \(program.calls) times, here \(again.calls)"
                }
            }
        }
        if turns.map(\.startNanoseconds) != other.turns.map(\.startNanoseconds) {
            return "the arms' turns began at other times"
        }
        if startNanoseconds != other.startNanoseconds || endNanoseconds != other.endNanoseconds {
            return "it ran from \(startNanoseconds) to \(endNanoseconds) ns, "
                + "here from \(other.startNanoseconds) to \(other.endNanoseconds)"
        }
        if samples.lostAcks != other.samples.lostAcks
            || samples.lostLatencies != other.samples.lostLatencies
        {
            return "other numbers of samples found no room"
        }
        if outcome != other.outcome { return "it was \(outcome.said), here \(other.outcome.said)" }
        return nil
    }
}

extension RunOutcome {
    fileprivate var said: String {
        switch self {
        case .valid: "valid"
        case .void(let reasons): "void (\(reasons.map(\.description).joined(separator: "; ")))"
        case .failed(let words): "failed (\(words))"
        }
    }
}

extension FlowResult.Spell {
    /// The first of its figures that another one has not got.
    fileprivate func difference(from other: FlowResult.Spell) -> String {
        if throughput != other.throughput {
            return "throughput \(throughput), here \(other.throughput)"
        }
        if seconds != other.seconds { return "\(seconds) s, here \(other.seconds)" }
        if startNanoseconds != other.startNanoseconds {
            return "it began at \(startNanoseconds) ns, here at \(other.startNanoseconds)"
        }
        if localAlgorithm != other.localAlgorithm || remoteAlgorithm != other.remoteAlgorithm {
            return "netperf named \(localAlgorithm) and \(remoteAlgorithm), "
                + "here \(other.localAlgorithm) and \(other.remoteAlgorithm)"
        }
        let names = Set(said.keys).union(other.said.keys).sorted()
        if let name = names.first(where: { said[$0] != other.said[$0] }) {
            return "netperf said \(name) \(said[name] ?? "nothing"), "
                + "here \(other.said[name] ?? "nothing")"
        }
        return "other latencies or interim results"
    }
}

extension RunSummary {
    /// The first of its figures that is not the one that follows from the samples, in words;
    /// `computed` is the same run's summary, made anew. Nil where all are the same.
    public func firstDifference(from computed: RunSummary) -> String? {
        if let words = RunSummary.difference(values, computed.values) { return words }
        for arm in Set(armValues.keys).union(computed.armValues.keys).sorted() {
            let (mine, theirs) = (armValues[arm] ?? [:], computed.armValues[arm] ?? [:])
            if let words = RunSummary.difference(mine, theirs) { return "\(arm)'s \(words)" }
        }
        for (place, (mine, theirs)) in zip(blocks, computed.blocks).enumerated() {
            if let words = RunSummary.difference(mine.values, theirs.values) {
                return "turn \(place + 1): \(words)"
            }
        }
        if blocks.count != computed.blocks.count {
            return "\(blocks.count) turns, where its samples give \(computed.blocks.count)"
        }
        return nil
    }

    private static func difference(
        _ mine: [Measure: Double], _ theirs: [Measure: Double]
    ) -> String? {
        let measures = Set(mine.keys).union(theirs.keys).sorted { "\($0)" < "\($1)" }
        let odd = measures.first { measure in
            guard let one = mine[measure], let other = theirs[measure] else { return true }
            // Logarithms of another library differ in their last digit.
            return abs(one - other) > 1e-9 * max(abs(one), abs(other))
        }
        guard let measure = odd else { return nil }
        func words(_ value: Double?) -> String { value.map { "\($0)" } ?? "none" }
        return "\(measure) is \(words(mine[measure])), "
            + "where its samples give \(words(theirs[measure]))"
    }
}
