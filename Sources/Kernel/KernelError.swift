// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// A refusal of the kernel: what was attempted, and the kernel's own answer.
public struct KernelError: Error, Equatable, Sendable {
    /// What was tried, with its subject, in lower case: `open /sys/fs/bpf`.
    public let attempt: String
    public let refusal: Refusal

    public enum Refusal: Equatable, Sendable {
        case errno(Int32)
        case said(String)
        case verifier(VerifierRefusal)
        /// This kernel lacks a feature: the answer that ends with exit code 3.
        case lacks(String)
    }

    public init(_ attempt: String, _ refusal: Refusal) {
        self.attempt = attempt
        self.refusal = refusal
    }

    /// The error number, where the kernel gave one.
    public var errno: Int32? {
        switch refusal {
        case .errno(let number): number
        case .verifier(let refusal): refusal.errno
        case .said, .lacks: nil
        }
    }
}

extension KernelError {
    /// The refusal of the call that has just failed. The only reader of `errno`.
    static func last(_ attempt: @autoclosure () -> String) -> KernelError {
        let refusal = Refusal.errno(Glibc.errno)
        return KernelError(attempt(), refusal)
    }

    /// Whether the kernel answered with one of these.
    public func isErrno(_ numbers: Int32...) -> Bool {
        errno.map(numbers.contains) ?? false
    }

    /// Turns the negative status of a libbpf call into an error.
    static func check(_ status: Int32, _ attempt: @autoclosure () -> String) throws(KernelError) {
        if status < 0 { throw KernelError(attempt(), .errno(-status)) }
    }
}

extension KernelError: CustomStringConvertible {
    public var description: String {
        switch refusal {
        case .errno(let number): "\(attempt): \(KernelError.words(for: number))"
        case .said(let words), .lacks(let words): "\(attempt): \(words)"
        case .verifier(let refusal): "\(attempt): \(refusal)"
        }
    }

    /// An error number as people read it: `File exists (EEXIST)`.
    public static func words(for number: Int32) -> String {
        let words = String(cString: graft_errno_words(number))
        guard let name = graft_errno_name(number) else { return "\(words) (errno \(number))" }
        return "\(words) (\(String(cString: name)))"
    }
}

extension KernelError {
    /// Refused because there is no such thing.
    public var isForLackOfIt: Bool { errno == ENOENT }

    /// Refused because nobody reads it any more.
    public var isForLackOfReaders: Bool { errno == EPIPE }

    /// Refused because the process may not, and it is not root.
    public var isForLackOfRights: Bool {
        (errno == EPERM || errno == EACCES) && geteuid() != 0
    }
}
