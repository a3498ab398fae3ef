// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel

extension Check: Shown {
    var text: String {
        var lines = ["\(object.name)  sha256 \(object.digest.short)"]
        lines += Check.lines("load", load) + Check.lines("attach", attach)
        lines += Check.lines("swap", swap)
        if !programs.isEmpty {
            var table = Table("PROGRAM", "SECTION", "INSTRUCTIONS", "TIME", numeric: [2, 3])
            for program in programs {
                table.add(
                    program.name, program.section, Words.count(program.instructions),
                    Words.time(program.time))
            }
            lines += ["", table.text]
        }
        return lines.joined(separator: "\n")
    }

    static func lines(_ verb: String, _ answer: Answer) -> [String] {
        let title = "  can \(verb)".padded(to: 14)
        switch answer {
        case .yes: return [title + "yes"]
        case .unknown(let why): return [title + "unknown: \(why)"]
        case .no(let reasons):
            return reasons.enumerated().map { index, reason in
                (index == 0 ? title + "no: " : String(repeating: " ", count: 18)) + reason
            }
        }
    }

    var json: JSON {
        [
            "name": JSON(object.name), "sha256": JSON(object.digest.hexadecimal),
            "load": Check.json(load), "attach": Check.json(attach), "swap": Check.json(swap),
            "programs": .array(
                programs.map {
                    [
                        "name": JSON($0.name), "section": JSON($0.section), "tag": JSON($0.tag),
                        "instructions": JSON($0.instructions),
                        "microseconds": JSON($0.time / .microseconds(1)),
                    ]
                }),
        ]
    }

    static func json(_ answer: Answer) -> JSON {
        switch answer {
        case .yes: ["can": true, "why": []]
        case .no(let reasons): ["can": false, "why": JSON(reasons)]
        case .unknown(let why): ["can": nil, "why": [JSON(why)]]
        }
    }
}

extension String {
    func padded(to width: Int) -> String {
        self + String(repeating: " ", count: max(width - count, 0))
    }
}
