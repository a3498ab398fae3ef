// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import KernelLab

extension DeterministicVenue {
    /// Runs of a plan again, all at once, with every segment that their senders send and receive.
    ///
    /// Looking at segments takes instructions, like everything in there: a traced run is some
    /// microseconds off the one that its results file holds. Arms of the same code still give the
    /// same bytes, because their machines are given the same.
    public func trace(
        _ planned: [PlannedRun], shelf: Shelf = .host
    ) throws -> [TracedRun] {
        let instrument = Array(try shelf.object(TracedOutput.instrument).content)
        // All are waited for, whatever comes of the first.
        let results = inMachines(planned) { place, run in
            Result { try traced(run, place, instrument) }
        }
        return try results.map { try $0.get() }
    }

    private func traced(
        _ planned: PlannedRun, _ place: Int, _ instrument: [UInt8]
    ) throws -> TracedRun {
        let output = try carryOut(
            planned, words: [OneRun.traced],
            additions: [PackedPlan.path(of: TracedOutput.instrument): instrument])
        let parts = try TracedOutput.parts(of: output)
        let file = scratch.file("traced-\(place).sqlite")
        guard let record = try RunFile.record(in: parts.results, by: file) else {
            throw Refusal("compare two runs", .said("one of them left no record"))
        }
        return TracedRun(
            record: packed.unpacked(record, of: planned),
            exchanges: Exchange.all(of: parts.segments), lost: parts.lost)
    }
}
