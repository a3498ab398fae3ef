// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// One run of a plan in a process of its own: what a machine does that was booted for it.
public enum OneRun {
    /// The word that starts it, in the place of a verb.
    public static let word = "--one-run"

    /// The last word where every segment is wanted, too.
    static let traced = "traced"

    /// `PLAN ROUND PLACE`: carries it out, and says the results file of this one run; with
    /// `traced` behind them, all segments follow it.
    public static func carryOut(_ words: [String]) throws {
        let isTraced = words.count == 4 && words[3] == traced
        guard words.count == 3 || isTraced, let round = Int(words[1]), let place = Int(words[2])
        else {
            throw Refusal("carry out one run", .misfit("it takes PLAN ROUND PLACE [traced]"))
        }
        var plan = try Plan(parsing: try File(words[0]).text())
        let runs = plan.runs(inRound: round)
        guard runs.indices.contains(place) else {
            throw Refusal("carry out one run", .misfit("the round has no place \(place)"))
        }
        let run = runs[place]
        plan.paths = plan.paths.filter { $0.name == run.path }
        let venue = try Venue(plan, named: "one", in: .host, try Netperf.find(), seed: run.seed)
        // What comes before takes each arm another time, and this machine skips idle time.
        venue.alignment = .seconds(10)
        venue.watchesSegments = isTraced
        let record = venue.run(run)
        try venue.takeDown()
        let file = File("\(words[0]).sqlite")
        let bytes = try RunFile.bytes(of: record, run, of: plan, by: file)
        try Descriptor.standardOutput().write(
            isTraced ? TracedOutput.bytes(bytes, record.samples) : bytes)
    }
}
