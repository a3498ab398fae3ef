// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// Returns when the kernel has enabled those of `records` that are schedulers, and they
    /// have held out for their `probation`. One that has not is taken out, and refused with the
    /// reason.
    public func settle(
        _ records: [Record], _ probation: Probation, shelf: Shelf, on kernel: RunningKernel,
        _ session: borrowing Session
    ) throws(Refusal) {
        for record in records where record.hook == Hook.scheduler.id {
            guard try !holdsOut(record.name, probation.time, on: kernel) else { continue }
            let report = try lastWords(of: record.name, on: kernel)
            _ = try unregister(record.name, shelf: shelf, on: kernel, session)
            throw Refusal(
                "register \(record.name) as the scheduler",
                .said("the kernel threw it out: \(report?.words ?? "it does not say why")"),
                hint: "the kernel's log (dmesg) has the whole of it")
        }
    }

    /// Whether the kernel enables the scheduler of this name, and it still rules `time` later.
    private func holdsOut(
        _ name: String, _ time: Duration, on kernel: RunningKernel
    ) throws(Refusal) -> Bool {
        let began = Instant.now
        var ruledFrom: Instant?
        while Instant.now.since(ruledFrom ?? began) < (ruledFrom == nil ? .seconds(10) : time) {
            let rules = try standing(name)
            if rules, ruledFrom == nil { ruledFrom = .now }
            if !rules {
                let report = try exitReport(of: name, on: kernel)
                if ruledFrom != nil || report != nil { return false }
            }
            Duration.milliseconds(20).pause()
        }
        return try standing(name)
    }

    /// Whether the scheduler of this name rules now.
    public func standing(_ name: String) throws(Refusal) -> Bool {
        try refusing { () throws(KernelError) in try SchedulerState.now()?.rules(name) ?? false }
    }

    /// Why a registered scheduler has gone; nil while it has not, or where its object keeps no
    /// report.
    public func exitReport(of name: String, on kernel: RunningKernel) throws(Refusal)
        -> ExitReport?
    {
        guard let registration = try registration(named: name, on: kernel),
            let version = registration.current ?? registration.versions.last
        else { return nil }
        return try exitReport(version)
    }

    /// As `exitReport(of:on:)`, of one that is on its way out: the kernel stops a scheduler
    /// first, and tells it why later.
    func lastWords(of name: String, on kernel: RunningKernel) throws(Refusal) -> ExitReport? {
        let began = Instant.now
        while Instant.now.since(began) < .seconds(5) {
            if let report = try exitReport(of: name, on: kernel) { return report }
            Duration.milliseconds(20).pause()
        }
        return nil
    }

    /// As `exitReport(of:on:)`, of a version that was found already.
    func exitReport(_ version: Registration.Version) throws(Refusal) -> ExitReport? {
        guard let record = version.record else { return nil }
        let object = try object(record.digest, named: record.object)
        guard let global = object.globals.first(where: { $0.name == ExitReport.global }) else {
            return nil
        }
        let data = try liveData(object, version)
        let value = try refusing { () throws(KernelError) in try data.value(of: global) }
        return value.flatMap { ExitReport($0.bytes) }
    }
}
