// SPDX-License-Identifier: Apache-2.0
import Kernel
import Packets

/// A new program may take the place of an old one if, on these packets, the two
/// differ only where an expression holds.
public struct DifferenceGate: Sendable {
    public let source: PacketSource
    public let allowed: PacketExpression

    public init(_ source: PacketSource, onlyDiffersOn allowed: PacketExpression) {
        self.source = source
        self.allowed = allowed
    }

    /// Lets `new` pass, and says what was compared; or refuses `attempt` and names
    /// the first packets that speak against it. Packets that the kernel cannot
    /// run decide nothing; where it can run none, nothing was shown, and it refuses.
    @discardableResult
    public func check(
        _ new: TrialProgram, against old: TrialProgram, attempt: String
    ) throws(Refusal) -> TrialSummary {
        var trial = try Trial(new, against: old)
        trial.allowed = allowed
        try trial.run(over: source) { _ throws(Refusal) in }
        let summary = trial.summary
        guard summary.tried > 0 else {
            throw Refusal(attempt, .said("not one of \(summary.packets) packets could be tried"))
        }
        guard summary.outside == 0 else {
            throw Refusal(
                attempt, .said(words(for: summary)),
                hint: "look at them with `graft try --against live --only-differs-on '\(allowed)'`")
        }
        return summary
    }

    private func words(for summary: TrialSummary) -> String {
        let examples = summary.firstOutside.prefix(3).map { line in
            let label = line.packet.label.isEmpty ? line.packet.words : line.packet.label
            return "number \(line.packet.number) (\(label): \(line.change.map { "\($0)" } ?? ""))"
        }
        let more = summary.outside - examples.count
        return "\(summary.outside) of \(summary.tried) packets differ though \"\(allowed)\" does "
            + "not hold for them: \(examples.joined(separator: "; "))"
            + (more > 0 ? "; and \(more) more" : "")
    }
}

extension DifferenceGate {
    /// Refuses a swap when the two versions differ elsewhere than they may.
    func check(_ new: Carrier, against held: Held) throws(Refusal) {
        let attempt = "swap \(held.name)"
        guard case .program(let new) = new, case .program(let old) = held.carrier else {
            throw Refusal(
                attempt, .misfit("\(held.hook.titleWithArticle) cannot be tried on packets"))
        }
        try check(
            TrialProgram(live: new, named: "the new version"),
            against: TrialProgram(live: old, named: held.name), attempt: attempt)
    }
}
