// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel
import Packets

extension TrialSummary {
    /// How many packets came to what, how long it took, and where two programs differ.
    func text(_ trial: Trial, examples: Int) -> String {
        var lines = groupLines(trial, examples: examples)
        lines.append("\(Words.plural(packets, "packet")): \(verdictWords)")
        if let median = nanoseconds(share: 0.5), let high = nanoseconds(share: 0.99) {
            lines.append("  \(median) ns a packet (median), \(high) ns for 1 in 100")
        }
        if passedOver > 0 { lines.append("  \(Words.count(passedOver)) passed over by --filter") }
        if cut > 0 {
            lines.append("  \(Words.count(cut)) of them cut: the capture has only their beginning")
        }
        if let count = verdicts[.tooShort] {
            lines.append("  \(Words.count(count)) too short for the kernel's test-run (14 bytes)")
        }
        if let count = verdicts[.tooLong] {
            lines.append(
                "  \(Words.count(count)) too long for the kernel's test-run (most of a page)")
        }
        if let line = differenceLine(trial) { lines.append("  " + line) }
        return lines.joined(separator: "\n")
    }

    private var sortedVerdicts: [(key: PacketOutcome.Verdict, value: Int)] {
        verdicts.sorted { ($1.value, "\($0.key)") < ($0.value, "\($1.key)") }
    }

    /// Those that differ most often first.
    private var sortedGroups: [(key: PacketChange, value: Group)] {
        groups.sorted { ($1.value.count, "\($0.key)") < ($0.value.count, "\($1.key)") }
    }

    private var verdictWords: String {
        if verdicts.isEmpty { return "none was tried" }
        return sortedVerdicts.map { "\(Words.count($0.value)) \($0.key)" }.joined(separator: ", ")
    }

    /// Who looks further than this asks a program.
    private static let shownGroups = 10

    private func groupLines(_ trial: Trial, examples: Int) -> [String] {
        let shown = sortedGroups.prefix(TrialSummary.shownGroups)
        let lines = shown.flatMap { change, group in
            var title = "\(change): \(Words.plural(group.count, "packet"))"
            if let allowed = trial.allowed, group.outside > 0 {
                title += ", \(Words.count(group.outside)) of them outside \"\(allowed)\""
            }
            let lines = group.examples.prefix(examples).map { "  " + $0.difference }
            let left = group.count - lines.count
            let more = left > 0 && !lines.isEmpty ? ["  (\(Words.count(left)) more)"] : []
            return [title] + lines + more
        }
        let left = groups.count - shown.count
        return left > 0 ? lines + ["(\(Words.plural(left, "more way")): see --json)"] : lines
    }

    private func differenceLine(_ trial: Trial) -> String? {
        guard trial.isCompared else { return nil }
        guard differing > 0 else { return "no difference seen" }
        let ways = Words.plural(groups.count, "way")
        let all = "\(Words.count(differing)) differ in \(ways)"
        guard let allowed = trial.allowed else { return all }
        return outside == 0
            ? "\(all), all of them where \"\(allowed)\" holds"
            : "\(all), \(Words.count(outside)) of them where \"\(allowed)\" does not hold"
    }

    func json(_ trial: Trial) -> JSON {
        var object: JSON.Object = [
            "packets": JSON(packets), "tried": JSON(tried), "passed_over": JSON(passedOver),
            "cut": JSON(cut),
            "verdicts": .object(
                JSON.Object(sortedVerdicts.map { (key: "\($0.key)", value: JSON($0.value)) })),
            "ns_median": JSON(nanoseconds(share: 0.5)), "ns_p99": JSON(nanoseconds(share: 0.99)),
        ]
        guard trial.isCompared else { return .object(object) }
        object["differing"] = JSON(differing)
        object["outside"] = trial.allowed == nil ? .null : JSON(outside)
        object["groups"] = .array(
            sortedGroups.map { change, group in
                [
                    "from": JSON("\(change.from)"), "to": JSON("\(change.to)"),
                    "parts": JSON(change.parts), "packets": JSON(group.count),
                    "outside": trial.allowed == nil ? .null : JSON(group.outside),
                ]
            })
        return .object(object)
    }
}

extension TrialLine {
    /// The packet, and what each of the two made of it.
    fileprivate var difference: String {
        let mark = isOutside ? "! " : ""
        let line = "\(mark)\(packet.number)  \(words)"
        guard let old = other?.words, !old.isEmpty || !outcome.words.isEmpty else { return line }
        return "\(line)  [\(old)] -> [\(outcome.words)]"
    }
}
