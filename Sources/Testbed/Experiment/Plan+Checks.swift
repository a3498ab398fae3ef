// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

extension Plan {
    /// What this machine cannot do of it: everything that would fail in the first run is told
    /// before it, all at once. Extensions are built and read for it, and nothing is loaded.
    public func objections(
        in places: Places, shelf: Shelf = .host, _ netperf: Netperf
    ) -> [Complaint] {
        var objections: [Complaint] = []
        for arm in arms {
            object("arms.\(arm.name)", &objections) { () throws(Refusal) in
                try arm.check(shelf)
                try arm.checkKernel(shelf)
            }
        }
        for path in paths {
            object("paths.\(path.name)", &objections) { () throws(Refusal) in
                try Means.check(path.value)
                try Ceiling.check(path.value, in: places, netperf)
            }
        }
        if case .switchback(let switchback) = design {
            for name in [control, switchback.treatment] where arm(name)?.algorithm.file == nil {
                objections.append(
                    Complaint(
                        "arms.\(name)",
                        "is the kernel's own, and only extensions can be swapped under traffic"))
            }
        }
        return objections
    }

    /// What is wrong with its extensions on whichever kernel: they are built and read, and no
    /// more.
    public func objectionsToExtensions(shelf: Shelf = .host) -> [Complaint] {
        var objections: [Complaint] = []
        for arm in arms where arm.algorithm.file != nil {
            object("arms.\(arm.name)", &objections) { () throws(Refusal) in
                try arm.check(shelf)
            }
        }
        return objections
    }

    func object(
        _ field: String, _ objections: inout [Complaint], _ check: () throws(Refusal) -> Void
    ) {
        do {
            try check()
        } catch {
            objections.append(Complaint(field, "\(error)", hint: error.hint))
        }
    }
}

extension Arm {
    /// Whether its file, where it has one, fills the hook and has these knobs.
    func check(_ shelf: Shelf) throws(Refusal) {
        guard case .extension(let word, let knobs, let digest) = algorithm else { return }
        _ = try Armoury.object(word, digest, hook, from: shelf).settings(Armoury.records(knobs))
    }

    /// Whether this kernel has it, or takes it.
    func checkKernel(_ shelf: Shelf) throws(Refusal) {
        guard hook == .congestionControl else { return try Armoury.checkScheduler(self) }
        guard case .kernel(let name) = algorithm else { return }
        let isThere = try refusing { () throws(KernelError) in
            try CongestionControl.isOffered(name)
        }
        guard isThere else { throw Armoury.lacks(name, shelf) }
    }
}
