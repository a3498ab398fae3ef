// SPDX-License-Identifier: Apache-2.0

extension DeterministicMachine {
    /// What is to be done in one run.
    public struct Errand: Sendable {
        /// The command. Of this host's folder and environment it has nothing.
        public let order: Order
        /// What it finds beside the ground: from paths inside to contents. What has no slash
        /// before it lies in the folder that the command starts in.
        public var files: [String: [UInt8]]
        /// What all chance inside comes from: processor's random numbers and so the kernel's,
        /// and `GRAFT_SEED` in the environment.
        public var seed: UInt64
        /// How long the command may take, in the machine's time.
        public var limit: Duration
        /// How long we wait for it all, in this host's time. It says nothing of the command.
        public var patience: Duration

        /// The folder that a command starts in.
        public static let folder = "/work"

        public init(
            _ arguments: [String], files: [String: [UInt8]] = [:], seed: UInt64 = 1,
            environment: [String] = [], limit: Duration, patience: Duration? = nil
        ) {
            order = Order(arguments, directory: Errand.folder, environment: environment)
            self.files = files
            self.seed = seed
            self.limit = limit
            self.patience = patience ?? .seconds(600) + limit * 20
        }

        var conditions: Conditions { Conditions(seed: seed) }

        /// As it is laid over the ground.
        func archived(under release: Release) -> [UInt8] {
            var tree = PackedTree()
            for (path, bytes) in files {
                // What is handed over may be a program.
                let isAbsolute = path.hasPrefix("/")
                tree.file(isAbsolute ? path : "\(Errand.folder)/\(path)", mode: 0o755, bytes)
            }
            var order = order
            order.environment =
                [
                    "PATH=/usr/sbin:/usr/bin", "HOME=/root", "LC_ALL=C.UTF-8",
                    "GRAFT_LAB=\(release)", "GRAFT_SEED=\(seed)",
                ] + order.environment
            tree.file("errand/\(QuietAgent.Name.order)", order.encoded)
            tree.file("errand/\(QuietAgent.Name.limit)", "\(limit.wholeNanoseconds)\n")
            return tree.archived()
        }
    }
}
