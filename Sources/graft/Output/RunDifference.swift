// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

/// Two runs that took place again, and where they part.
struct RunDifference: Shown {
    /// The results file.
    let file: String
    /// Two of them.
    let sides: [Side]
    let flows: [FlowComparison]
    let tolerance: Duration
    /// How much is shown around the places at which they part.
    let context: Int

    struct Side {
        let run: PlannedRun
        let arm: String
        /// As the file has it; nil where it does not.
        let stored: RunRecord?
        /// As it went this time.
        let again: RunRecord
    }

    var isSame: Bool { flows.allSatisfy { $0.time == nil } }

    /// The flow that parts first.
    private var first: FlowComparison? {
        flows.filter { $0.time != nil }.min { ($0.time ?? .zero) < ($1.time ?? .zero) }
    }

    private var packets: Int { flows.reduce(0) { $0 + $1.packets } }
    private var acknowledgements: Int { flows.reduce(0) { $0 + $1.acknowledgements } }

    var text: String {
        let run = sides[0].run
        let place = "round \(run.round + 1) on \(run.path) under \(run.load)"
        let head = "\(place): \(sides[0].arm) | \(sides[1].arm)"
        var lines = [head] + throughputs
        guard let first else {
            lines.append("no difference in \(counted(packets, acknowledgements))")
            return lines.joined(separator: "\n")
        }
        for flow in flows where flows.count > 1 && flow.flow != first.flow {
            let counts = counted(flow.packets, flow.acknowledgements)
            lines.append(
                "flow \(flow.flow): "
                    + (flow.time.map { "the same in \(counts), until \(Segment.seconds($0)) s" }
                        ?? "no difference in \(counts)"))
        }
        lines.append(
            "flow \(first.flow): the same in \(counted(first.packets, first.acknowledgements)), "
                + "times within \(tolerance.text)")
        lines += [first.packet, first.acknowledgement].compactMap { $0 }
            .sorted { $0.time < $1.time }.map(words)
        let tables = first.surroundings(context).map(table)
        return lines.joined(separator: "\n") + "\n\n" + tables.joined(separator: "\n\n")
    }

    private func counted(_ packets: Int, _ acknowledgements: Int) -> String {
        "\(Words.plural(packets, "packet")) and \(Words.plural(acknowledgements, "acknowledgement"))"
    }

    /// What netperf said in the file and this time, so that it can be seen how alike they are.
    private var throughputs: [String] {
        sides.compactMap { side in
            guard let stored = side.stored?.throughput, let again = side.again.throughput else {
                return nil
            }
            return "  \(side.arm): \(again) this time, \(stored) in \(file)"
        }
    }

    /// `the first packet that differs is number 214, after 1.234567 s: cwnd 31 | 30`
    private func words(_ parting: Parting) -> String {
        let kind = parting.isSent ? "packet" : "acknowledgement"
        let number = Words.count(parting.before + 1)
        let what: String
        if parting.left == nil || parting.right == nil {
            let (has, lacks) = parting.left == nil ? (1, 0) : (0, 1)
            what = "\(sides[has].arm) has it, and \(sides[lacks].arm) has no more"
        } else {
            what = parting.differences.map { "\($0.name) \($0.left) | \($0.right)" }
                .joined(separator: ", ")
        }
        return "the first \(kind) that differs is number \(number), "
            + "after \(Segment.seconds(parting.time)) s: \(what)"
    }

    private func table(_ rows: [FlowComparison.Row]) -> String {
        let half = ["SECONDS", "", "CWND", "SSTHRESH", "SRTT MS"]
        var (left, right) = (half, half)
        (left[1], right[1]) = (sides[0].arm, sides[1].arm)
        var table = Table([""] + left + [""] + right, numeric: [1, 3, 4, 5, 7, 9, 10, 11])
        for row in rows {
            let sign =
                row.left == nil ? ">" : row.right == nil ? "<" : row.isSame ? "" : "|"
            table.add(
                [row.isParting ? "*" : ""] + cells(row.left) + [sign] + cells(row.right))
        }
        return table.text
    }

    private func cells(_ segment: Segment?) -> [String] {
        guard let segment else { return ["", "", "", "", ""] }
        return [
            Segment.seconds(segment.time), segment.words, "\(segment.cwnd)",
            Segment.words(segment.ssthresh), Segment.milliseconds(segment.srtt),
        ]
    }
}

extension Segment {
    /// `-> 310401+1448 again`, `<- ack 311849`.
    fileprivate var words: String {
        var words = [way.isSent ? "->" : "<-"]
        let marks = [(2, "SYN"), (1, "FIN"), (4, "RST"), (64, "ECE"), (128, "CWR")]
            .filter { flags & UInt16($0.0) != 0 }.map(\.1)
        if length > 0 || way.isSent && !marks.isEmpty { words.append("\(sequence)+\(length)") }
        if !way.isSent || words.count == 1 { words.append("ack \(acknowledgement)") }
        if way == .sentAgain { words.append("again") }
        return (words + marks).joined(separator: " ")
    }
}

extension RunRecord {
    /// Of all its flows, where they are of one kind.
    fileprivate var throughput: String? {
        let kinds = Set(flows.map(\.test.isRequestResponse))
        guard kinds.count == 1, let asks = kinds.first else { return nil }
        return Figures.text(
            flows.reduce(0) { $0 + $1.throughput }, asks ? .perSecond : .bitsPerSecond)
    }
}

extension RunDifference {
    var json: JSON {
        let run = sides[0].run
        return [
            "results": JSON(file), "round": JSON(run.round + 1), "path": JSON(run.path),
            "load": JSON(run.load), "arms": JSON(sides.map(\.arm)), "same": JSON(isSame),
            "tolerance_seconds": JSON(tolerance.inSeconds), "packets": JSON(packets),
            "acknowledgements": JSON(acknowledgements), "first_flow": JSON(first?.flow),
            "flows": .array(flows.map(json)),
        ]
    }

    private func json(_ flow: FlowComparison) -> JSON {
        [
            "flow": JSON(flow.flow), "packets": JSON(flow.packets),
            "acknowledgements": JSON(flow.acknowledgements), "packet": json(flow.packet),
            "acknowledgement": json(flow.acknowledgement),
            "around": .array(
                flow.surroundings(context).flatMap { $0 }.map { row in
                    [
                        "left": json(row.left), "right": json(row.right),
                        "same": JSON(row.isSame), "parting": JSON(row.isParting),
                    ]
                }),
        ]
    }

    private func json(_ parting: Parting?) -> JSON {
        guard let parting else { return .null }
        return [
            "number": JSON(parting.before + 1), "seconds": JSON(parting.time.inSeconds),
            "left": json(parting.left), "right": json(parting.right),
            "differences": .array(
                parting.differences.map {
                    ["name": JSON($0.name), "left": JSON($0.left), "right": JSON($0.right)]
                }),
        ]
    }

    private func json(_ segment: Segment?) -> JSON {
        guard let segment else { return .null }
        let threshold =
            segment.ssthresh == FlowSample.noThreshold ? nil : Int(segment.ssthresh)
        return [
            "way": JSON(segment.way.rawValue), "seconds": JSON(segment.time.inSeconds),
            "connection": JSON(segment.connection), "sequence": JSON(Int(segment.sequence)),
            "length": JSON(Int(segment.length)), "ack": JSON(Int(segment.acknowledgement)),
            "flags": JSON(Int(segment.flags)), "sacked": JSON(Int(segment.sacked)),
            "in_flight": JSON(Int(segment.inFlight)), "cwnd": JSON(Int(segment.cwnd)),
            "ssthresh": JSON(threshold), "srtt_seconds": JSON(segment.srtt.inSeconds),
            "congestion_state": JSON(Int(segment.congestionState)),
        ]
    }
}
