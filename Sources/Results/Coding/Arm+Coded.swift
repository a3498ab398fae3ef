// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

extension Arm: Coded {
    var coded: JSON {
        let algorithm: JSON =
            switch algorithm {
            case .kernel(let name): ["kernel": .string(name)]
            case .extension(let word, let knobs, let digest):
                [
                    "extension": .string(word), "knobs": knobs.coded, "digest": JSON(digest),
                ]
            }
        var members: [(key: String, value: JSON)] = [
            ("name", .string(name)), ("algorithm", algorithm), ("ecn", JSON(usesECN)),
            ("sysctls", sysctls.coded), ("connections", JSON(connections)),
        ]
        // Once there were congestion controls alone, and what was said of them has its digest.
        if hook != .congestionControl { members.append(("hook", .string(hook.rawValue))) }
        return .object(JSON.Object(members))
    }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        let stated = place["algorithm"]
        let algorithm: Algorithm
        if let word = stated["extension"].ifPresent {
            algorithm = .extension(
                try word.string(), knobs: try [Setting](coded: stated["knobs"]),
                digest: try stated["digest"].optional { digest throws(JSON.Mismatch) in
                    try digest.string()
                })
        } else {
            algorithm = .kernel(try stated["kernel"].string())
        }
        self.init(try place["name"].string(), algorithm, usesECN: try place["ecn"].bool())
        sysctls = try [Setting](coded: place["sysctls"])
        connections = try place["connections"].integer()
        hook =
            try place["hook"].optional { place throws(JSON.Mismatch) in try place.word() }
            ?? .congestionControl
    }
}

/// Name and value. A list, for their order counts, and a name may come twice.
extension Arm.Setting: Coded {
    var coded: JSON { [.string(name), .string(value)] }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        self.init(try place[0].string(), try place[1].string())
    }
}
