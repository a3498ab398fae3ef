// SPDX-License-Identifier: Apache-2.0
import Kernel
import Spelling

/// A no: what was attempted, why not, and the way out.
public struct Refusal: Error, Equatable, Sendable {
    /// What was tried, with its subject, in lower case.
    public let attempt: String
    public let reason: Reason
    /// A second line that names a command.
    public let hint: String?

    public enum Reason: Equatable, Sendable {
        case kernel(KernelError.Refusal)
        /// This kernel has no such thing: exit code 3.
        case lacks(String)
        /// The words on the command line make no sense for this object: exit code 2.
        case misfit(String)
        case taken(String)
        case unknown(String)
        case foreign(String)
        case said(String)
        /// Somebody else has the lock.
        case busy(String)
    }

    public init(_ attempt: String, _ reason: Reason, hint: String? = nil) {
        self.attempt = attempt
        self.reason = reason
        self.hint = hint
    }

    /// A refusal of the kernel, with another account of the attempt where the
    /// kernel's is about a detail.
    public init(_ error: KernelError, attempt: String? = nil, hint: String? = nil) {
        self.attempt = attempt ?? error.attempt
        if case .lacks(let words) = error.refusal {
            reason = .lacks(words)
        } else {
            reason = .kernel(error.refusal)
        }
        self.hint = hint ?? Refusal.generalHint(error)
    }

    /// What helps against a refusal whatever the attempt.
    private static func generalHint(_ error: KernelError) -> String? {
        if error.isForLackOfRights { return "this needs root; try it with sudo" }
        return nil
    }
}

/// "did you mean ...?" where one of `candidates` was probably meant, else `otherwise`.
func hint(for word: String, among candidates: [String], otherwise: String?) -> String? {
    nearest(word, among: candidates).map { "did you mean \"\($0)\"?" } ?? otherwise
}

extension Refusal: CustomStringConvertible {
    public var description: String {
        switch reason {
        case .kernel(let refusal): KernelError(attempt, refusal).description
        case .lacks(let words), .misfit(let words), .taken(let words), .unknown(let words),
            .foreign(let words), .said(let words), .busy(let words):
            "\(attempt): \(words)"
        }
    }
}

/// Runs `body` and tells its refusals as those of `attempt`.
public func refusing<Value: ~Copyable>(
    _ attempt: String? = nil, hint: String? = nil, _ body: () throws(KernelError) -> Value
) throws(Refusal) -> Value {
    do {
        return try body()
    } catch {
        throw Refusal(error, attempt: attempt, hint: hint)
    }
}
