// SPDX-License-Identifier: Apache-2.0
/// Who holds a lock, as it wrote it down.
public struct Holder: Equatable, Sendable {
    public let process: ProcessIdentity
    /// The program's name, as the kernel shows it.
    public let program: String
    public let command: [String]
    public let since: WallTime

    static func current() throws(KernelError) -> Holder {
        let process = try ProcessIdentity.current()
        return Holder(
            process: process, program: try process.program(), command: try process.command(),
            since: .now)
    }
}

extension Holder {
    /// One `word value` a line; the last line is `end`, so half of it is seen as half.
    var text: String {
        let command = command.map { argument in
            String(argument.map { $0.isNewline || $0 == "\t" ? " " : $0 })
        }
        return """
            pid \(process.pid)
            started \(process.started)
            since \(since.nanoseconds)
            program \(program)
            command \(command.joined(separator: "\t"))
            end

            """
    }

    /// Reads what `text` wrote; none when it is not whole.
    init?(parsing text: String) {
        var values: [Substring: Substring] = [:]
        for line in text.split(separator: "\n") {
            let word = line.prefix { $0 != " " }
            values[word] = line.dropFirst(word.count + 1)
            if word == "end" { break }
        }
        guard values["end"] != nil,
            let pid = values["pid"].flatMap({ Int32($0) }),
            let started = values["started"].flatMap({ UInt64($0) }),
            let since = values["since"].flatMap({ Int64($0) }),
            let program = values["program"], let command = values["command"]
        else { return nil }
        self.init(
            process: ProcessIdentity(pid: pid, started: started), program: String(program),
            command: command.split(separator: "\t").map(String.init),
            since: WallTime(nanoseconds: since))
    }
}
