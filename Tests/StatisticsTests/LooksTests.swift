// SPDX-License-Identifier: Apache-2.0
import Statistics
import Testing

@Suite("Looking at results while they grow") struct LooksTests {
    @Test("is done a few times, ever further apart, the last time at the end")
    func schedule() {
        #expect(Looks(most: 60).rounds == [10, 16, 24, 38, 60])
        #expect(Looks(most: 15).rounds == [10, 12, 15])
        #expect(Looks(first: 3, most: 20).rounds == [8, 10, 13, 16, 20])
        #expect(Looks(most: 10).rounds == [10])
        #expect(Looks(most: 4).rounds == [4])
        #expect(Looks(most: 60).next(after: 16) == 24)
        #expect(Looks(most: 60).next(after: 60) == nil)
    }

    /// Pocock (1977) has 0.0158 a look for five that are equally far apart, where sums depend on
    /// each other much as they do here.
    @Test("shares out what may be missed as Pocock does")
    func shared() {
        #expect(abs(1 - Looks(most: 60).confidenceOfEach - 0.0158) < 0.0015)
        #expect(Looks(most: 10).confidenceOfEach == 0.95)
    }

    /// The hardest reason to stop: because the interval misses.
    @Test(
        "has every look hold the truth in 95 % of experiments, and so any at which one stops",
        arguments: Simulation.Noise.allCases)
    func allHold(noise: Simulation.Noise) throws {
        let looks = Looks(most: 30)
        var simulation = Simulation(seed: 5)
        var held = Share()
        for _ in 0..<5000 {
            let differences = simulation.differences(noise, rounds: 30, effect: 0.7)
            held.add(
                try looks.rounds.allSatisfy {
                    try #require(looks.estimate(Array(differences.prefix($0)))).interval
                        .contains(0.7)
                })
        }
        #expect(held.value >= 0.95 - 3 * held.standardError, "\(held)")
        #expect(held.value <= 0.965, "\(held)")
    }

    @Test(
        "until the interval is narrow holds the truth in 95 % and more",
        arguments: Simulation.Noise.allCases)
    func narrow(noise: Simulation.Noise) throws {
        let looks = Looks(most: 30)
        var simulation = Simulation(seed: 6)
        var held = Share()
        for _ in 0..<3000 {
            let differences = simulation.differences(noise, rounds: 30, effect: 0.7)
            for round in looks.rounds {
                let estimate = try #require(looks.estimate(Array(differences.prefix(round))))
                let width = estimate.interval.upperBound - estimate.interval.lowerBound
                // About what the middle look has.
                guard width < 2 || round == 30 else { continue }
                held.add(estimate.interval.contains(0.7))
                break
            }
        }
        #expect(held.value >= 0.95, "\(held)")
    }
}
