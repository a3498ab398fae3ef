// SPDX-License-Identifier: Apache-2.0
import Experiments

/// A no about a results file: what was attempted, why not, and the way out.
public struct ResultsError: Error, Equatable, Sendable {
    /// What was tried, with its subject, in lower case.
    public let attempt: String
    public let reason: Reason
    /// A second line that names what to do.
    public let hint: String?

    public enum Reason: Equatable, Sendable {
        /// There is none.
        case absent
        /// Nothing is in it: what made it ended before it began.
        case empty
        /// There is one already.
        case exists
        /// It is something else, and what.
        case foreign(String)
        case newerSchema(found: Int, known: Int)
        /// Bytes are missing or make no sense.
        case damaged(String)
        /// Digests of the plan that the file was made by, and of the one that was to go on.
        case otherPlan(found: String, expected: String)
        /// Somebody else writes it.
        case busy
        /// The run's place among the others is taken.
        case taken(RunKey)
        case full
        case said(String)
    }

    public init(_ attempt: String, _ reason: Reason, hint: String? = nil) {
        self.attempt = attempt
        self.reason = reason
        self.hint = hint ?? reason.generalHint
    }
}

extension ResultsError.Reason: CustomStringConvertible {
    public var description: String {
        switch self {
        case .absent: "there is no such file"
        case .empty: "it is empty"
        case .exists: "there is a file already"
        case .foreign(let words): "it is no results file of graft: \(words)"
        case .newerSchema(let found, let known):
            "it is of schema \(found), and this graft knows \(known)"
        case .damaged(let words): "it is damaged: \(words)"
        case .otherPlan(let found, let expected):
            "it was made by another plan (\(found.prefix(12)), not \(expected.prefix(12)))"
        case .busy: "another process writes it"
        case .taken(let key): "it holds \(key) already"
        case .full: "the disk is full"
        case .said(let words): words
        }
    }

    fileprivate var generalHint: String? {
        switch self {
        case .absent, .foreign, .said, .taken: nil
        case .empty: "remove it, and begin anew"
        case .exists: "go on with it by `graft experiment resume`, or name another file"
        case .newerSchema: "read it with the graft that made it, or a newer one"
        case .damaged:
            "`sqlite3 FILE .recover | sqlite3 OTHER` saves what can be saved; or take a copy of it"
        case .otherPlan: "the plan as run is in the file: `graft experiment export FILE --plan`"
        case .busy: "wait for it to end, or name another file"
        case .full: "the runs before are safe; make room, then `graft experiment resume`"
        }
    }
}

extension ResultsError: CustomStringConvertible {
    public var description: String { "\(attempt): \(reason)" }
}
