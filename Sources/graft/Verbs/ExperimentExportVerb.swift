// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import Extensions
import Kernel
import Results

/// `graft experiment export RESULTS`: for other programs to read.
enum ExperimentExportVerb {
    private static let csv = Option(
        flag: "csv", "a row for each run and measure; so it is unless another form is asked for")
    private static let samples = Option(
        flag: "samples", "all samples of all flows, as CSV")
    private static let plan = Option(flag: "plan", "the plan as it was run")
    private static let flent = Option(
        "flent", .file("DIR"), "a file for each run in flent's own form, into this folder")
    private static let output = Option(
        "output", short: "o", .file("FILE"), "write there, and not to standard output")

    static let command = Command(
        Verb(
            "export", "write results for other programs to read",
            discussion: """
                Values are in the unit of their metric, without a prefix. A file that is still \
                being written gives the runs that are in it.
                """,
            operands: [ExperimentVerb.results], options: [csv, samples, plan, flent, output],
            examples: [
                Example("graft experiment export cubic.sqlite --csv -o cubic.csv", "for R"),
                Example("graft experiment export cubic.sqlite --json | jq .runs[0]", "for jq"),
                Example("graft experiment export cubic.sqlite --flent plots", "for flent --gui"),
            ])
    ) { invocation in try export(invocation) }

    // A function, and not the closure above: Swift 6.0 loses track of owners there.
    @Sendable private static func export(_ invocation: Invocation) throws -> ExitStatus {
        let forms = [
            invocation[csv], invocation[samples], invocation[plan], invocation[.json],
            invocation[flent] != nil,
        ]
        guard forms.filter({ $0 }).count <= 1 else {
            throw Misuse("one form at a time", hint: "see graft experiment export --help")
        }
        let results = try ResultsReader(at: invocation[ExperimentVerb.results])
        if let folder = invocation[flent] {
            try writeFlent(results, into: Folder(folder))
            return .done
        }
        var sink = try Sink(writingTo: invocation[output])
        if invocation[.json] {
            try results.writeJSON(to: &sink)
        } else if invocation[samples] {
            try results.writeSamplesCSV(of: FlowSample.self, to: &sink)
        } else if invocation[plan] {
            sink.write(try results.plan().text)
        } else {
            try results.writeCSV(to: &sink)
        }
        try sink.finish()
        return .done
    }

    private static func writeFlent(_ results: ResultsReader, into folder: Folder) throws {
        try folder.create()
        for run in try results.runs() where run.hasRecord {
            let name = ResultsReader.flentName(of: run.summary)
            var sink = try Sink(writingTo: folder.file(name).path)
            try results.writeFlent(run: run, to: &sink)
            try sink.finish()
        }
    }
}

/// A file, or standard output, that text goes to in large pieces; a refusal is kept until the end.
private struct Sink: TextOutputStream {
    private let file: Target
    private var pending: [UInt8] = []
    private var failure: KernelError?

    /// A class, because what conforms to the protocol is copied.
    private final class Target {
        let descriptor: Descriptor?

        init(_ path: String?) throws(KernelError) {
            guard let path else {
                descriptor = nil
                return
            }
            let opened = try Descriptor.create(path)
            descriptor = .some(opened)
        }

        func write(_ bytes: [UInt8]) throws(KernelError) {
            if descriptor == nil {
                try Terminal.pass(bytes, isError: false)
            } else {
                try descriptor?.write(bytes)
            }
        }
    }

    init(writingTo path: String?) throws(KernelError) { file = try Target(path) }

    mutating func write(_ text: String) {
        pending += text.utf8
        if pending.count > 1 << 16 { flush() }
    }

    private mutating func flush() {
        guard failure == nil else { return }
        do throws(KernelError) {
            try file.write(pending)
        } catch {
            failure = error
        }
        pending.removeAll(keepingCapacity: true)
    }

    mutating func finish() throws(KernelError) {
        flush()
        if let failure { throw failure }
    }
}
