// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import KernelLab

extension DeterministicVenue {
    /// Runs of a plan again, all at once, with every segment that their senders send and receive.
    ///
    /// Arms of the same code get the same bytes in, and so give the same bytes out. Looking at
    /// segments takes instructions, like everything in there, so a traced run is some
    /// microseconds off the one that its results file holds.
    public func trace(_ planned: [PlannedRun]) throws -> [TracedRun] {
        let venue = self
        var machines: [Background<Result<TracedRun, any Error>>?] = []
        for run in planned {
            // Where there is no thread or no room for it, it takes its turn below.
            let mayStart = machines.count < atOnce
            machines.append(
                mayStart
                    ? try? Background(named: "graft-machine") {
                        Result { try venue.traced(run) }
                    } : nil)
        }
        // All are waited for, whatever comes of the first.
        let results = zip(planned, machines).map { pair in
            pair.1?.finish() ?? Result { try traced(pair.0) }
        }
        return try results.map { try $0.get() }
    }

    private func traced(_ planned: PlannedRun) throws -> TracedRun {
        var (files, round, place) = packed.files(for: planned)
        let name = "instruments/segments"
        files[PackedPlan.place(of: name)] = Array(try shelf.object(name).content)
        let output = try carryOut(
            [PackedPlan.name, "\(round)", "\(place)", OneRun.traced], files, for: planned)
        let parts = try TracedOutput.parts(of: output)
        return TracedRun(
            record: try record(in: parts.results, of: planned),
            conversations: Conversation.all(of: parts.segments), lost: parts.lost)
    }
}
