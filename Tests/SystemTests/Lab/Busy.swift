// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Work for every processor of this host, while something else is looked at.
enum Busy {
    static func during<Value>(_ body: () throws -> Value) throws -> Value {
        let loops = try (0..<(2 * Host.current().processors)).map { _ in
            try Loop()
        }
        defer { withExtendedLifetime(loops) {} }
        return try body()
    }

    /// Ends with the last reference.
    private final class Loop {
        private let process: ChildProcess

        init() throws {
            // Bounded, should we be killed without a chance to end it.
            var spawn = Spawn(["timeout", "600", "sh", "-c", "while :; do :; done"])
            spawn.leadsGroup = true
            process = try ChildProcess.start(spawn)
        }
    }
}
