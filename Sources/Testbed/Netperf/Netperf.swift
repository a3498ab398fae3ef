// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// The netperf of this machine, and what it can do: asked, not guessed.
public struct Netperf: Sendable {
    public let client: String
    public let server: String
    /// `2.7.0`
    public let version: String
    /// Whether the build tells how it goes while it runs.
    public let tellsInterim: Bool

    public static func find() throws(Refusal) -> Netperf {
        let attempt = "find netperf"
        let hint = "install it with scripts/setup (on Debian: apt-get install netperf)"
        let (client, server, said) = try refusing(hint: hint) { () throws(KernelError) in
            let client = try Executable.locate("netperf")
            let server = try Executable.locate("netserver")
            return (client, server, try ChildProcess.run([client, "-V"], limit: .seconds(10)).text)
        }
        guard let version = said.split(whereSeparator: \.isWhitespace).last.map(String.init),
            version.first?.isNumber == true
        else {
            throw Refusal(attempt, .said("\(client) -V tells no version"), hint: hint)
        }
        guard isNewEnough(version) else {
            throw Refusal(
                attempt,
                .lacks("\(client) is netperf \(version); the output that is read came with 2.6"),
                hint: hint)
        }
        let help = try refusing(attempt) { () throws(KernelError) in
            try ChildProcess.run([client, "-h"], limit: .seconds(10))
        }
        return Netperf(
            client: client, server: server, version: version,
            tellsInterim: (help.text + help.errorText).contains("interim results"))
    }

    /// The omni tests' own output is what we read: 2.6 and later have it whole.
    static func isNewEnough(_ version: String) -> Bool {
        let numbers = version.split(separator: ".").prefix(2).map { part in
            Int(part.prefix { $0.isNumber }) ?? 0
        }
        guard numbers.count == 2 else { return false }
        return (numbers[0], numbers[1]) >= (2, 6)
    }
}
