// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A no of the lab: what was attempted, why not, and the way out. Never the command's own.
public struct LabRefusal: Error, Equatable, Sendable {
    public let attempt: String
    public let reason: String
    public let hint: String?
    /// What the guest's kernel had printed, where one was booted.
    public let console: Console?

    public init(
        _ attempt: String, _ reason: String, hint: String? = nil, console: Console? = nil
    ) {
        self.attempt = attempt
        self.reason = reason
        self.hint = hint
        self.console = console
    }

    public init(_ error: KernelError, attempt: String? = nil, hint: String? = nil) {
        let details = error.description
        self.init(
            attempt ?? error.attempt,
            attempt == nil ? String(details.dropFirst(error.attempt.count + 2)) : details,
            hint: hint ?? (error.isForLackOfRights ? "this needs root; try it with sudo" : nil))
    }
}

extension LabRefusal: CustomStringConvertible {
    public var description: String { "\(attempt): \(reason)" }
}

/// Runs `body` and tells the kernel's refusals as those of `attempt`.
func labbing<Value: ~Copyable>(
    _ attempt: String? = nil, hint: String? = nil, _ body: () throws(KernelError) -> Value
) throws(LabRefusal) -> Value {
    do {
        return try body()
    } catch {
        throw LabRefusal(error, attempt: attempt, hint: hint)
    }
}

/// Runs a program that must succeed; what it complained of is in the refusal.
@discardableResult
func must(
    _ attempt: String, _ words: [String], in folder: Folder? = nil, limit: Duration,
    hint: String? = nil
) throws(LabRefusal) -> ChildProcess.Finished {
    var spawn = Spawn(words)
    spawn.directory = folder?.path
    spawn.environment = .inheritedWith(["LC_ALL": "C"])
    let finished: ChildProcess.Finished
    do {
        finished = try ChildProcess.run(spawn, limit: limit)
    } catch {
        throw LabRefusal(error, attempt: attempt, hint: hint)
    }
    guard finished.ending.isSuccess else {
        let said = (finished.errorText.isEmpty ? finished.text : finished.errorText)
            .split(separator: "\n").suffix(4).joined(separator: "; ")
        throw LabRefusal(
            attempt, said.isEmpty ? "\(words[0]) \(finished.ending)" : said, hint: hint)
    }
    return finished
}
