// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import Relay

/// What is counted from the beginning of the measured time to its end.
final class Books {
    private let arms: [ArmInPlace]
    private let accounts: Accounts
    private let delayLine: DelayLine?
    private var before = Reading()
    private var after = Reading()

    private struct Reading {
        var times: [Accounts.Times] = []
        var programs: [[ArmProof.CountedProgram]] = []
        var processors: ProcessorTime?
        var softInterrupts = Duration.zero
        var relay: RelayFigures?
    }

    init(arms: [ArmInPlace], accounts: Accounts, delayLine: DelayLine?) {
        self.arms = arms
        self.accounts = accounts
        self.delayLine = delayLine
    }

    func open() throws(Refusal) { before = try read() }
    func close() throws(Refusal) { after = try read() }

    private func read() throws(Refusal) -> Reading {
        try refusing("count what the run costs") { () throws(KernelError) in
            var reading = Reading()
            reading.processors = try ProcessorTime.now()
            reading.softInterrupts = try SoftInterrupts.time()
            reading.times = try accounts.times()
            reading.relay = try delayLine?.figures()
            reading.programs = try arms.map { arm throws(KernelError) in try arm.counts() }
            return reading
        }
    }

    /// The proofs of all arms, with what was counted.
    func proofs() -> [ArmProof] {
        arms.enumerated().map { index, arm in
            var proof = ArmProof(arm: arm.arm, algorithm: arm.algorithm, digest: arm.digest)
            let before = before.programs[index]
            proof.programs = after.programs[index].enumerated().map { place, new in
                // One that came into place meanwhile began with nothing.
                guard before.indices.contains(place) else { return new }
                let old = before[place]
                return .init(
                    member: new.member, id: new.id, tag: new.tag, calls: new.calls &- old.calls,
                    nanoseconds: new.nanoseconds &- old.nanoseconds)
            }
            (proof.clientTime, proof.serverTime) = time(of: index)
            return proof
        }
    }

    private func time(of account: Int) -> (client: Duration, server: Duration) {
        let (old, new) = (before.times[account], after.times[account])
        return (new.client - old.client, new.server - old.server)
    }

    /// Processor time of all accounts.
    var time: Duration {
        before.times.indices.reduce(.zero) { sum, index in
            let (client, server) = time(of: index)
            return sum + client + server
        }
    }

    /// Processor time of the delay line, to a fifth of a second.
    var relayTime: Duration { relay?.processorTime ?? .zero }

    /// What the delay line has done meanwhile; nil where there is none.
    var relay: RelayFigures? {
        guard let old = before.relay else { return nil }
        return after.relay?.since(old)
    }

    var softInterrupts: Duration { after.softInterrupts - before.softInterrupts }

    /// Shares of all processor time that there was.
    func shares(ours: Duration) -> (steal: Double, other: Double) {
        guard let old = before.processors, let new = after.processors, new.all > old.all else {
            return (0, 0)
        }
        let all = Double(new.all - old.all)
        let busy = Double(new.busy - old.busy)
        let known = ours.inSeconds * ProcessorTime.ticksPerSecond
        return (Double(new.stolen - old.stolen) / all, max(0, busy - known) / all)
    }
}
