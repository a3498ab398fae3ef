// SPDX-License-Identifier: Apache-2.0
import Arguments
import Experiments
import Extensions
import Results

/// `graft experiment plan PLAN`: what would be run, and what it could see.
enum ExperimentPlanVerb {
    private static let overhead = Option(
        "overhead", .duration(), default: "500ms",
        "the time that a run takes beside what is measured")
    private static let spread = Option(
        "spread", .share,
        "by how much the difference varies between rounds (its standard deviation), as far as "
            + "you know")
    private static let like = Option(
        "like", .file("RESULTS", ".sqlite"),
        "results of an earlier experiment, to know by how much differences vary")

    private static let deterministic = Option(
        flag: "deterministic",
        "check that deterministic machines can run it, and show their ceiling, too")

    static let command = Command(
        Verb(
            "plan", "show the order of runs, how long they take, and what they can see",
            discussion: """
                Reads the plan and tells all its mistakes at once, each with its place. Nothing is \
                made and nothing runs. The same plan has the same order on every machine: it is \
                drawn from the plan's seed.
                """,
            operands: [ExperimentVerb.file], options: [overhead, spread, like, deterministic],
            examples: [
                Example("graft experiment plan bench/experiments/cubic.yaml", "before it is run"),
                Example(
                    "graft experiment plan mine.yaml --spread 5%",
                    "what difference so many rounds can see"),
                Example(
                    "graft experiment plan mine.yaml --like bench/published/aa.sqlite",
                    "the same, by what was measured before"),
            ],
            exits: [.misused: "the plan has mistakes"])
    ) { invocation in
        let plan = try PlanFile.read(invocation[ExperimentVerb.file])
        var shown = PlanShown(plan: plan, overhead: invocation[overhead])
        shown.spread = invocation[spread]
        shown.isDeterministic = invocation[deterministic]
        if shown.isDeterministic {
            try ExperimentVerb.checkForDeterminism(
                plan, from: .plan(invocation[ExperimentVerb.file]))
        }
        shown.precedents = try invocation[like].map(precedents) ?? []
        Terminal.show(shown, invocation)
        return .done
    }

    /// Of what an earlier experiment was judged by.
    @Sendable private static func precedents(of file: String) throws -> [Precedent] {
        let reader = try ResultsReader(at: file)
        let plan = try ExperimentVerb.plan(try reader.plan(), in: file)
        var question = plan.question
        question.resamples = 0
        let found = Analysis(of: try reader.summaries(), question).primary.compactMap(
            Precedent.init)
        guard !found.isEmpty else {
            throw Refusal("go by \(file)", .misfit("no two of its rounds are whole"))
        }
        return found
    }
}

extension Form where Value == Share {
    /// A number of hundredths: `2%`.
    static var share: Form {
        Form("SHARE", expected: "a share such as 2%") { text in
            do throws(Malformed) {
                return try Share(parsing: text)
            } catch {
                return nil
            }
        }
    }
}
