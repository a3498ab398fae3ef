// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions

/// What a path may ask of a machine whose time is the count of its instructions.
public enum DeterministicLimits {
    /// The highest rate. One flow at it keeps the machine's processor busy for a fifth of its
    /// time; far beyond it the processor would be measured, and not the path.
    public static let highestRate = BitsPerSecond.megabits(200)
    /// What one flow was seen to reach where nothing but the processor held it back.
    public static let ceiling = BitsPerSecond.megabits(913)

    /// Both, in words.
    public static var words: String {
        "paths up to \(highestRate); one flow reaches \(ceiling) at most"
    }
}

extension Plan {
    /// What has no place where time is counted by instructions: told before anything is packed or
    /// booted, all at once.
    public func objectionsToDeterminism() -> [Complaint] {
        objectionsToPaths + objectionsToLoads + objectionsToMetrics
    }

    private var objectionsToPaths: [Complaint] {
        // Where nothing is sent no path carries anything.
        guard loads.contains(where: { !$0.value.parts.isEmpty }) else { return [] }
        return paths.compactMap { path in
            let field = "paths.\(path.name)"
            guard let rate = path.value.rate else {
                return Complaint(
                    field,
                    "it has no rate, and so would measure the processor of a machine "
                        + "that counts instructions and no time",
                    hint: "give it one, of \(DeterministicLimits.highestRate) at most")
            }
            let asked = max(rate.forth, rate.back)
            guard asked > DeterministicLimits.highestRate else { return nil }
            return Complaint(
                field,
                "its rate of \(asked) is beyond the ceiling of a deterministic machine, "
                    + "\(DeterministicLimits.highestRate)",
                hint: "its time is instructions, and one flow reaches "
                    + "\(DeterministicLimits.ceiling) in there at most; without --deterministic "
                    + "this machine's own ceiling holds")
        }
    }

    private var objectionsToLoads: [Complaint] {
        loads.compactMap { load in
            let asked =
                load.value.parts
                .flatMap { [$0.clientProcessor, $0.serverProcessor] }.compactMap { $0 }.max() ?? 0
            guard asked > 0 else { return nil }
            return Complaint(
                "loads.\(load.name)",
                "it asks for processor \(asked), and a deterministic machine has one, of number 0")
        }
    }

    private var objectionsToMetrics: [Complaint] {
        guard [.bitsPerCPUSecond, .timePerAck, .workTime].contains(metrics.primary.metric) else {
            return []
        }
        return [
            Complaint(
                "metrics.primary",
                "\(metrics.primary) is of processor time, which means nothing where instructions "
                    + "are the clock")
        ]
    }
}
