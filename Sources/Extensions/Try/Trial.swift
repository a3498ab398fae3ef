// SPDX-License-Identifier: Apache-2.0
import Packets

/// Runs a program over packets, in the kernel and beside all traffic, and
/// compares it with another where that is wanted.
public struct Trial: Sendable {
    private let program: TrialProgram
    private let other: TrialProgram?
    /// Only packets for which this holds are tried.
    public var filter: PacketExpression?
    /// Where the two programs may differ; nil: anywhere.
    public var allowed: PacketExpression?
    /// Runs of each packet. More make the time mean something, and count as many
    /// times in the program's maps.
    public var repeats = 1
    public private(set) var summary = TrialSummary()

    public var isCompared: Bool { other != nil }

    /// `other` is what is now, `program` what would be.
    public init(
        _ program: TrialProgram, against other: TrialProgram? = nil
    ) throws(Refusal) {
        if let other, other.kind != program.kind {
            throw Refusal(
                "compare \(program.name) with \(other.name)",
                .misfit("the one is \(program.kind.title), the other \(other.kind.title)"))
        }
        self.program = program
        self.other = other
    }

    /// Tries each packet and tells what came of it. After a refusal the summary
    /// has what was tried before it.
    public mutating func run(
        over source: PacketSource, each tell: (TrialLine) throws(Refusal) -> Void
    ) throws(Refusal) {
        let runner = TrialRunner(program, repeats: repeats)
        let otherRunner = other.map { TrialRunner($0, repeats: repeats) }
        var first: Int64?
        try source.forEach { packet throws(Refusal) in
            if first == nil { first = packet.time }
            if let filter, !filter.holds(for: packet) { return summary.pass(over: packet) }
            let outcome = try runner.outcome(of: packet.bytes)
            let line = line(
                packet, since: first, outcome, try otherRunner?.outcome(of: packet.bytes))
            summary.add(line)
            try tell(line)
        }
    }

    private func line(
        _ packet: Packet, since first: Int64?, _ outcome: PacketOutcome, _ other: PacketOutcome?
    ) -> TrialLine {
        let change = other.flatMap { PacketChange(from: $0, to: outcome) }
        return TrialLine(
            packet: packet, elapsed: Trial.elapsed(packet.time, since: first), outcome: outcome,
            other: other, change: change,
            isOutside: change != nil && allowed?.holds(for: packet) == false)
    }

    /// Nil where either is not known, or a capture claims centuries between them.
    private static func elapsed(_ time: Int64?, since first: Int64?) -> Duration? {
        guard let time, let first else { return nil }
        let (difference, overflow) = time.subtractingReportingOverflow(first)
        return overflow ? nil : .nanoseconds(difference)
    }
}
