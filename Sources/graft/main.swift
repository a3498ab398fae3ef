// SPDX-License-Identifier: Apache-2.0
// graft: words in, words out.
//
// `Verbs/` holds one file per verb: what it takes, and the one function that it
// calls. `Output/` turns values into text and JSON. All else is elsewhere.

import Arguments
import Extensions
import Glibc
import Kernel
import KernelLab
import Relay
import Testbed

let words = CommandLine.arguments.dropFirst()
// No verb: the process that a swap with a deadline leaves behind.
if words.count == 2, words.first == Watcher.word {
    do throws(Refusal) {
        try Watcher.run(words[2], Registry(.host), shelf: .host)
    } catch {
        exit(Terminal.report(error).rawValue)
    }
    exit(0)
}
// No verb either: this program inside a lab, speaking for its guest.
if words.count == 2, words.first == Agent.word {
    do throws(KernelError) {
        try Agent.serve(words[2])
    } catch {
        exit(Terminal.report(error).rawValue)
    }
}
// Nor this: the same in a machine that nobody may disturb.
if words.count == 2, words.first == QuietAgent.word { finish { try QuietAgent.serve(words[2]) } }
// Nor this: the process that holds packets.
if words.first == Relay.word { exit(RelayProcess.run(Array(words.dropFirst()))) }
// And this: one run of an experiment, in a machine that was booted for it.
if words.first == OneRun.word { finish { try OneRun.carryOut(Array(words.dropFirst())) } }
// And this: work for the processors, which a load may have.
if words.first == TaskProcess.word { finish { try TaskProcess.carryOut(Array(words.dropFirst())) } }
// And this: runs of an experiment, as they are asked for, under another kernel.
if words.first == ManyRuns.word { finish { try ManyRuns.carryOut() } }
exit(run(words).rawValue)

/// Does what is no verb, and ends this process.
func finish(_ body: () throws -> Void) -> Never {
    do {
        try body()
    } catch {
        exit(Terminal.report(error).rawValue)
    }
    exit(0)
}

/// Does what the words ask for; nothing that goes wrong leaves this function.
func run(_ words: some Sequence<String>) -> ExitStatus {
    switch Program.graft.resolve(words, columns: Terminal.columns) {
    case .help(let text):
        Terminal.print(text)
        return .done
    case .version:
        Terminal.print("\(Program.graft.name) \(Program.graft.version)")
        return .done
    case .misuse(let misuse):
        return Terminal.report(misuse)
    case .run(let command, let invocation):
        do {
            return try command.run(invocation)
        } catch {
            return Terminal.report(error)
        }
    }
}
