// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Hook {
    /// A scheduler under sched_ext. One at a time.
    static let scheduler = Hook(
        "sched_ext_ops", title: "scheduler",
        swapping: .gap("the kernel stops one scheduler before it starts the next"),
        names: enabledScheduler)

    @Sendable private static func enabledScheduler() throws(KernelError) -> Set<String> {
        guard let state = try SchedulerState.now(), let name = state.name else { return [] }
        return [name]
    }
}
