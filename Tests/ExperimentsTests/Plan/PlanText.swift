// SPDX-License-Identifier: Apache-2.0
import Experiments

/// A small plan, and what is to be laid over it.
enum PlanText {
    static let gentle = """
        title: gentle on a shallow buffer
        arms:
          reno:   { algorithm: reno }
          gentle: { extension: gentle, set: { keep_percent: 80 } }
        control: reno
        paths:
          shallow: { rate: 100mbit, delay: 10ms, queue: 25p }
        loads:
          bulk: { netperf: TCP_STREAM, flows: 1, seconds: 10 }
        rounds: 15
        seed: 7

        """

    /// The plan of `gentle` with more lines, which replace those of the same keys.
    static func plan(_ lines: String = "") throws(Complaints) -> Plan {
        let files = ["gentle.yaml": gentle, "own.yaml": "extends: gentle.yaml\n" + lines]
        return try read("own.yaml", files)
    }

    static func read(_ file: String, _ files: [String: String]) throws(Complaints) -> Plan {
        try Plan(reading: file) { name throws(Malformed) in
            guard let text = files[name] else { throw Malformed(name, "is not there") }
            return text
        }
    }

    /// What is wrong with lines over `gentle`; nothing where nothing is.
    static func complaints(_ lines: String) -> [String] {
        do throws(Complaints) {
            _ = try plan(lines)
            return []
        } catch {
            return error.description.split(separator: "\n").map(String.init)
        }
    }
}
