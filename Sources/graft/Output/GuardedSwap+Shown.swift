// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel

extension GuardedSwap.Ending: Shown {
    /// Without the swap itself, which was told when it was done.
    var text: String {
        var lines: [String] = []
        let time = Words.time(watched)
        lines += findings.map { "  \($0)" }
        guard let reason else {
            return (lines + ["held for \(time): v\(swapped.to.number) stays"]).joined(
                separator: "\n")
        }
        lines.append("breached after \(time): \(reason)")
        if let back { lines.append("rolled back: \(back.text)") }
        return lines.joined(separator: "\n")
    }

    var json: JSON {
        [
            "swap": swapped.json, "held": JSON(reason == nil), "reason": JSON(reason),
            "watched_ms": JSON(watched / .milliseconds(1)),
            "guards": .array(
                findings.map { ["guard": JSON("\($0.expression)"), "found": JSON("\($0)")] }),
            "before": before?.json ?? .null, "after": after.json,
            "rollback": back?.json ?? .null,
        ]
    }
}

extension GuardedSwap.Progress {
    /// One line, to be written over the one before.
    var line: String {
        let shown = findings.map { finding in
            finding.found.map { "\(finding.expression.measure) \($0)" }
                ?? "\(finding.expression.measure): no data"
        }
        return "  \(Words.time(watched))  \(shown.joined(separator: "  "))"
    }
}
