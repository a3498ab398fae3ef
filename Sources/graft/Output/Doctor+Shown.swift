// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON

extension Doctor: Shown {
    var text: String {
        findings.map { finding in
            let mark =
                switch finding.state {
                case .good: "ok     "
                case .lacks: "lacks  "
                case .unknown: "?      "
                }
            var lines = ["\(mark)\(finding.subject): \(finding.words)"]
            if let consequence = finding.consequence { lines.append("         so: \(consequence)") }
            if let remedy = finding.remedy { lines.append("         remedy: \(remedy)") }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n")
    }

    var json: JSON {
        .array(
            findings.map {
                [
                    "subject": JSON($0.subject), "state": JSON($0.state.rawValue),
                    "found": JSON($0.words), "consequence": JSON($0.consequence),
                    "remedy": JSON($0.remedy),
                ]
            })
    }
}
