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
    private let packed: PackedPlan
    private var plan: Plan { packed.plan }
    private let machine: DeterministicMachine
    private let scratch: Folder

    /// The highest rate that a plan may ask for: inside, time is instructions, and a path near
    /// what the processor carries would measure the processor.
    public static let highestRate = BitsPerSecond.megabits(200)

    /// `scratch` is a folder for what passes through files.
    public init(
        _ plan: Plan, on kernel: LabKernel, in laboratory: Laboratory, scratch: Folder,
        shelf: Shelf = .host
    ) throws {
        try DeterministicVenue.check(plan)
        packed = try PackedPlan(plan, shelf)
        self.scratch = scratch
        machine = try DeterministicMachine(kernel, in: laboratory)
    }

    /// What runs depend on beside the plan, for the results.
    public var environment: RunEnvironment {
        var environment = RunEnvironment()
        environment.note("deterministic.machine", machine.identity.hexadecimal)
        environment.note("deterministic.kernel", "\(machine.kernel.release)")
        environment.note("deterministic.translator", machine.translator)
        return environment
    }

    /// What has no place where time is counted by instructions.
    private static func check(_ plan: Plan) throws(Refusal) {
        for path in plan.paths {
            let attempt = "run \(path.name) in a deterministic machine"
            guard let rate = path.value.rate else {
                throw Refusal(
                    attempt,
                    .misfit(
                        "it has no rate, and so it would measure the machine's processor, which "
                            + "counts instructions and no time"))
            }
            guard max(rate.forth, rate.back) <= highestRate else {
                throw Refusal(
                    attempt,
                    .misfit("\(max(rate.forth, rate.back)) is more than \(highestRate)"),
                    hint: "what such a machine carries is limited by its instructions")
            }
        }
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
        let time = plan.load(planned.load)?.time ?? .zero
        let (files, round, place) = packed.files(for: planned)
        let outcome = try machine.run(
            .init(
                ["graft", OneRun.word, PackedPlan.name, "\(round)", "\(place)"], files: files,
                seed: planned.seed,
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
        let file = scratch.file("\(planned.round)-\(planned.place).sqlite")
        guard let record = try RunFile.record(in: outcome.output, by: file) else {
            throw Refusal("run it in a deterministic machine", .said("it left no record"))
        }
        return packed.unpacked(record, of: planned)
    }
}
