// SPDX-License-Identifier: Apache-2.0
import Experiments

extension RunSummary {
    /// One value of a run: of all flows, of one arm's, or of a block.
    struct Figure {
        var measure: Measure
        var value: Double
        var arm: String?
        var block: Int?
    }

    /// All values, those of the whole run first, always in the same order.
    var figures: [Figure] {
        var figures = values.ordered.map { Figure(measure: $0.key, value: $0.value) }
        for (arm, values) in armValues.sorted(by: { $0.key < $1.key }) {
            figures += values.ordered.map { Figure(measure: $0.key, value: $0.value, arm: arm) }
        }
        for (place, block) in blocks.enumerated() {
            figures += block.values.ordered.map {
                Figure(measure: $0.key, value: $0.value, arm: block.arm, block: place)
            }
        }
        return figures
    }
}

extension [Measure: Double] {
    /// By part and metric: the same values always make the same bytes.
    var ordered: [(key: Measure, value: Double)] {
        sorted {
            ($0.key.part, $0.key.metric.rawValue) < ($1.key.part, $1.key.metric.rawValue)
        }
    }
}

extension RunOutcome {
    /// As the file names it.
    var word: String {
        switch self {
        case .valid: "valid"
        case .void: "void"
        case .failed: "failed"
        }
    }

    /// Why it is not valid; nil where it is.
    var words: String? {
        switch self {
        case .valid: nil
        case .void(let reasons): reasons.map(\.description).joined(separator: "; ")
        case .failed(let words): words
        }
    }
}
