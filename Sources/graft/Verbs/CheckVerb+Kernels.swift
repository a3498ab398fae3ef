// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import JSON
import Kernel
import KernelLab

/// `graft check FILE --kernel 6.12,6.18`: the check and the trial, inside each kernel.
struct CheckedKernels {
    let object: Object
    private(set) var answers: [Answer] = []

    struct Answer: Sendable {
        let release: Release
        /// What `graft check --try --json` printed there, or why it could not be run.
        let result: Result<JSON, LabRefusal>
        /// How it ended there.
        let status: Int32
        let time: Duration
    }

    /// Two machines at a time where there is memory for two.
    init(
        _ object: Object, words: [String], settings: [String], laboratory: Laboratory
    ) throws {
        self.object = object
        let kernels = try words.map { try laboratory.cache.require($0) }
        // The guest reads it where the host has it.
        let folder = try Folder.temporary()
        let file = folder.file("\(object.name).bpf.o")
        try file.replace(with: object.content)
        let words = ["check", file.path, "--try", "--json"] + settings
        let ask: @Sendable (LabKernel) -> Answer = { kernel in
            CheckedKernels.ask(kernel, words, laboratory)
        }
        let isRoomy = try Host.availableMemory() > 3 << 30
        answers = isRoomy ? Parallel.map(kernels, ask) : kernels.map(ask)
        try folder.removeTree()
    }

    private static let limit = Duration.seconds(600)

    private static func ask(
        _ kernel: LabKernel, _ words: [String], _ laboratory: Laboratory
    ) -> Answer {
        let began = Instant.now
        var said: [UInt8] = []
        var complained: [UInt8] = []
        do throws(LabRefusal) {
            let own = Executable.own ?? "graft"
            let order = try Order.here([own] + words)
            let run = try laboratory.run(order, on: kernel, limit: limit) { stream, bytes in
                if stream == .output { said += bytes } else { complained += bytes }
            }
            let time = Instant.now.since(began)
            if run.ending == .outlasted {
                throw LabRefusal(
                    "check under \(kernel.release)", "it still ran after \(Words.time(limit))",
                    console: run.console)
            }
            guard case .exited(let status) = run.ending, let json = try? JSON(parsing: said) else {
                let words = String(decoding: complained, as: UTF8.self)
                    .split(separator: "\n").last.map(String.init)
                throw LabRefusal(
                    "check under \(kernel.release)", words ?? "it ended without an answer",
                    console: run.console)
            }
            return Answer(
                release: kernel.release, result: .success(json), status: status, time: time)
        } catch {
            return Answer(
                release: kernel.release, result: .failure(error), status: 1,
                time: Instant.now.since(began))
        }
    }

    /// Whether it does all that it should in all of them.
    var isWhole: Bool { answers.allSatisfy { $0.status == 0 } }
}
