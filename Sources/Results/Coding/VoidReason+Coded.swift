// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

extension VoidReason: Coded {
    var coded: JSON {
        switch self {
        case .algorithmAtEnd(let flow, let expected, let found):
            .tagged(
                "algorithm_at_end",
                ["flow": JSON(flow), "expected": .string(expected), "found": .string(found)])
        case .algorithmOfSocket(let flow, let expected, let found):
            .tagged(
                "algorithm_of_socket",
                ["flow": JSON(flow), "expected": .string(expected), "found": .string(found)])
        case .flowUnseen(let flow): .tagged("flow_unseen", ["flow": JSON(flow)])
        case .neverCalled(let arm): .tagged("never_called", ["arm": .string(arm)])
        case .programsChanged(let arm): .tagged("programs_changed", ["arm": .string(arm)])
        case .withoutECN(let flow): .tagged("without_ecn", ["flow": JSON(flow)])
        case .late(let found, let limit):
            .tagged("late", ["found_ns": found.coded, "limit_ns": limit.coded])
        case .hygiene(let finding): .tagged("hygiene", ["finding": finding.coded])
        case .flowFailed(let flow, let words):
            .tagged("flow_failed", ["flow": JSON(flow), "words": .string(words)])
        case .interrupted: .tagged("interrupted")
        case .said(let words): .tagged("said", ["words": .string(words)])
        }
    }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        let word = try place["is"].string()
        switch word {
        case "algorithm_at_end":
            self = .algorithmAtEnd(
                flow: try place["flow"].integer(), expected: try place["expected"].string(),
                found: try place["found"].string())
        case "algorithm_of_socket":
            self = .algorithmOfSocket(
                flow: try place["flow"].integer(), expected: try place["expected"].string(),
                found: try place["found"].string())
        case "flow_unseen": self = .flowUnseen(flow: try place["flow"].integer())
        case "never_called": self = .neverCalled(arm: try place["arm"].string())
        case "programs_changed": self = .programsChanged(arm: try place["arm"].string())
        case "without_ecn": self = .withoutECN(flow: try place["flow"].integer())
        case "late":
            self = .late(
                try Duration(coded: place["found_ns"]),
                limit: try Duration(coded: place["limit_ns"]))
        case "hygiene": self = .hygiene(try Finding(coded: place["finding"]))
        case "flow_failed":
            self = .flowFailed(
                flow: try place["flow"].integer(), words: try place["words"].string())
        case "interrupted": self = .interrupted
        case "said": self = .said(try place["words"].string())
        default: throw place["is"].unknown(word)
        }
    }
}
