// SPDX-License-Identifier: Apache-2.0
import Kernel
import Synchronization

/// The kernel's threads that handle packets when nobody else does.
enum SoftInterrupts {
    private static let threads = Mutex<[ProcessIdentity]?>(nil)

    /// The processor time that they have used.
    static func time() throws(KernelError) -> Duration {
        var time = Duration.zero
        for thread in try found() { time += try thread.processorTime() }
        return time
    }

    private static func found() throws(KernelError) -> [ProcessIdentity] {
        if let known = threads.withLock({ $0 }) { return known }
        var found: [ProcessIdentity] = []
        for name in try Folder("/proc").names() {
            guard let pid = Int32(name), let identity = try ProcessIdentity(of: pid),
                // One that ended while we looked is none of them.
                let program = try? identity.program(), program.hasPrefix("ksoftirqd/")
            else { continue }
            found.append(identity)
        }
        threads.withLock { $0 = found }
        return found
    }
}
