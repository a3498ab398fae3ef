// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

extension Finding: Coded {
    var coded: JSON {
        switch self {
        case .senderBound(let share): .tagged("sender_bound", ["share": share.coded])
        case .steal(let share): .tagged("steal", ["share": share.coded])
        case .otherLoad(let share): .tagged("other_load", ["share": share.coded])
        case .neverLeftSlowStart(let flow):
            .tagged("never_left_slow_start", ["flow": JSON(flow)])
        case .nothingCongested: .tagged("nothing_congested")
        case .pacedWithoutFQ(let algorithm):
            .tagged("paced_without_fq", ["algorithm": .string(algorithm)])
        case .withoutInterim: .tagged("without_interim")
        }
    }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        let word = try place["is"].string()
        switch word {
        case "sender_bound": self = .senderBound(share: try Double(coded: place["share"]))
        case "steal": self = .steal(share: try Double(coded: place["share"]))
        case "other_load": self = .otherLoad(share: try Double(coded: place["share"]))
        case "never_left_slow_start":
            self = .neverLeftSlowStart(flow: try place["flow"].integer())
        case "nothing_congested": self = .nothingCongested
        case "paced_without_fq":
            self = .pacedWithoutFQ(algorithm: try place["algorithm"].string())
        case "without_interim": self = .withoutInterim
        default: throw place["is"].unknown(word)
        }
    }
}
