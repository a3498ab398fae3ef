// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel
import Testbed

/// `graft testbed exec STATION -- COMMAND`: run a program at a station.
enum TestbedExecVerb {
    private static let station = Operand(
        .text("STATION"), "client1, router, server1: as `up` has shown them")
    private static let words = Operand(rest: "COMMAND", "the program and its arguments")

    static let command = Command(
        Verb(
            "exec", "run a program at a station of a network that stands",
            discussion: """
                It finds the addresses of the other stations in its environment: GRAFT_SERVER1, \
                GRAFT_CLIENT1 and so on. Its exit status is that of this command.
                """,
            operands: [station, words], options: [TestbedOptions.name],
            examples: [
                Example("graft testbed exec client1 -- ping -c 3 10.2.1.2", "across the path")
            ])
    ) { invocation in
        let standing = try Standing.named(invocation[TestbedOptions.name], in: .host)
        Interruption.note()
        let ending = try standing.run(invocation[words], at: invocation[station])
        switch ending {
        case .exited(let status): return ExitStatus(rawValue: status)
        case .signalled(let number): return ExitStatus(rawValue: 128 + number)
        }
    }
}
