// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// What this machine has to say of its schedulers.
enum Scheduling {
    /// As they stand now, and what else decides about processors.
    static func facts() throws(KernelError) -> RunEnvironment {
        var facts = RunEnvironment()
        let state = try SchedulerState.now()
        facts.note("scheduler.state", state?.word ?? "this kernel has no sched_ext")
        if let name = state?.name { facts.note("scheduler.name", name) }
        let grouping = Sysctl("kernel.sched_autogroup_enabled")
        // Not every kernel has it.
        if let value = try? grouping.read() {
            facts.note("sysctl.kernel.sched_autogroup_enabled", value)
        }
        return facts
    }
}

extension Arm.Hook {
    /// The kernel's name of it.
    var structName: String {
        switch self {
        case .congestionControl: "tcp_congestion_ops"
        case .scheduler: "sched_ext_ops"
        }
    }

    var words: String {
        switch self {
        case .congestionControl: "congestion control"
        case .scheduler: "scheduler"
        }
    }
}

extension Armoury {
    /// The kernel's own scheduler is in place where no other is.
    func kernelsScheduler(_ arm: Arm) throws(Refusal) -> ArmInPlace {
        if let name = try Armoury.ruling() {
            throw Refusal(
                "leave the processors to the kernel's own scheduler",
                .taken("\(name) is registered"), hint: "`graft unregister \(name)`")
        }
        return ArmInPlace(arm: arm, algorithm: Arm.kernelsScheduler, digest: nil, operations: [])
    }

    /// The name of the scheduler that rules, or that comes or goes; nil where none does.
    private static func ruling() throws(Refusal) -> String? {
        let state = try refusing { () throws(KernelError) in try SchedulerState.now() }
        guard let state, state.word != "disabled" else { return nil }
        return state.name ?? "another scheduler"
    }

    /// Refuses a scheduler where the kernel takes none.
    static func checkScheduler(_ arm: Arm) throws(Refusal) {
        guard let word = arm.algorithm.file else { return }
        let takesThem = try refusing { () throws(KernelError) in
            try RunningKernel().structOps(Arm.Hook.scheduler.structName) != nil
        }
        guard !takesThem else { return }
        throw Refusal(
            "use the scheduler \(word)",
            .lacks("this kernel has no sched_ext (CONFIG_SCHED_CLASS_EXT, 6.12 or later)"),
            hint: "`graft experiment run FILE --kernel 6.18` runs it under a kernel that has it")
    }
}

extension ArmInPlace {
    /// Why this scheduler did not rule to the end of a run; nil where it did, or is none.
    func schedulerFlaw(_ standing: Standing) throws(Refusal) -> VoidReason? {
        guard arm.hook == .scheduler else { return nil }
        let state = try refusing { () throws(KernelError) in try SchedulerState.now() }
        guard digest != nil else {
            guard let state, state.word != "disabled" else { return nil }
            return .said("\(state.name ?? "another scheduler") ruled the processors at the end")
        }
        if state?.rules(algorithm) == true { return nil }
        let kernel = try refusing { () throws(KernelError) in try RunningKernel() }
        let report = try Registry(standing.places).exitReport(of: algorithm, on: kernel)
        return .said(
            "the kernel threw the scheduler out: \(report?.words ?? "it does not say why")")
    }
}
