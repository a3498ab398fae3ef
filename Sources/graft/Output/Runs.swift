// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

/// Runs as they came, and what was made of each.
struct Runs: Shown {
    private(set) var records: [RunRecord] = []
    private var rounds: [Int] = []

    mutating func add(_ record: RunRecord, round: Int) {
        records.append(record)
        rounds.append(round)
    }

    var areValid: Bool { records.allSatisfy { $0.outcome == .valid } }

    var text: String { records.map(\.text).joined(separator: "\n\n") }

    var json: JSON {
        .array(
            zip(records, rounds).map { record, round in
                var object = record.object
                object["round"] = JSON(round + 1)
                return .object(object)
            })
    }
}
