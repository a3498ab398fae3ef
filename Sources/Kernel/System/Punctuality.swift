// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// What a thread does that must be on time.
public enum Punctuality {
    /// Has the kernel wake the calling thread on time, and not 50 microseconds later.
    public static func wakeExactly() throws(KernelError) {
        guard graft_wake_exactly() == 0 else { throw .last("have a thread woken on time") }
    }

    /// Runs the calling thread before all ordinary ones (SCHED_FIFO); false where that
    /// is not allowed.
    public static func runFirst(priority: Int32) throws(KernelError) -> Bool {
        if graft_run_first(priority) == 0 { return true }
        let refusal = KernelError.last("run a thread before others")
        guard refusal.isErrno(EPERM) else { throw refusal }
        return false
    }

    /// The time that the threads of this process have had on processors.
    public static var processorTime: Duration {
        .nanoseconds(clockNanoseconds(CLOCK_PROCESS_CPUTIME_ID))
    }
}

extension Interruption {
    /// Keeps them from the calling thread and from those that it starts; `await` hears them.
    public static func hold() throws(KernelError) {
        guard graft_block_interruptions() == 0 else { throw .last("hold back signals") }
    }

    /// Waits for one that is held back; false when none came within `limit`.
    public static func await(upTo limit: Duration) throws(KernelError) -> Bool {
        let number = graft_await_interruption(limit.wholeNanoseconds)
        guard number >= 0 else { throw .last("wait for a signal") }
        return number > 0
    }
}
