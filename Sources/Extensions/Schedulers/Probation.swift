// SPDX-License-Identifier: Apache-2.0
import Kernel

/// How long a scheduler must rule before it is said to be registered: attaching succeeds for
/// many that the kernel throws out at their first mistake, or when their first task stalls.
public struct Probation: Equatable, Sendable {
    public let time: Duration
    /// How long the kernel's watchdog needs at most for a stall that begins at once.
    public let watchdog: Duration

    /// For mistakes that the kernel sees as they are made.
    static let least = Duration.seconds(1)
    /// What is asked of whoever waits for the command, unless they say more themselves.
    static let most = Duration.seconds(5)
    /// The kernel's `SCX_WATCHDOG_MAX_TIMEOUT`, for a scheduler that names none.
    static let usualTimeout = Duration.seconds(30)

    /// `wanted` is the user's word. Without one, a scheduler with a timeout so short that a
    /// stall shows within seconds is watched for as long as that takes.
    init(timeout: Duration, wanted: Duration?) {
        // It looks once in half the timeout, and throwing out takes a moment.
        watchdog = timeout + timeout / 2 + .milliseconds(500)
        time = wanted ?? (watchdog <= Probation.most ? watchdog : Probation.least)
    }

    /// Whether a scheduler that stalled from the start has been thrown out by its end.
    public var coversWatchdog: Bool { time >= watchdog }
}

extension Object {
    /// The probation of the scheduler in this object; nil where there is none.
    public func probation(wanted: Duration?) -> Probation? {
        guard let table = tables.first(where: { $0.structName == "sched_ext_ops" }) else {
            return nil
        }
        let stated = table.number("timeout_ms", in: self).flatMap { Int64(exactly: $0) } ?? 0
        return Probation(
            timeout: stated > 0 ? .milliseconds(stated) : Probation.usualTimeout, wanted: wanted)
    }
}
