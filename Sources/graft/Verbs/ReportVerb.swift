// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import Extensions
import Kernel
import Reports
import Results

/// `graft report RESULTS`: a page for somebody who was not there.
enum ReportVerb {
    private static let files = Operand(
        repeating: .file("RESULTS", ".sqlite"), "results files; of several an index is made, too")
    private static let output = Option(
        "output", short: "o", .file("DIR"),
        "the folder that it goes into; the name of the results file, without its ending")
    private static let figures = Option(
        flag: "figures", "each figure as a file of its own, too, in DIR/figures")
    private static let form = Option(
        "print", Form<Shape>.choice("FORM"),
        "print one form instead of writing files: markdown, csv, html")

    private enum Shape: String, CaseIterable, Sendable { case markdown, csv, html }

    static let command = Command(
        Verb(
            "report", "turn results into a page, with its figures",
            discussion: """
                Writes index.html (one file that needs nothing else), report.md, report.json and \
                report.csv; of several results each into a folder of its own, and over them \
                index.html and index.md. The same results give the same bytes. With --json the \
                report for machines is printed, and nothing is written.
                """,
            operands: [files], options: [output, figures, form, ExperimentVerb.failIf],
            examples: [
                Example("graft report cubic.sqlite -o cubic", "then open cubic/index.html"),
                Example("graft report cubic.sqlite --print markdown", "for a pull request"),
                Example("graft report a.sqlite b.sqlite -o public", "several, with an index"),
            ],
            exits: [.failIfHeld: "a --fail-if condition held"])
    ) { invocation in try report(invocation) }

    // A function, and not the closure above: Swift 6.0 loses track of owners there.
    @Sendable private static func report(_ invocation: Invocation) throws -> ExitStatus {
        let files = invocation[files]
        var entries: [ReportIndex.Entry] = []
        var held = false
        for file in files {
            let written = try ExperimentReport(of: file)
            let report = written.report
            if invocation[.json] {
                try Terminal.pass(report.json, isError: false)
            } else if let form = invocation[form] {
                try Terminal.pass(bytes(of: report, as: form), isError: false)
            } else {
                let name = ExperimentVerb.stem(of: file)
                let folder = Folder(
                    files.count > 1
                        ? (invocation[output] ?? ".") + "/" + name
                        : invocation[output] ?? name)
                try write(report, into: folder, withFigures: invocation[figures])
                entries.append(report.entry(link: "\(name)/index.html"))
                let kind = report.input.isDeterministic ? " (deterministic)" : ""
                Terminal.print("\(report.verdict)\(kind)\n\(folder.path)/index.html")
            }
            let judgements = try ExperimentVerb.conditions(invocation, written.plan)
                .map { $0.judge(report.input.effects) }
            for line in judgements.flatMap(\.lines) { Terminal.note(line) }
            held = held || judgements.contains(where: \.holds)
        }
        if entries.count > 1 {
            let index = ReportIndex(title: "Experiments", entries: entries)
            let folder = Folder(invocation[output] ?? ".")
            try folder.file("index.html").replace(with: index.html)
            try folder.file("index.md").replace(with: index.markdown)
        }
        return held ? .failIfHeld : .done
    }

    private static func bytes(of report: Report, as form: Shape) -> [UInt8] {
        switch form {
        case .markdown: report.markdown()
        case .csv: report.csv
        case .html: report.html
        }
    }

    private static func write(_ report: Report, into folder: Folder, withFigures: Bool) throws {
        try folder.create()
        try folder.file("index.html").replace(with: report.html)
        try folder.file("report.md").replace(with: report.markdown())
        try folder.file("report.json").replace(with: report.json)
        try folder.file("report.csv").replace(with: report.csv)
        let figures = folder.folder("figures")
        // The two that the Markdown shows are there in any case.
        let all = report.figures(named: withFigures ? nil : report.figuresInMarkdown)
        if !all.isEmpty { try figures.create() }
        for figure in all { try figures.file(figure.name).replace(with: figure.bytes) }
    }
}
