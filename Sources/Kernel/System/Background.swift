// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// A thread that runs one body beside the others. Letting go of it waits for its end.
public final class Background: @unchecked Sendable {
    // Unchecked: the thread's number is written before anybody else sees this value.
    private var thread = pthread_t()

    private final class Task {
        let name: String
        let body: @Sendable () -> Void

        init(_ name: String, _ body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }

    /// Starts it; the name is cut to the 15 bytes that the kernel keeps.
    public init(
        named name: String, _ body: @escaping @Sendable () -> Void
    ) throws(KernelError) {
        let task = Unmanaged.passRetained(Task(name, body))
        let status = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let task = Unmanaged<Task>.fromOpaque(argument).takeRetainedValue()
                graft_name_thread(task.name)
                task.body()
                return nil
            }, task.toOpaque())
        guard status == 0 else {
            task.release()
            throw KernelError("start a thread", .errno(status))
        }
    }

    deinit { if thread != pthread_t() { pthread_join(thread, nil) } }
}
