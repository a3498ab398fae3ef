// SPDX-License-Identifier: Apache-2.0
import Arguments
import Glibc
import Kernel
import KernelLab

/// `graft lab run --deterministic`: the command in a machine that depends on nothing else.
struct DeterministicRun {
    static let flag = Option(
        flag: "deterministic", "run it in a machine that depends on nothing but what it is given")
    static let seed = Option(
        "seed", .integer("N", in: 0...Int.max),
        "what all chance comes from in a deterministic machine (default: 1)")
    static let files = Option(
        repeating: "file", .file("FILE"),
        "pack this file or folder for a deterministic machine; a path without a slash before it "
            + "lies in the command's folder")

    private let words: [String]
    private let seed: UInt64
    private let files: [String]
    private let wantsJSON: Bool

    /// None where it is not asked for.
    init?(_ invocation: Invocation, words: [String]) throws(LabRefusal) {
        let seed = invocation[DeterministicRun.seed]
        let files = invocation[DeterministicRun.files]
        guard invocation[DeterministicRun.flag] else {
            guard seed == nil, files.isEmpty else {
                throw LabRefusal(
                    "run \(words[0])", "--seed and --file are for deterministic machines",
                    hint: "add --deterministic; other machines see this host's files as they are")
            }
            return nil
        }
        guard !LabRunVerb.shares(invocation) else {
            throw LabRefusal(
                "run \(words[0]) in a deterministic machine",
                "a shared folder (--share) would make it depend on this host",
                hint: "hand files over with --file; what is to be kept goes to its output")
        }
        self.words = words
        self.seed = UInt64(seed ?? 1)
        self.files = files
        wantsJSON = invocation[.json]
    }

    func carryOut(
        in laboratory: Laboratory, on kernel: LabKernel, limit: Duration
    ) throws(LabRefusal) -> ExitStatus {
        let machine = try DeterministicMachine(kernel, in: laboratory)
        let errand = DeterministicMachine.Errand(
            words, files: try contents(), seed: seed, limit: limit)
        let outcome = try machine.run(errand)
        if wantsJSON {
            Terminal.print(
                ShownOutcome(outcome: outcome, machine: machine, seed: seed).json.text(.pretty))
        } else {
            try pass(outcome)
        }
        switch outcome.ending {
        case .exited(let code): return ExitStatus(rawValue: code)
        case .signalled(let number), .interrupted(let number):
            return ExitStatus(rawValue: 128 + number)
        case .unheard: return ExitStatus(rawValue: 128 + SIGPIPE)
        case .outlasted:
            Terminal.note("error: run \(words[0]): it still ran after \(Words.time(limit))")
            return .labOutlasted
        }
    }

    private func pass(_ outcome: DeterministicMachine.Outcome) throws(LabRefusal) {
        do throws(KernelError) {
            try Terminal.pass(outcome.output, isError: false)
            try Terminal.pass(outcome.errors, isError: true)
        } catch  where error.isForLackOfReaders {
            // Whoever wanted it has gone; the exit status is still the command's.
            return
        } catch {
            throw LabRefusal(error)
        }
    }

    /// Folders with all that is in them.
    private func contents() throws(LabRefusal) -> [String: [UInt8]] {
        var contents: [String: [UInt8]] = [:]
        var open = files
        while let path = open.popLast() {
            do throws(KernelError) {
                guard try File(path).kind() == .folder else {
                    contents[path] = try File(path).bytes()
                    continue
                }
                open += try Folder(path).names().map { "\(path)/\($0)" }
            } catch {
                throw LabRefusal(error)
            }
        }
        return contents
    }
}
