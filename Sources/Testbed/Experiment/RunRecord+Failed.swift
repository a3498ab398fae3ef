// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel

extension RunRecord {
    /// Of a run that could not take place at all, with the words of what it failed with; at no
    /// moment where runs have none.
    init(
        of planned: PlannedRun, of plan: Plan, failed error: any Error, at moment: WallTime? = nil
    ) {
        guard let path = plan.path(planned.path), let load = plan.load(of: planned) else {
            preconditionFailure("a run of another plan")
        }
        self.init(path: path, means: "", load: load, arms: [])
        outcome = .failed("\(error)")
        startWallNanoseconds = moment?.nanoseconds ?? 0
    }
}
