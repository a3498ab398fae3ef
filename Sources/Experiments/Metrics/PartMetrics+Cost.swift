// SPDX-License-Identifier: Apache-2.0
// What it cost. Processor time and calls are counted from the run's start to its end, so
// these are of the whole run also where a warm-up is left out, and absent in a window that
// ends before the run.
extension PartMetrics {
    /// The arms of these flows that no flow of another part has; nil where one is shared.
    private var ownArms: [ArmProof]? {
        let names = Set(flows.compactMap(\.arm))
        let others = record.flows.filter { $0.part != part.name }
        guard !names.isEmpty, !others.contains(where: { $0.arm.map(names.contains) ?? false })
        else { return nil }
        return record.arms.filter { names.contains($0.arm.name) }
    }

    /// netperf's and netserver's processor time; where the run has one arm alone, the time of
    /// the kernel's threads that handle packets too, which is nobody's otherwise.
    var bitsPerCPUSecond: Double? {
        guard window.end == nil, part.test.isTCP, let arms = ownArms else { return nil }
        var time = arms.reduce(0) { $0 + $1.clientTime.inSeconds + $1.serverTime.inSeconds }
        if record.arms.count == 1, record.flows.allSatisfy({ $0.part == part.name }) {
            time += record.costs.softInterrupts.inSeconds
        }
        let bits = flows.flatMap(\.spells).reduce(0) { $0 + $1.throughput * $1.seconds }
        return time > 0 && bits > 0 ? bits / time : nil
    }

    /// The operations of a congestion control that run when an acknowledgement comes.
    ///
    /// `ssthresh`, `set_state`, `cwnd_event` and the others run at losses and at sending.
    static let operationsPerAck: Set<String> = [
        "cong_control", "cong_avoid", "in_ack_event", "pkts_acked",
    ]

    /// What an acknowledgement cost in an extension, on average: the time of all operations
    /// that run at one, by the calls of the one that ran most often.
    ///
    /// An arm's calls are those of all flows that have it, in whatever part.
    var timePerAck: Double? {
        guard window.end == nil else { return nil }
        let names = Set(flows.compactMap(\.arm))
        var nanoseconds: UInt64 = 0
        var acks: UInt64 = 0
        for proof in record.arms where names.contains(proof.arm.name) && proof.digest != nil {
            let programs = proof.programs.filter {
                PartMetrics.operationsPerAck.contains($0.member)
            }
            nanoseconds += programs.reduce(0) { $0 + $1.nanoseconds }
            acks += programs.map(\.calls).max() ?? 0
        }
        return acks > 0 ? Double(nanoseconds) / Double(acks) / 1e9 : nil
    }
}
