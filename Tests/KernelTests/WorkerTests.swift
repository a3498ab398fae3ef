// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

@testable import Kernel

@Suite("A worker")
struct WorkerTests {
    @Test("runs what it is handed on one thread of its own")
    func thread() throws {
        let worker = try Worker(named: "graft-test")
        let first = worker.run { pthread_self() }
        let second = worker.run { pthread_self() }
        #expect(first == second)
        #expect(first != pthread_self())
        let name = try worker.run { () throws(KernelError) in
            try File("/proc/thread-self/comm").value()
        }
        #expect(name == "graft-test")
    }

    @Test("throws what the body throws, and goes on")
    func errors() throws {
        let worker = try Worker(named: "graft-test")
        #expect(throws: KernelError("fail", .errno(EPERM))) {
            try worker.run { () throws(KernelError) in throw KernelError("fail", .errno(EPERM)) }
        }
        #expect(worker.run { 7 } == 7)
    }

    @Test("can be asked by its own body")
    func nested() throws {
        let worker = try Worker(named: "graft-test")
        #expect(worker.run { worker.run { 7 } } == 7)
    }

    @Test("serves many callers in turn")
    func turns() async throws {
        let worker = try Worker(named: "graft-test")
        let sum = await withTaskGroup(of: Int.self) { group in
            for number in 1...100 { group.addTask { worker.run { number } } }
            return await group.reduce(0, +)
        }
        #expect(sum == 5050)
    }

    // A body that belonged to the main actor would end the process here.
    @MainActor
    @Test("can be asked from the main actor")
    func mainActor() throws {
        let worker = try Worker(named: "graft-test")
        #expect(worker.run { [1, 2, 3].map { $0 + 1 } } == [2, 3, 4])
    }
}
