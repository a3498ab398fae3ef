// SPDX-License-Identifier: Apache-2.0

/// The verifier's no: which program, where in its source, why, and the whole log.
public struct VerifierRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    public let program: String
    public let errno: Int32
    public let log: String

    public init(program: String, errno: Int32, log: String) {
        self.program = program
        self.errno = errno
        self.log = log
    }

    /// The line that says why: the last one before the verifier's account of its work.
    public var reason: String {
        let account = ["processed ", "verification time ", "stack depth ", "max_states"]
        let lines = log.split(separator: "\n").reversed()
        let line = lines.first { line in !account.contains { line.hasPrefix($0) } }
        return line.map(String.init) ?? KernelError.words(for: errno)
    }

    /// `cubic.bpf.c:88`, from the last source line that the verifier was at.
    public var location: String? {
        for line in log.split(separator: "\n").reversed() where line.hasPrefix("; ") {
            guard let at = line.range(ofLast: " @ ") else { continue }
            return String(line[at...])
        }
        return nil
    }

    public var lineCount: Int { log.split(separator: "\n").count }

    public var description: String {
        let place = location.map { " at \($0)" } ?? ""
        return "the verifier refused \(program)\(place): \"\(reason)\""
    }
}

extension Substring {
    /// Where the text behind the last occurrence of `mark` begins.
    fileprivate func range(ofLast mark: String) -> Substring.Index? {
        var at = endIndex
        while at > startIndex {
            at = index(before: at)
            if self[at...].hasPrefix(mark) { return index(at, offsetBy: mark.count) }
        }
        return nil
    }
}
