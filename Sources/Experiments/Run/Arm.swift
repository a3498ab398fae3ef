// SPDX-License-Identifier: Apache-2.0
/// One side of an experiment: an algorithm, and how it is set.
public struct Arm: Equatable, Sendable {
    public var name: String
    public var algorithm: Algorithm
    /// What of the kernel it is.
    public var hook = Hook.congestionControl
    /// Whether it wants marks: ECN is then agreed on at both ends.
    public var usesECN: Bool
    /// Set inside the namespaces of both ends, by name.
    public var sysctls: [Setting] = []
    /// How many connections a flow of a plan's load opens under it.
    public var connections = 1

    public init(_ name: String, _ algorithm: Algorithm, usesECN: Bool? = nil) {
        self.name = name
        self.algorithm = algorithm
        self.usesECN = usesECN ?? algorithm.isKnownToUseECN
    }

    public enum Hook: String, CaseIterable, Sendable {
        /// Of the flows that have the arm.
        case congestionControl
        /// Of the whole machine, while it is the arm's turn.
        case scheduler
    }

    /// The name that the kernel's own scheduler has in plans.
    public static let kernelsScheduler = "kernel"

    public enum Algorithm: Equatable, Sendable {
        /// One that the kernel has, by its name there.
        case kernel(String)
        /// A file, or the name of one that ships; with a digest, only that one will do.
        case `extension`(String, knobs: [Setting], digest: String?)

        /// The file or the shipped name of an extension; nil for the kernel's own.
        public var file: String? {
            if case .extension(let word, _, _) = self { word } else { nil }
        }

        var isKnownToUseECN: Bool {
            switch self {
            case .kernel(let name): name == "dctcp" || name == "prague"
            case .extension(let word, _, _):
                word.split(separator: "/").last?.split(separator: ".").first == "dctcp"
            }
        }
    }

    /// A name and its value, as it was typed.
    public struct Setting: Equatable, Sendable {
        public let name: String
        public let value: String

        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }
}
