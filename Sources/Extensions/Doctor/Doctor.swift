// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What this host offers and lacks, what follows from it, and what helps.
///
/// Everything is tried, nothing is concluded from a version.
public struct Doctor: Sendable {
    public let findings: [Finding]

    public struct Finding: Sendable {
        public let subject: String
        public let state: State
        /// What was found, in words.
        public let words: String
        /// What follows from a lack.
        public let consequence: String?
        public let remedy: String?

        public enum State: String, Sendable {
            case good, lacks, unknown
        }

        static func good(_ subject: String, _ words: String) -> Finding {
            Finding(subject: subject, state: .good, words: words, consequence: nil, remedy: nil)
        }

        static func lacks(
            _ subject: String, _ words: String, so consequence: String, remedy: String? = nil
        ) -> Finding {
            Finding(
                subject: subject, state: .lacks, words: words, consequence: consequence,
                remedy: remedy)
        }

        static func unknown(_ subject: String, _ words: String) -> Finding {
            Finding(subject: subject, state: .unknown, words: words, consequence: nil, remedy: nil)
        }
    }

    public init() {
        findings =
            Doctor.kernel() + Doctor.rights() + Doctor.fileSystems() + Doctor.hooks()
            + Doctor.network() + Doctor.tools()
    }

    /// The value of a probe, or the finding that it could not be made.
    static func probing(_ subject: String, _ body: () throws(KernelError) -> [Finding]) -> [Finding]
    {
        do throws(KernelError) {
            return try body()
        } catch {
            return [.unknown(subject, error.description)]
        }
    }
}
