// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import KernelLab

/// Where an experiment takes place that anyone can repeat to the byte: for each run a machine
/// is booted that depends on kernel, extensions, plan and seed, and on nothing else.
///
/// Rounds differ by their seed, and arms of one round share it: they meet the same chance
/// until their code decides otherwise.
public struct DeterministicVenue: Sendable {
    let packed: PackedPlan
    private var plan: Plan { packed.plan }
    private let machine: DeterministicMachine
    let scratch: ScratchFolder

    public init(
        _ plan: Plan, on kernel: LabKernel, in laboratory: Laboratory, shelf: Shelf = .host
    ) throws {
        let objections = plan.objectionsToDeterminism()
        guard objections.isEmpty else { throw Complaints(objections) }
        packed = try PackedPlan(plan, shelf)
        scratch = try ScratchFolder(prefix: "/tmp/graft-runs-")
        machine = try DeterministicMachine(kernel, in: laboratory)
    }

    /// What runs depend on beside plan and extensions, for the results.
    public var environment: RunEnvironment {
        var environment = RunEnvironment()
        environment.note("deterministic.machine", machine.identity.hexadecimal)
        for (name, value) in machine.facts { environment.note("deterministic.\(name)", value) }
        environment.note("deterministic.instruments", packed.instruments.hexadecimal)
        return environment
    }

    /// SHA-256 of the arms' objects, by the arms' names.
    public var digests: [String: String] { packed.digests }

    /// As many machines as there are processors, and memory for them.
    public var atOnce: Int {
        let room = (try? Host.availableMemory()).map { Int($0 >> 20) } ?? 0
        return max(1, min(Processors.online, room / DeterministicMachine.mebibytes))
    }

    /// Runs of the plan, all at once, each in a machine of its own.
    public func run(_ planned: [PlannedRun]) -> [RunRecord] {
        inMachines(planned) { self.run($1) }
    }

    /// One run of the plan, in a machine of its own.
    public func run(_ planned: PlannedRun) -> RunRecord {
        do {
            return try record(of: planned)
        } catch {
            return RunRecord(of: planned, of: plan, failed: error)
        }
    }

    /// What `body` answers of each run, with as many machines at once as there may be; it is given
    /// the run's place among them.
    func inMachines<Answer: Sendable>(
        _ planned: [PlannedRun], _ body: @escaping @Sendable (Int, PlannedRun) -> Answer
    ) -> [Answer] {
        let limit = planned.count > 1 ? atOnce : 0
        var machines: [Background<Answer>?] = []
        for (place, run) in planned.enumerated() {
            // Where there is no thread or no room for it, it takes its turn below.
            let mayStart = place < limit
            machines.append(
                mayStart ? try? Background(named: "graft-machine") { body(place, run) } : nil)
        }
        return zip(planned, machines).enumerated().map { place, pair in
            pair.1?.finish() ?? body(place, pair.0)
        }
    }

    private func record(of planned: PlannedRun) throws -> RunRecord {
        let output = try carryOut(planned)
        let file = scratch.file("\(planned.round)-\(planned.place).sqlite")
        guard let record = try RunFile.record(in: output, by: file) else {
            throw Refusal("run it in a deterministic machine", .said("it left no record"))
        }
        return packed.unpacked(record, of: planned)
    }

    /// What graft says of a run in a machine of its own; `words` and `additions` are given to it
    /// beside what every run gets.
    func carryOut(
        _ planned: PlannedRun, words: [String] = [], additions: [String: [UInt8]] = [:]
    ) throws -> [UInt8] {
        let time = plan.load(planned.load)?.time ?? .zero
        let (files, round, place) = packed.files(for: planned)
        let outcome = try machine.run(
            .init(
                ["graft", OneRun.word, PackedPlan.name, "\(round)", "\(place)"] + words,
                files: files.merging(additions) { $1 }, seed: planned.seed,
                environment: [
                    "GRAFT_EXTENSIONS=\(DeterministicMachine.Errand.folder)/"
                        + PackedPlan.extensions
                ],
                limit: time + .seconds(120)))
        guard outcome.ending == .exited(0) else {
            let said = String(decoding: outcome.errors, as: UTF8.self)
            throw Refusal(
                "run it in a deterministic machine",
                .said(said.split(separator: "\n").first.map(String.init) ?? "\(outcome.ending)"))
        }
        return outcome.output
    }
}

/// What results say of the machines that they come from.
public enum DeterministicFacts {
    /// The release of their kernel.
    public static let kernel = "deterministic.kernel"
}
