// SPDX-License-Identifier: Apache-2.0
import Draws
import Statistics
import Testing

/// Each share has a standard error of 0.22 % of its own, at 95 % of 10,000.
@Suite("An interval of 95 %") struct CoverageTests {
    static let trials = 10_000

    @Test(
        "by signed ranks holds the truth in 93.5 to 96.5 % of experiments",
        arguments: Simulation.Noise.allCases, [10, 15, 20])
    func signedRank(noise: Simulation.Noise, rounds: Int) throws {
        var simulation = Simulation(seed: 1)
        var held = Share()
        for _ in 0..<Self.trials {
            let differences = simulation.differences(noise, rounds: rounds, effect: 0.7)
            held.add(try #require(SignedRank.estimate(differences)).interval.contains(0.7))
        }
        print("coverage of signed ranks, \(noise.rawValue), \(rounds) rounds: \(held)")
        #expect((0.935...0.965).contains(held.value))
    }

    @Test(
        "by bootstrap of the mean holds it as often as its guide says",
        arguments: Simulation.Noise.allCases, [10, 15, 20])
    func bootstrap(noise: Simulation.Noise, rounds: Int) throws {
        var simulation = Simulation(seed: 2)
        var held = Share()
        var plain = Share()
        for trial in 0..<Self.trials {
            let differences = simulation.differences(noise, rounds: rounds, effect: 0.7)
            var bootstrap = Bootstrap(resamples: 1000, seed: 3, stream: UInt64(trial))
            held.add(try #require(bootstrap.mean(of: differences)).interval.contains(0.7))
            bootstrap.isExpanded = false
            plain.add(try #require(bootstrap.mean(of: differences)).interval.contains(0.7))
        }
        print("coverage of BCa, \(noise.rawValue), \(rounds) rounds: \(held), plain \(plain)")
    }

    @Test("of the same arm twice gives a false alarm in at most 5 %", arguments: [6, 10, 15, 20, 70])
    func falseAlarms(rounds: Int) throws {
        var simulation = Simulation(seed: 4)
        var alarms = Share()
        for trial in 0..<Self.trials {
            let noise = Simulation.Noise.allCases[trial % Simulation.Noise.allCases.count]
            let differences = simulation.differences(noise, rounds: rounds, effect: 0)
            alarms.add(!(try #require(SignedRank.estimate(differences)).interval.contains(0)))
        }
        print("false alarms, \(rounds) rounds: \(alarms)")
        #expect(alarms.value <= 0.05 + 2 * alarms.standardError)
    }
}
