// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A scheduler that is watched, and put back when the kernel has thrown it out.
///
/// After pauses of 1, 2, 4, 8 and 16 seconds; then it is given up and taken out: a scheduler
/// that stalls the machine five times does so a sixth time.
public struct Restarting: Sendable {
    /// What there is to tell as it happens.
    public enum Event: Sendable {
        case ejected(ExitReport?, nextIn: Duration?)
        case restarted
    }

    private let registry: Registry
    private let shelf: Shelf
    private let kernel: RunningKernel
    private let object: Object
    private let options: RegisterOptions
    private static let look = Duration.milliseconds(100)

    public init(
        _ object: Object, _ options: RegisterOptions, _ registry: Registry, shelf: Shelf,
        on kernel: RunningKernel
    ) {
        self.object = object
        self.options = options
        self.registry = registry
        self.shelf = shelf
        self.kernel = kernel
    }

    /// Watches the registration `name`. False when it was given up; true when we were
    /// interrupted, and the scheduler goes on without a watch.
    public func watch(_ name: String, tell: (Event) -> Void) throws(Refusal) -> Bool {
        Interruption.note()
        for seconds in [1, 2, 4, 8, 16] {
            guard let report = try awaitEnd(of: name) else { return true }
            tell(.ejected(report.report, nextIn: .seconds(seconds)))
            let began = Instant.now
            while Instant.now.since(began) < .seconds(seconds) {
                if Interruption.hasCome { return true }
                Restarting.look.pause()
            }
            try takeOut(name)
            try putBack(name, tell)
        }
        guard let report = try awaitEnd(of: name) else { return true }
        tell(.ejected(report.report, nextIn: nil))
        try takeOut(name)
        return false
    }

    /// A report that may be missing, which differs from no end at all.
    private struct End { let report: ExitReport? }

    /// Nil when we were interrupted first.
    private func awaitEnd(of name: String) throws(Refusal) -> End? {
        while try registry.standing(name) {
            if Interruption.hasCome { return nil }
            Restarting.look.pause()
        }
        return End(report: try registry.lastWords(of: name, on: kernel))
    }

    private func takeOut(_ name: String) throws(Refusal) {
        guard try registry.names().contains(name) else { return }
        let session = try Session(registry.places)
        _ = try registry.unregister(name, shelf: shelf, on: kernel, session)
    }

    /// A scheduler that the kernel refuses at once is for the next round to tell.
    private func putBack(_ name: String, _ tell: (Event) -> Void) throws(Refusal) {
        let session = try Session(registry.places)
        _ = try registry.register(object, options, shelf: shelf, on: kernel, session)
        tell(.restarted)
    }
}
