// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel

/// A thread of its own that does one thing while the test does another.
final class Errand<Value: Sendable>: @unchecked Sendable {
    // Unchecked: the thread writes `outcome`, and who reads it has joined the thread.
    private var outcome: Result<Value, any Error>?
    private var thread = pthread_t()
    private let body: @Sendable () throws -> Value

    init(_ body: @escaping @Sendable () throws -> Value) throws {
        self.body = body
        let argument = Unmanaged.passRetained(self as AnyObject).toOpaque()
        let status = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let errand = Unmanaged<AnyObject>.fromOpaque(argument).takeRetainedValue()
                (errand as? any Running)?.run()
                return nil
            }, argument)
        guard status == 0 else { throw KernelError("start a thread", .errno(status)) }
    }

    fileprivate func carryOut() { outcome = Result { try body() } }

    /// Waits for its end.
    func value() throws -> Value {
        pthread_join(thread, nil)
        guard let outcome else { preconditionFailure("a thread ended without an outcome") }
        return try outcome.get()
    }
}

private protocol Running { func run() }

extension Errand: Running {
    fileprivate func run() { carryOut() }
}
