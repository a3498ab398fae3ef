// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import KernelLab
import Results

/// Where an experiment takes place that anyone can repeat to the byte: for each run a machine
/// is booted that depends on kernel, extensions, plan and seed, and on nothing else.
///
/// Rounds differ by their seed, and arms of one round share it: they meet the same chance
/// until their code decides otherwise.
public struct DeterministicVenue: Sendable {
    let plan: Plan
    let machine: DeterministicMachine
    /// What each run finds in its folder, by name.
    private let files: [String: [UInt8]]
    /// The objects of the arms that are extensions, by the arms' names.
    let objects: [String: Object]
    let shelf: Shelf
    private let instruments: Digest
    private let scratch: Folder

    /// `scratch` is a folder for what passes through files.
    public init(
        _ plan: Plan, on kernel: LabKernel, in laboratory: Laboratory, scratch: Folder,
        shelf: Shelf = .host
    ) throws {
        let objections = plan.objectionsToDeterminism()
        guard objections.isEmpty else { throw Complaints(objections) }
        var inside = plan
        var files: [String: [UInt8]] = [:]
        var objects: [String: Object] = [:]
        for place in plan.arms.indices {
            guard case .extension(let word, let knobs, let digest) = plan.arms[place].algorithm
            else { continue }
            let object = try shelf.object(word)
            objects[plan.arms[place].name] = object
            let name = "arm-\(place + 1).bpf.o"
            files[name] = Array(object.content)
            inside.arms[place].algorithm = .extension(name, knobs: knobs, digest: digest)
        }
        // What graft itself loads while it measures.
        var digests = ""
        for name in ["acks", "samples", "sockets", "transactions"] {
            let object = try shelf.object("instruments/\(name)")
            files[DeterministicVenue.place(ofInstrument: name)] = Array(object.content)
            digests += object.digest.hexadecimal
        }
        instruments = Digest(of: Array(digests.utf8))
        files["plan.yaml"] = Array(inside.canonicalText.utf8)
        self.plan = plan
        self.files = files
        self.objects = objects
        self.shelf = shelf
        self.scratch = scratch
        machine = try DeterministicMachine(kernel, in: laboratory)
    }

    /// SHA-256 of the arms' objects, by the arms' names.
    public var digests: [String: String] { objects.mapValues(\.digest.hexadecimal) }

    static func place(ofInstrument name: String) -> String {
        "extensions/instruments/\(name)/\(name).bpf.o"
    }

    /// What runs depend on beside plan and extensions, for the results.
    public var environment: RunEnvironment {
        var environment = RunEnvironment()
        environment.note("deterministic.machine", machine.identity.hexadecimal)
        for (name, value) in machine.facts { environment.note("deterministic.\(name)", value) }
        environment.note("deterministic.instruments", instruments.hexadecimal)
        return environment
    }

    /// As many machines as there are processors, and memory for them.
    public var atOnce: Int {
        let room = (try? Host.availableMemory()).map { Int($0 >> 20) } ?? 0
        return max(1, min(Processors.online, room / DeterministicMachine.mebibytes))
    }

    /// Runs of the plan, all at once, each in a machine of its own.
    public func run(_ planned: [PlannedRun]) -> [RunRecord] {
        guard planned.count > 1 else { return planned.map(run) }
        let venue = self
        var machines: [Background<RunRecord>?] = []
        for run in planned {
            // Where there is no thread for it, it takes its turn below.
            machines.append(try? Background(named: "graft-machine") { venue.run(run) })
        }
        return zip(planned, machines).map { run, machine in machine?.finish() ?? venue.run(run) }
    }

    /// One run of the plan, in a machine of its own.
    public func run(_ planned: PlannedRun) -> RunRecord {
        do {
            return try record(of: planned)
        } catch {
            guard let path = plan.path(planned.path), let load = plan.load(of: planned) else {
                preconditionFailure("a run of another plan")
            }
            var record = RunRecord(path: path, means: "", load: load, arms: [])
            record.outcome = .failed("\(error)")
            return record
        }
    }

    private func record(of planned: PlannedRun) throws -> RunRecord {
        let output = try carryOut(
            [OneRun.word, "plan.yaml", "\(planned.round)", "\(planned.place)"], files, for: planned)
        return try record(in: output, named: "\(planned.round)-\(planned.place)")
    }

    /// One run of a graft in a machine of the run's seed; answers what it said.
    func carryOut(
        _ words: [String], _ files: [String: [UInt8]], for planned: PlannedRun
    ) throws -> [UInt8] {
        let time = plan.load(planned.load)?.time ?? .zero
        let outcome = try machine.run(
            .init(
                ["graft"] + words, files: files, seed: planned.seed,
                environment: ["GRAFT_EXTENSIONS=\(DeterministicMachine.Errand.folder)/extensions"],
                limit: time + .seconds(120)))
        guard outcome.ending == .exited(0) else {
            let said = String(decoding: outcome.errors, as: UTF8.self)
            throw Refusal(
                "run it in a deterministic machine",
                .said(said.split(separator: "\n").first.map(String.init) ?? "\(outcome.ending)"))
        }
        return outcome.output
    }

    /// The only record of a results file; `name` is that of a file of its own for it.
    func record(in output: [UInt8], named name: String) throws -> RunRecord {
        let file = scratch.file("\(name).sqlite")
        try file.replace(with: output)
        defer { try? file.removeIfAny() }
        guard var record = try ResultsReader(at: file.path).record(of: 1) else {
            throw Refusal("run it in a deterministic machine", .said("it left no record"))
        }
        for place in record.arms.indices {
            // Known by the plan's own words, and not by the name of a packed file.
            if let arm = plan.arm(record.arms[place].arm.name) { record.arms[place].arm = arm }
        }
        return record
    }
}
