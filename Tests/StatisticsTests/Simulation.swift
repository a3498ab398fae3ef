// SPDX-License-Identifier: Apache-2.0
import Draws
import Glibc
import Statistics
import Testing

/// Makes up experiments of which the truth is known.
struct Simulation {
    var draws: Draws

    init(seed: UInt64) { draws = Draws(seed: seed) }

    /// What single runs of an arm are scattered like, round about 0.
    enum Noise: String, CaseIterable, Sendable, CustomTestStringConvertible {
        case normal
        /// Skewed: the logarithm is normal.
        case logNormal = "log-normal"
        case student3 = "Student's t of 3 degrees"
        case student2 = "Student's t of 2 degrees"
        /// One in ten is five times as wild.
        case contaminated
        /// Both arms of a round share a walk that leads away, round by round.
        case drifting

        var testDescription: String { rawValue }
    }

    mutating func normal() -> Double {
        (-2 * log(1 - draws.fraction())).squareRoot() * cos(2 * .pi * draws.fraction())
    }

    mutating func one(_ noise: Noise) -> Double {
        switch noise {
        case .normal, .drifting: return normal()
        case .logNormal: return exp(normal())
        case .student3: return student(3)
        case .student2: return student(2)
        case .contaminated: return normal() * (draws.below(10) == 0 ? 5 : 1)
        }
    }

    private mutating func student(_ degrees: Int) -> Double {
        let squares = (0..<degrees).reduce(0.0) { sum, _ in
            let value = normal()
            return sum + value * value
        }
        return normal() / (squares / Double(degrees)).squareRoot()
    }

    /// The differences of paired rounds whose treatment is `effect` above the control.
    mutating func differences(_ noise: Noise, rounds: Int, effect: Double) -> [Double] {
        var drift = 0.0
        return (0..<rounds).map { _ in
            if noise == .drifting { drift += 3 + normal() }
            return (one(noise) + drift + effect) - (one(noise) + drift)
        }
    }
}

/// How many of so many trials turned out so.
struct Share: CustomStringConvertible {
    var count = 0
    var trials = 0

    var value: Double { Double(count) / Double(trials) }
    /// Of the simulation itself.
    var standardError: Double { (value * (1 - value) / Double(trials)).squareRoot() }

    mutating func add(_ held: Bool) {
        trials += 1
        if held { count += 1 }
    }

    var description: String { "\(value) (+- \(standardError))" }
}
