// SPDX-License-Identifier: Apache-2.0
import Experiments

/// What came of an experiment, ready to be written in the form that is asked for.
public struct Report: Sendable {
    public let input: ReportInput
    let figureSet: FigureSet
    let sampleCount: Int

    /// Asks for the samples of each valid run once, in the order of the runs, and keeps of each
    /// what figures need: some ten kilobytes.
    public init<Failure: Error>(
        _ input: ReportInput, samples: (Int) throws(Failure) -> RunRecord.Samples
    ) throws(Failure) {
        let gathering = try Gathering(input, samples: samples)
        self.input = input
        figureSet = FigureSet(input, gathering)
        sampleCount = gathering.sampleCount
    }

    /// The verdict in one sentence.
    public var verdict: String { Headline(input).sentence }

    /// One page that needs nothing else.
    public var html: [UInt8] { Array(Page(self).text.utf8) }

    /// For a pull request; two figures are linked in the folder, as `figures()` names them.
    public func markdown(figures folder: String = "figures") -> [UInt8] {
        Array(MarkdownText(self, folder: folder).text.utf8)
    }

    /// The names of these two, as `figures()` has them.
    public var figuresInMarkdown: [String] {
        MarkdownText.figures(of: self).map { "\($0.name).svg" }
    }

    /// For machines: `ReportJSON` says what is in it.
    public var json: [UInt8] { Array((ReportJSON(self).value.text(.pretty) + "\n").utf8) }

    /// For machines that reckon: a row for each run and metric.
    public var csv: [UInt8] { Array(CSVText(input).text.utf8) }

    /// Each figure as a file of its own; of some names, only these are drawn.
    public func figures(named names: [String]? = nil) -> [(name: String, bytes: [UInt8])] {
        figureSet.groups.flatMap(\.figures).compactMap { figure in
            let file = "\(figure.name).svg"
            guard names?.contains(file) ?? true else { return nil }
            return (file, Array(figure.svg.utf8))
        }
    }

    /// How an index shows it.
    public func entry(link: String) -> ReportIndex.Entry {
        let headline = Headline(input)
        return ReportIndex.Entry(
            title: input.title, link: link, figure: figuresInMarkdown.first,
            verdict: headline.sentence,
            kind: headline.kind, facts: Facts(input).short,
            thumbnail: Thumbnail(input).svg)
    }
}
