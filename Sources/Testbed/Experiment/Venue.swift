// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Where an experiment takes place: the network of every path, standing as long as it lasts.
///
/// Networks stay up between runs, so that a run costs what its arms cost; nothing is learnt
/// from one run to the next (the namespaces keep no metrics), and queues are empty when no
/// flow is there.
public final class Venue {
    private let plan: Plan
    private let shelf: Shelf
    private let netperf: Netperf
    /// Where each run begins with a machine of its own: see `RunRequest.alignment`, and flows
    /// begin as the run's seed says.
    public var alignment: Duration?
    /// See `Sampling.everySegment`.
    public var watchesSegments = false
    private var stands: [Stand] = []

    /// A class, because arrays hold no owners.
    private final class Stand {
        let path: String
        private var network: Network?

        init(_ path: String, _ network: consuming Network) {
            self.path = path
            self.network = .some(network)
        }

        func run(_ request: RunRequest, _ shelf: Shelf, _ netperf: Netperf) throws(Refusal)
            -> RunRecord
        {
            guard let record = try network?.run(request, shelf: shelf, netperf) else {
                preconditionFailure("a network that was taken down is not run over")
            }
            return record
        }

        func takeDown() throws(Refusal) {
            guard let network = network.take() else { return }
            try network.takeDown()
        }
    }

    /// Makes all networks, or none. `name` is what they are called, each with its number.
    public init(
        _ plan: Plan, named name: String, in places: Places, shelf: Shelf = .host,
        _ netperf: Netperf, program: String? = nil, seed: UInt64? = nil
    ) throws(Refusal) {
        self.plan = plan
        self.shelf = shelf
        self.netperf = netperf
        for (index, path) in plan.paths.enumerated() {
            stands.append(
                Stand(
                    path.name,
                    try Network.make(
                        path.value, named: "\(name)_\(index + 1)", in: places, shelf: shelf,
                        program: program, seed: seed)))
        }
    }

    /// One run of the plan. A run that cannot be trusted is an answer; one that could not take
    /// place at all is one too, failed with the refusal's words.
    public func run(_ planned: PlannedRun) -> RunRecord {
        guard let stand = stands.first(where: { $0.path == planned.path }),
            let load = plan.load(of: planned)
        else { preconditionFailure("a run of another plan") }
        var request = RunRequest(load, arms: plan.arms(of: planned))
        request.hygiene = plan.hygiene
        request.alignment = alignment
        if alignment != nil { request.startSeed = planned.seed }
        request.sampling.everyTransaction = plan.asksForLatencies
        request.sampling.everySegment = watchesSegments
        if case .switchback(let blocks) = planned.turn {
            let names = request.arms.map(\.name)
            for (before, block) in zip(blocks, blocks.dropFirst()) where before.arm != block.arm {
                guard let arm = names.firstIndex(of: block.arm) else { continue }
                request.changes.append(.init(after: block.start, arm: arm))
            }
        }
        do {
            return try stand.run(request, shelf, netperf)
        } catch {
            return RunRecord(of: planned, of: plan, failed: error, at: .now)
        }
    }

    /// Takes every network down; the first refusal is told when all were tried.
    public func takeDown() throws(Refusal) {
        var first: Refusal?
        for stand in stands {
            do throws(Refusal) { try stand.takeDown() } catch { first = first ?? error }
        }
        stands = []
        if let first { throw first }
    }
}
