// SPDX-License-Identifier: Apache-2.0
import Packets

/// What came of a trial, in numbers; of the same size whatever the packets' number.
public struct TrialSummary: Sendable {
    /// All that the source held.
    public private(set) var packets = 0
    /// Those for which the filter did not hold.
    public private(set) var passedOver = 0
    /// Of these the capture holds only the beginning.
    public private(set) var cut = 0
    public private(set) var verdicts: [PacketOutcome.Verdict: Int] = [:]
    public private(set) var groups: [PacketChange: Group] = [:]
    /// Packets that differ where they should not, and the first of them.
    public private(set) var outside = 0
    public private(set) var firstOutside: [TrialLine] = []
    private var times: [UInt32: Int] = [:]

    /// The packets on which two programs differ in the same way.
    public struct Group: Sendable {
        public internal(set) var count = 0
        /// Those that the expression does not allow.
        public internal(set) var outside = 0
        fileprivate var firstAllowed: [TrialLine] = []
        fileprivate var firstOutside: [TrialLine] = []

        /// The first of them; before all, those that are not allowed.
        public var examples: [TrialLine] {
            Array((firstOutside + firstAllowed).prefix(TrialSummary.kept))
        }
    }

    /// What is kept of a group, and of those that should not be.
    fileprivate static let kept = 5

    /// Those that were looked at and could be run.
    public var tried: Int { verdicts.reduce(0) { $0 + ($1.key.wasRun ? $1.value : 0) } }

    public var differing: Int { groups.values.reduce(0) { $0 + $1.count } }

    /// The time that this share of the runs did not exceed; nil where there were none.
    public func nanoseconds(share: Double) -> UInt32? {
        let total = times.values.reduce(0, +)
        guard total > 0 else { return nil }
        let wanted = max(Int((Double(total) * share).rounded(.up)), 1)
        var seen = 0
        for (time, count) in times.sorted(by: { $0.key < $1.key }) {
            seen += count
            if seen >= wanted { return time }
        }
        return nil
    }

    mutating func pass(over packet: Packet) {
        packets += 1
        passedOver += 1
    }

    mutating func add(_ line: TrialLine) {
        packets += 1
        if line.packet.isCut { cut += 1 }
        verdicts[line.outcome.verdict, default: 0] += 1
        if let time = line.outcome.nanoseconds {
            times[TrialSummary.rounded(time), default: 0] += 1
        }
        guard let change = line.change else { return }
        var group = groups.removeValue(forKey: change) ?? Group()
        group.count += 1
        if line.isOutside {
            group.outside += 1
            outside += 1
            TrialSummary.keep(line, in: &group.firstOutside)
            TrialSummary.keep(line, in: &firstOutside)
        } else {
            TrialSummary.keep(line, in: &group.firstAllowed)
        }
        groups[change] = group
    }

    private static func keep(_ line: TrialLine, in lines: inout [TrialLine]) {
        if lines.count < kept { lines.append(line) }
    }

    /// Long times to three digits, so that there are few different ones.
    private static func rounded(_ time: UInt32) -> UInt32 {
        var unit: UInt32 = 1
        while time / unit >= 1000 { unit *= 10 }
        return time / unit * unit
    }
}
