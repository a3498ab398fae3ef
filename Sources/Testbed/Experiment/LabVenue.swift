// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import JSON
import Kernel
import KernelLab

/// Where an experiment takes place under another kernel, in real time: one machine, in which this
/// program makes the networks and runs what it is asked to, run by run.
///
/// Plan and objects go in before it is booted; records come out of it one by one, and the results
/// file is written here. It is not written there into a shared folder, because the locks of a
/// guest end at its own kernel: a reader on this side would take the journal of a commit that is
/// going on for that of a writer who died, and would take the commit back.
public final class LabVenue {
    private let packed: PackedPlan
    private let kernel: LabKernel
    private let laboratory: Laboratory
    /// What goes in, and where what comes out passes through.
    private let scratch: ScratchFolder
    private var folder: Folder { scratch.folder }
    private var machine: Dialogue?

    /// A run needs its time, and to be set up by a translator on a busy host.
    private static let patience = Duration.seconds(300)

    public init(
        _ plan: Plan, on kernel: LabKernel, in laboratory: Laboratory, shelf: Shelf = .host
    ) throws {
        packed = try PackedPlan(plan, shelf)
        self.kernel = kernel
        self.laboratory = laboratory
        scratch = try ScratchFolder(prefix: "/tmp/graft-lab-")
        for (path, bytes) in packed.files {
            let file = scratch.file(path)
            try file.folder.create()
            try file.replace(with: bytes)
        }
    }

    /// What that machine cannot do of the plan; it is up from here on. Nil when we were
    /// interrupted.
    public func objections() throws -> [Complaint]? {
        guard let answer = try ask("check", upTo: LabVenue.patience) else { return nil }
        let json = try JSON(parsing: answer)
        return json.array?.compactMap(Complaint.init) ?? []
    }

    /// What the runs depend on beside the plan, for the results; known when the machine is up.
    public var environment: RunEnvironment {
        var environment = RunEnvironment()
        environment.note(LabFacts.kernel, "\(kernel.release)")
        if let machine { environment.note(LabFacts.acceleration, machine.accelerator.help) }
        return environment
    }

    /// Why runs of other facts are not to be compared with those here; nil where they are.
    public func difference(from facts: RunEnvironment) -> String? {
        let here = environment
        for name in [LabFacts.kernel, LabFacts.acceleration] where facts[name] != here[name] {
            return "its runs have \(name) \(facts[name] ?? "unsaid"), and here it would be "
                + (here[name] ?? "unknown")
        }
        return nil
    }

    /// One run of the plan. After one in which the machine died, the next one has a new machine.
    public func run(_ planned: PlannedRun) -> RunRecord {
        let time = packed.plan.load(planned.load)?.time ?? .zero
        do {
            let answer = try ask(
                "run \(planned.round) \(planned.place)", upTo: time + LabVenue.patience)
            guard let answer else { throw Refusal("run it in the lab", .said("interrupted")) }
            let file = folder.file("run.sqlite")
            guard let record = try RunFile.record(in: answer, by: file) else {
                throw Refusal("run it in the lab", .said("it left no record"))
            }
            return packed.unpacked(record, of: planned)
        } catch {
            return RunRecord(of: planned, of: packed.plan, failed: error, at: .now)
        }
    }

    private func ask(_ question: String, upTo limit: Duration) throws -> [UInt8]? {
        guard let machine = try machine ?? begin() else { return nil }
        self.machine = nil
        guard let answer = try machine.ask(question, upTo: limit) else { return nil }
        self.machine = machine
        guard answer.isYes else {
            throw Refusal(
                "run it in the lab", .said(String(decoding: answer.bytes, as: UTF8.self)))
        }
        return answer.bytes
    }

    private func begin() throws -> Dialogue? {
        var order = try Order.here([laboratory.agent, ManyRuns.word])
        order.directory = folder.path
        order.environment.removeAll { $0.hasPrefix("GRAFT_EXTENSIONS=") }
        order.environment.append(
            "GRAFT_EXTENSIONS=\(folder.path)/\(PackedPlan.extensions)")
        return try Dialogue.begin(order, on: kernel, in: laboratory)
    }
}

/// What results say of the lab that they come from.
public enum LabFacts {
    /// The release of its kernel.
    public static let kernel = "lab.kernel"
    /// What its processor got from the hardware: `kvm`, or `none` where it was translated.
    public static let acceleration = "lab.acceleration"
}
