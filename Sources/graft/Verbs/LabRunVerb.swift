// SPDX-License-Identifier: Apache-2.0
import Arguments
import Glibc
import Kernel
import KernelLab

/// `graft lab run -- COMMAND`: under another kernel.
enum LabRunVerb {
    private static let words = Operand(rest: "COMMAND", "the command and its arguments")
    private static let limit = Option(
        "timeout", .duration("TIME"), default: "10m", "end the command after this time")
    private static let share = Option(
        "share", .file("DIR"), "the one folder that the command can write into for good")

    static let command = Command(
        Verb(
            "run", "run a command under another kernel",
            discussion: """
                Output and errors come as they are written; the exit status, the working \
                directory and the environment are kept; Ctrl-C and SIGTERM go to the command. It \
                gets no input, and has no network but its own loopback. In its environment \
                GRAFT_LAB is the kernel's release, and GRAFT_LAB_ACCELERATION is "kvm", or \
                "none" where a translator does a processor's work.

                With --deterministic it runs in a machine whose time is its own instructions and \
                whose files are packed: the same kernel, files, command and seed give the same \
                output, to the byte. It sees nothing of this host's folder and environment, \
                --timeout counts the machine's time, and all it says comes when it has ended.
                """,
            operands: [words],
            options: [
                LabVerb.kernel, limit, share, DeterministicRun.flag, DeterministicRun.seed,
                DeterministicRun.files,
            ],
            examples: [
                Example(
                    "graft lab run --deterministic --seed 7 --file load.sh -- sh load.sh",
                    "the same bytes on any machine, under any load"),
                Example("graft lab run --kernel 6.12 -- uname -r", "which kernel is that?"),
                Example("graft lab run -- graft doctor", "what can the newest one do?"),
            ],
            exits: [
                .labOutlasted: "the command still ran at its time limit",
                .labFailed: "the lab failed, not the command",
            ])
    ) { invocation in
        do throws(LabRefusal) {
            return try run(invocation)
        } catch {
            _ = Terminal.report(error)
            return .labFailed
        }
    }

    /// The folder for good, which a deterministic run cannot have.
    static func shares(_ invocation: Invocation) -> Bool { invocation[share] != nil }

    private static func run(_ invocation: Invocation) throws(LabRefusal) -> ExitStatus {
        let laboratory = try Laboratory.host()
        let kernel = try laboratory.cache.require(invocation[LabVerb.kernel])
        if let run = try DeterministicRun(invocation, words: invocation[words]) {
            return try run.carryOut(in: laboratory, on: kernel, limit: invocation[limit])
        }
        let order = try Order.here(invocation[words])
        let run = try laboratory.run(
            order, on: kernel, limit: invocation[limit], share: invocation[share]
        ) { stream, bytes throws(KernelError) in
            try Terminal.pass(bytes, isError: stream == .errors)
        }
        switch run.ending {
        case .exited(let code): return ExitStatus(rawValue: code)
        case .signalled(let number), .interrupted(let number):
            return ExitStatus(rawValue: 128 + number)
        case .unheard: return ExitStatus(rawValue: 128 + SIGPIPE)
        case .outlasted:
            let refusal = LabRefusal(
                "run \(order.arguments[0]) under \(kernel.release)",
                "it still ran after \(Words.time(invocation[limit]))", hint: "see --timeout",
                console: run.console)
            _ = Terminal.report(refusal)
            return .labOutlasted
        }
    }
}

extension ExitStatus {
    /// As `timeout` says it.
    static let labOutlasted = ExitStatus(rawValue: 124)
    /// As those say it that run a command for somebody: 125 is theirs and not the command's.
    static let labFailed = ExitStatus(rawValue: 125)
}
