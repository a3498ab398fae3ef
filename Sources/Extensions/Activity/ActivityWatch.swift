// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Looks at what extensions do, again and again.
///
/// The kernel counts calls and time while this lives, and only then. The programs
/// are held open between looks: a look asks each of them for its counts, and goes
/// through the registrations only when the kernel's links have changed.
public final class ActivityWatch {
    private let registry: Registry
    private let kernel: RunningKernel
    private let statistics: RunStatistics
    private var watched: [Watched] = []
    private var links: [UInt32] = []
    private var counts: [UInt32: Counts] = [:]
    private var lastLook: Instant

    /// One operation of one version.
    private struct Watched {
        let registration: Registration
        let version: Registration.Version
        let operation: Registration.Operation
        let program: Program
    }

    private struct Counts {
        let calls: UInt64
        let nanoseconds: UInt64
    }

    /// Begins to count.
    public init(_ registry: Registry, on kernel: RunningKernel) throws(Refusal) {
        let statistics = try refusing { () throws(KernelError) in try RunStatistics() }
        self.registry = registry
        self.kernel = kernel
        self.statistics = statistics
        lastLook = .now
        _ = try look()
    }

    /// What was called since the last look.
    public func look() throws(Refusal) -> Activity {
        let links = try refusing { () throws(KernelError) in try Link.allIDs() }
        if links != self.links || watched.isEmpty {
            watched = try find()
            self.links = links
        }
        let now = Instant.now
        let seconds = max(now.since(lastLook) / .seconds(1), 1e-9)
        var newCounts: [UInt32: Counts] = [:]
        var rows: [Activity.Row] = []
        for item in watched {
            let details = try refusing { () throws(KernelError) in try item.program.details() }
            newCounts[details.id] = Counts(calls: details.calls, nanoseconds: details.nanoseconds)
            // Seen for the first time: what it did before was nobody's to count.
            let before =
                counts[details.id]
                ?? Counts(calls: details.calls, nanoseconds: details.nanoseconds)
            rows.append(
                Activity.Row(
                    name: item.registration.name, hook: item.registration.hook,
                    site: item.registration.site, version: item.version.number,
                    isCurrent: item.version.isCurrent, operation: item.operation.member,
                    calls: details.calls &- before.calls,
                    nanoseconds: details.nanoseconds &- before.nanoseconds))
        }
        counts = newCounts
        lastLook = now
        return Activity(rows: rows, seconds: seconds)
    }

    private func find() throws(Refusal) -> [Watched] {
        var found: [Watched] = []
        for registration in try registry.list(on: kernel) {
            for version in registration.versions {
                for operation in version.programs {
                    let program = try refusing { () throws(KernelError) in
                        try Program(id: operation.programID)
                    }
                    guard let program else { continue }
                    found.append(
                        Watched(
                            registration: registration, version: version, operation: operation,
                            program: program))
                }
            }
        }
        return found
    }
}
