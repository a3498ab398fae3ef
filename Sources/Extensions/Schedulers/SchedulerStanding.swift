// SPDX-License-Identifier: Apache-2.0
import Kernel

/// How a registered scheduler stands with the kernel.
public enum SchedulerStanding: Equatable, Sendable {
    case enabled
    /// On its way in or out; the kernel's word.
    case between(String)
    /// The kernel threw it out; why, where the scheduler kept it.
    case ejected(ExitReport?)

    public var words: String {
        switch self {
        case .enabled: "enabled"
        case .between(let word): word
        case .ejected(let report): "ejected: \(report?.words ?? "it kept no reason")"
        }
    }
}

extension Registry {
    /// How a scheduler of ours stands; nil for what is none.
    public func standing(of registration: Registration) throws(Refusal) -> SchedulerStanding? {
        guard registration.hook.id == Hook.scheduler.id,
            registration.owner == .graft, let version = registration.current
        else { return nil }
        let state = try refusing { () throws(KernelError) in try SchedulerState.now() }
        guard let state else { return nil }
        if state.rules(registration.name) { return .enabled }
        if let report = try exitReport(version) { return .ejected(report) }
        return state.word == "enabled" || state.word == "disabled"
            ? .ejected(nil) : .between(state.word)
    }
}
