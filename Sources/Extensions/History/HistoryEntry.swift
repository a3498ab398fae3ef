// SPDX-License-Identifier: Apache-2.0
import Kernel

extension History {
    /// Who changed what, when, and how it ended.
    public struct Entry: Equatable, Sendable {
        public var at: WallTime
        public var by: Author
        /// As on the command line: `swap`.
        public var verb: String
        /// The registration; nil where the verb has none.
        public var name: String?
        /// The kernel's structure: `tcp_congestion_ops`.
        public var hook: String?
        /// What was live before.
        public var before: Digest?
        /// What is live after it.
        public var after: Digest?
        public var knobs: [Record.Setting] = []
        public var guards: [Guarded] = []
        public var outcome: Outcome
        public var duration: Duration

        public init(
            at: WallTime, by: Author, verb: String, name: String? = nil, outcome: Outcome,
            duration: Duration
        ) {
            self.at = at
            self.by = by
            self.verb = verb
            self.name = name
            self.outcome = outcome
            self.duration = duration
        }
    }

    /// Whose hand it was.
    public struct Author: Equatable, Sendable {
        /// The user, and the one behind sudo.
        public var who: String
        public var pid: Int32

        public init(who: String, pid: Int32) {
            self.who = who
            self.pid = pid
        }

        /// This process.
        public static func current() throws(Refusal) -> Author {
            try refusing { () throws(KernelError) in
                Author(who: try User.inWords(), pid: try ProcessIdentity.current().pid)
            }
        }
    }

    /// How it ended.
    public enum Outcome: Equatable, Sendable {
        case done
        /// Nothing changed: why.
        case refused(String)
        /// Done, and then undone: why.
        case rolledBack(String)
        /// A crash left it half done: how it was settled.
        case recovered(String)
    }

    /// A guard, and what came of it.
    public struct Guarded: Equatable, Sendable {
        /// As it was asked for.
        public var text: String
        /// Nil where that could not be said.
        public var held: Bool?
        /// The last number, in words.
        public var found: String?

        public init(text: String, held: Bool?, found: String?) {
            self.text = text
            self.held = held
            self.found = found
        }

        public init(_ finding: GuardFinding) {
            text = "\(finding.expression)"
            held = finding.held
            found = finding.found.map { "\($0)" }
        }
    }
}
