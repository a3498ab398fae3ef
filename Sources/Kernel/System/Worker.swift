// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// A thread of our own that runs what it is handed, one after another.
///
/// A namespace belongs to a thread, and so does a child that shall die with its
/// parent; Swift's tasks change threads. What a worker opens inside its namespace
/// (a socket, a file of `/proc/sys/net`) keeps to that namespace when other threads
/// use it. Letting go of a worker ends its thread.
public final class Worker: @unchecked Sendable {
    // Unchecked, because the state is only touched in turn: `turn` orders the
    // callers, and the two semaphores hand the order over and the answer back.
    private let state = UnsafeMutablePointer<State>.allocate(capacity: 1)
    private var thread = pthread_t()

    private struct State {
        var turn = pthread_mutex_t()
        var wanted = sem_t()
        var done = sem_t()
        /// What to run next; none ends the thread.
        var order: (() -> Void)?
    }

    /// Starts a thread; its name is cut to the 15 bytes that the kernel keeps.
    public init(named name: String) throws(KernelError) {
        state.initialize(to: State())
        pthread_mutex_init(&state.pointee.turn, nil)
        sem_init(&state.pointee.wanted, 0, 0)
        sem_init(&state.pointee.done, 0, 0)
        let status = pthread_create(&thread, nil, { Worker.work($0) }, state)
        guard status == 0 else {
            thread = pthread_t()
            throw KernelError("start a thread", .errno(status))
        }
        run { graft_name_thread(name) }
    }

    deinit {
        if thread != pthread_t() {
            sem_post(&state.pointee.wanted)
            pthread_join(thread, nil)
        }
        sem_destroy(&state.pointee.wanted)
        sem_destroy(&state.pointee.done)
        pthread_mutex_destroy(&state.pointee.turn)
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// Runs `body` on this thread, and returns its value or throws its error.
    ///
    /// The caller waits. A body that runs here may itself call `run`. It is `@Sendable`
    /// so that it belongs to no actor: one that was written inside an actor would be
    /// stopped, at run time, on a thread that is not the actor's.
    public func run<Value: ~Copyable, Failure: Error>(
        _ body: @Sendable () throws(Failure) -> Value
    ) throws(Failure) -> Value {
        if pthread_equal(pthread_self(), thread) != 0 { return try body() }
        let answer = UnsafeMutablePointer<Result<Value, Failure>>.allocate(capacity: 1)
        defer { answer.deallocate() }
        withoutActuallyEscaping(body) { body in
            hand {
                do throws(Failure) {
                    answer.initialize(to: .success(try body()))
                } catch {
                    answer.initialize(to: .failure(error))
                }
            }
        }
        return try answer.move().get()
    }

    /// Hands `order` to the thread, and returns when it has been carried out.
    private func hand(_ order: @escaping () -> Void) {
        pthread_mutex_lock(&state.pointee.turn)
        state.pointee.order = order
        sem_post(&state.pointee.wanted)
        _ = retrying { sem_wait(&state.pointee.done) }
        pthread_mutex_unlock(&state.pointee.turn)
    }

    /// The thread's life. It holds the state and not the worker, so the worker can end.
    private static func work(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let state = argument?.assumingMemoryBound(to: State.self) else { return nil }
        while true {
            _ = retrying { sem_wait(&state.pointee.wanted) }
            guard let order = state.pointee.order.take() else { return nil }
            order()
            // The closure's captures belong to the caller's frame: let go before it goes on.
            _ = consume order
            sem_post(&state.pointee.done)
        }
    }
}
