// SPDX-License-Identifier: Apache-2.0
import Statistics
import Testing

@Suite("The smallest difference to be seen") struct DetectableTests {
    /// How often an effect of this size is seen; give or take 0.7 % of standard error.
    static func power(_ effect: Double, _ noise: Simulation.Noise, rounds: Int) throws -> Share {
        var simulation = Simulation(seed: 7)
        var seen = Share()
        for _ in 0..<3000 {
            let differences = simulation.differences(noise, rounds: rounds, effect: effect)
            seen.add(try #require(SignedRank.estimate(differences)).interval.lowerBound > 0)
        }
        return seen
    }

    @Test(
        "is seen in about 80 % of experiments",
        arguments: [Simulation.Noise.normal, .student3, .contaminated], [10, 15, 30])
    func seen(noise: Simulation.Noise, rounds: Int) throws {
        var simulation = Simulation(seed: 8)
        let sizes = try (0..<500).map { _ in
            let differences = simulation.differences(noise, rounds: rounds, effect: 0)
            return smallestDetectable(try #require(SignedRank.estimate(differences)))
        }
        let size = try #require(mean(of: sizes))
        let power = try Self.power(size, noise, rounds: rounds)
        #expect(abs(power.value - 0.8) < 0.05, "\(power)")
    }

    @Test("can be told from the deviation beforehand", arguments: [10, 15, 30])
    func planned(rounds: Int) throws {
        // Of two runs of deviation 1.
        let size = try #require(
            smallestDetectable(deviation: 2.0.squareRoot(), count: rounds))
        let power = try Self.power(size, .normal, rounds: rounds)
        #expect(abs(power.value - 0.8) < 0.05, "\(power)")
    }

    @Test("is told of no fewer than six rounds")
    func few() {
        #expect(smallestDetectable(deviation: 1, count: 5) == nil)
    }
}
