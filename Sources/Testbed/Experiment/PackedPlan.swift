// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// A plan and all that its runs take to another machine: objects are built here, and what they
/// give there is as if they had been built there.
struct PackedPlan: Sendable {
    let plan: Plan
    /// The same by the names of what is packed.
    private let inside: Plan
    /// By their paths, from the folder that the runs start in.
    let files: [String: [UInt8]]
    /// SHA-256 of the arms' objects, by the arms' names.
    let digests: [String: String]
    /// Of all that graft itself loads.
    let instruments: Digest

    static let name = "plan.yaml"
    /// The folder with what graft itself loads.
    static let extensions = "extensions"

    init(_ plan: Plan, _ shelf: Shelf) throws(Refusal) {
        var inside = plan
        var files: [String: [UInt8]] = [:]
        var digests: [String: String] = [:]
        for place in plan.arms.indices {
            guard case .extension(let word, let knobs, let digest) = plan.arms[place].algorithm
            else { continue }
            let object = try shelf.object(word)
            // By its content: arms that are alike stay alike.
            let name = "\(object.digest.hexadecimal.prefix(16)).bpf.o"
            files[name] = Array(object.content)
            digests[plan.arms[place].name] = object.digest.hexadecimal
            inside.arms[place].algorithm = .extension(name, knobs: knobs, digest: digest)
        }
        var own = ""
        for name in PackedPlan.used(by: plan) {
            let object = try shelf.object(name)
            files[PackedPlan.path(of: name)] = Array(object.content)
            own += "\(name) \(object.digest.hexadecimal)\n"
        }
        instruments = Digest(of: Array(own.utf8))
        files[PackedPlan.name] = Array(inside.canonicalText.utf8)
        self.plan = plan
        self.inside = inside
        self.files = files
        self.digests = digests
    }

    /// Where an extension of graft's own is looked for, `instruments/acks` for instance.
    static func path(of name: String) -> String {
        "\(extensions)/\(name)/\(name.split(separator: "/").last ?? "").bpf.o"
    }

    /// The files for a machine that is booted for one run, and that run's round and place there.
    ///
    /// Of a run that one arm has alone the machine is told nothing else, not even a name: where
    /// arms are alike their machines are, to the byte.
    func files(for run: PlannedRun) -> (files: [String: [UInt8]], round: Int, place: Int) {
        guard let only = inside.reduced(to: run),
            let place = only.runs(inRound: 0).first(where: {
                $0.path == run.path && $0.load == run.load && $0.turn == .alone(only.control)
            })?.place
        else { return (files, run.round, run.place) }
        var files = files
        files[PackedPlan.name] = Array(only.canonicalText.utf8)
        return (files, 0, place)
    }

    /// What graft itself loads while it measures, and where the kernel's queues do not do.
    private static func used(by plan: Plan) -> [String] {
        let paths = plan.paths.map(\.value)
        let queues = Set(paths.compactMap(\.aqm.extension)).sorted()
        let marks = paths.contains { $0.ecn != nil } ? ["packet/ecn-mark"] : []
        let instruments = ["acks", "samples", "sockets", "transactions"]
        return instruments.map { "instruments/\($0)" } + queues + marks
    }

    /// A record that came from there, with its arms by the plan's own words and not by those of
    /// what was packed.
    func unpacked(_ record: RunRecord, of run: PlannedRun) -> RunRecord {
        var record = record
        var sole: String?
        if case .alone(let name) = run.turn { sole = name }
        for place in record.arms.indices {
            let name = sole ?? record.arms[place].arm.name
            if let arm = plan.arm(name) { record.arms[place].arm = arm }
        }
        if let sole {
            for place in record.flows.indices where record.flows[place].arm != nil {
                record.flows[place].arm = sole
            }
        }
        return record
    }
}

extension Plan {
    /// A plan with no other arm than that of a run that has its path alone; nil of any other.
    fileprivate func reduced(to run: PlannedRun) -> Plan? {
        guard case .alone(let name) = run.turn, var arm = arm(name),
            loads.allSatisfy({ $0.value.armNames.isEmpty })
        else { return nil }
        var plan = self
        (plan.title, plan.about, plan.seed) = ("one run", "", run.seed)
        (plan.rounds, plan.stopping, plan.design) = (1, nil, .aa)
        arm.name = "arm"
        var again = arm
        again.name = "arm again"
        (plan.arms, plan.control) = ([arm, again], arm.name)
        return plan
    }
}
