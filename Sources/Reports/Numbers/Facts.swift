// SPDX-License-Identifier: Apache-2.0
import Experiments

/// What an experiment was in a few numbers.
struct Facts {
    /// Names and values, for the top of the page.
    let all: [(name: String, value: String)]
    /// On one line.
    let short: String

    init(_ input: ReportInput) {
        let valid = input.runs.filter { $0.outcome == .valid }
        let rounds = Set(valid.map(\.round)).count
        let failed = input.runs.filter { $0.outcome.isFailure }.count
        let void = input.runs.count - valid.count - failed
        let ended = "\(valid.count) valid, \(void) void, \(failed) failed"
        let (paths, loads) = (input.paths.count, input.loads.count)
        let kind = input.isDeterministic ? "deterministic; " : ""
        short =
            "\(kind)\(counted(rounds, "round")), \(counted(input.arms.count, "arm")), "
            + "\(counted(paths, "path")), \(counted(loads, "load")); \(ended)"
        var all = [
            ("design", Facts.words(of: input.design)), ("rounds", "\(rounds)"),
            ("paths × loads", "\(paths) × \(loads)"), ("runs", ended),
        ]
        let measured = valid.reduce(0) { $0 + $1.time.inSeconds }
        if measured > 0 { all.append(("measured", Facts.time(measured))) }
        if let seed = input.seed { all.append(("seed", "\(seed)")) }
        if input.isDeterministic { all.append(("repeats", "to the byte")) }
        self.all = all
    }

    private static func words(of design: String) -> String {
        switch design {
        case "alone": "each arm alone"
        case "together": "arms share the path"
        case "switchback": "arms take turns"
        case "aa": "the same arm twice"
        default: design
        }
    }

    private static func time(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 1e12).rounded())
        if whole < 120 { return "\(whole) s" }
        if whole < 7200 { return "\((whole + 30) / 60) min" }
        return "\(Amount.fixed(seconds / 3600, 1)) h"
    }
}

extension RunOutcome {
    var isFailure: Bool {
        if case .failed = self { true } else { false }
    }

    /// One word, for tables and machines.
    var word: String {
        switch self {
        case .valid: "valid"
        case .void: "void"
        case .failed: "failed"
        }
    }

    /// Why it does not count.
    var reasons: [String] {
        switch self {
        case .valid: []
        case .void(let reasons): reasons.map { "\($0)" }
        case .failed(let words): [words]
        }
    }
}
