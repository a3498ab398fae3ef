// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A moment on the monotonic clock, which stands still while the machine sleeps.
///
/// The kernel's `bpf_ktime_get_ns` reads the same clock.
public struct Instant: Hashable, Comparable, Sendable {
    public let nanoseconds: UInt64

    public init(nanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
    }

    public static var now: Instant {
        Instant(nanoseconds: UInt64(clockNanoseconds(CLOCK_MONOTONIC)))
    }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    /// The time from an earlier moment to this one.
    public func since(_ earlier: Instant) -> Duration {
        .nanoseconds(Int64(nanoseconds) - Int64(earlier.nanoseconds))
    }
}

extension Instant {
    /// Sleeps until this moment; at once where it has passed.
    public func await() {
        var moment = timespec(
            tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
        while clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &moment, nil) == EINTR {}
    }
}

extension Duration {
    /// For the kernel, which counts in these; more than 292 years are cut.
    public var wholeNanoseconds: Int64 {
        let (seconds, attoseconds) = components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : whole + attoseconds / 1_000_000_000
    }

    /// Sleeps so long: between two looks at what only the kernel can hurry.
    public func pause() {
        let (seconds, fraction) = components
        var wish = timespec(tv_sec: Int(seconds), tv_nsec: Int(fraction / 1_000_000_000))
        nanosleep(&wish, nil)
    }
}

/// What a clock of the system shows. The clocks used here exist on every Linux.
func clockNanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    let status = clock_gettime(clock, &time)
    precondition(status == 0, "clock \(clock) does not exist")
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// The moment at which waiting ends; none waits for ever.
struct Deadline {
    private let end: Instant?

    init(_ limit: Duration?) {
        guard let limit else {
            end = nil
            return
        }
        // A limit of more than a century is none.
        guard limit < .seconds(4_000_000_000) else {
            end = nil
            return
        }
        end = Instant(
            nanoseconds: Instant.now.nanoseconds + UInt64(max(0, limit.wholeNanoseconds)))
    }

    var hasPassed: Bool {
        guard let end else { return false }
        return Instant.now >= end
    }

    /// What is left for `poll`, rounded up; -1 waits for ever.
    var milliseconds: Int32 {
        guard let end else { return -1 }
        let now = Instant.now
        guard now < end else { return 0 }
        let left = (end.nanoseconds - now.nanoseconds + 999_999) / 1_000_000
        return Int32(clamping: left)
    }
}
