// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Experiments

/// One connection against two: whoever has two gets twice as much while others have one, and
/// nothing more when all have two.
@Suite("Arms that share a path") struct InterferenceTests {
    static let fairness = Measure("bulk", .fairness)

    /// Ten flows of 100 Mbit/s; each with the treatment weighs two.
    static func runs(rounds: Int = 8) -> [RunSummary] {
        (0..<rounds).flatMap { round in
            [0, 0.1, 0.5, 1].enumerated().map { place, share in
                let total = 100e6 * (1 + Double(round) / 100)
                let weight = 10 * (2 * share + 1 - share)
                let treated = total * 20 * share / weight
                let index = weight * weight / (10 * 10 * (4 * share + 1 - share))
                var run = RunSummary(
                    number: round * 4 + place + 1, round: round, path: "shallow", load: "bulk",
                    arm: "mine", share: share,
                    values: [Made.goodput: total, fairness: index])
                if share > 0 { run.armValues["mine"] = [Made.goodput: treated] }
                if share < 1 { run.armValues["reno"] = [Made.goodput: total - treated] }
                return run
            }
        }
    }

    static func found() throws -> Interference {
        let analysis = Analysis(of: runs(), Made.question())
        #expect(analysis.effects.isEmpty)
        try #require(analysis.interferences.count == 1)
        return analysis.interferences[0]
    }

    @Test("make a naive test claim twice as much, and it is nothing when all have it")
    func naive() throws {
        let found = try Self.found()
        #expect(found.shares.map(\.share) == [0, 0.1, 0.5, 1])
        for at in found.shares where at.share > 0 && at.share < 1 {
            let point = try #require(at.naive?.estimate).point
            #expect(abs(point - 1) < 1e-9)
        }
        let whole = try #require(found.whole.estimate).point
        #expect(abs(whole) < 1e-9)
    }

    @Test("take from each other what the treatment gains")
    func spillOver() throws {
        let half = try Self.found().shares[2]
        let point = try #require(half.spillOver?.estimate).point
        #expect(abs(point - -1.0 / 3) < 1e-9)
    }

    @Test("have nothing to compare where all are of one kind")
    func ends() throws {
        let found = try Self.found()
        for at in [found.shares[0], found.shares[3]] {
            #expect(at.naive == nil && at.spillOver == nil)
        }
    }

    @Test("are as fair as Jain's index says")
    func fair() throws {
        let found = try Self.found()
        #expect(found.shares[0].fairness?.point == 1)
        let half = try #require(found.shares[2].fairness).point
        #expect(abs(half - 0.9) < 1e-9)
    }
}
