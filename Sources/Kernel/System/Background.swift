// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc
import Synchronization

/// Work that goes on beside its starter, on a thread of its own, until it is done.
///
/// Whoever starts it must `finish` it: a thread cannot be stopped from outside.
public final class Background<Answer: Sendable>: Sendable {
    private let thread: Mutex<pthread_t?>
    private let work: BackgroundWork<Answer>

    public init(
        named name: String, _ body: @escaping @Sendable () -> Answer
    ) throws(KernelError) {
        work = BackgroundWork(name, body)
        var started = pthread_t()
        let argument = Unmanaged.passRetained(work as AnyBackgroundWork).toOpaque()
        let status = pthread_create(
            &started, nil,
            { argument in
                if let argument {
                    Unmanaged<AnyBackgroundWork>.fromOpaque(argument).takeRetainedValue().run()
                }
                return nil
            }, argument)
        guard status == 0 else {
            Unmanaged<AnyBackgroundWork>.fromOpaque(argument).release()
            throw KernelError("start a thread", .errno(status))
        }
        thread = Mutex(started)
    }

    /// Waits for its end, and answers what it answered.
    public func finish() -> Answer {
        if let thread = thread.withLock({ $0.take() }) { pthread_join(thread, nil) }
        guard let answer = work.answer.withLock({ $0 }) else {
            preconditionFailure("a thread that was joined has answered")
        }
        return answer
    }
}

/// What the thread sees of its work, whatever its answer is.
private class AnyBackgroundWork: @unchecked Sendable {
    func run() {}
}

private final class BackgroundWork<Answer: Sendable>: AnyBackgroundWork, @unchecked Sendable {
    // Unchecked: constants and a mutex.
    let answer = Mutex<Answer?>(nil)
    private let name: String
    private let body: @Sendable () -> Answer

    init(_ name: String, _ body: @escaping @Sendable () -> Answer) {
        self.name = name
        self.body = body
    }

    override func run() {
        graft_name_thread(name)
        let found = body()
        answer.withLock { $0 = found }
    }
}

extension Instant {
    /// The processor time that the calling thread has used.
    public static var ownProcessorTime: Duration {
        .nanoseconds(clockNanoseconds(CLOCK_THREAD_CPUTIME_ID))
    }

    public func adding(_ time: Duration) -> Instant {
        Instant(nanoseconds: UInt64(Int64(nanoseconds) + time.wholeNanoseconds))
    }
}
