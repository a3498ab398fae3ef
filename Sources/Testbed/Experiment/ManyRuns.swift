// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import JSON
import Kernel
import KernelLab

/// Runs of a plan, one after another as they are asked for: what the machine of a lab does.
///
/// The plan lies in the current folder. The questions are `check`, answered with what this
/// machine cannot do of it, and `run ROUND PLACE`, answered with a results file of that run.
public final class ManyRuns {
    /// The word that starts it, in the place of a verb.
    public static let word = "--many-runs"

    private let plan: Plan
    private let netperf: Netperf
    private var venue: Venue?

    private init() throws {
        plan = try Plan(parsing: try File(PackedPlan.name).text())
        netperf = try Netperf.find()
    }

    /// Answers until nobody asks any more.
    public static func carryOut() throws {
        let runs = try ManyRuns()
        try Answering.serve(runs.answer)
        try runs.venue?.takeDown()
    }

    private func answer(_ question: String) throws -> [UInt8] {
        let words = question.split(separator: " ")
        if words == ["check"] {
            let objections = plan.objections(in: .host, netperf)
            return Array(JSON.array(objections.map(\.json)).text(.compact).utf8)
        }
        guard words.count == 3, words[0] == "run", let round = Int(words[1]),
            let place = Int(words[2])
        else { throw Refusal("answer \"\(question)\"", .misfit("it is no question")) }
        let runs = plan.runs(inRound: round)
        guard runs.indices.contains(place) else {
            throw Refusal("answer \"\(question)\"", .misfit("the round has no such place"))
        }
        let record = try theVenue().run(runs[place])
        return try RunFile.bytes(
            of: record, runs[place], of: plan, by: File("\(PackedPlan.name).sqlite"))
    }

    /// Made when the first run is asked for.
    private func theVenue() throws(Refusal) -> Venue {
        if let venue { return venue }
        let made = try Venue(plan, named: "lab", in: .host, netperf)
        venue = made
        return made
    }
}

extension Complaint {
    fileprivate var json: JSON {
        ["field": JSON(field), "words": JSON(words), "hint": JSON(hint)]
    }

    /// As another machine has told it.
    init?(_ json: JSON) {
        guard let field = json["field"]?.string, let words = json["words"]?.string else {
            return nil
        }
        self.init(field, words, hint: json["hint"]?.string)
    }
}
