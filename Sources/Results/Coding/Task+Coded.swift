// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

extension Load.Task: Coded {
    var coded: JSON {
        let kind: JSON =
            switch kind {
            case .wakeups(let every): .tagged("wakeups", ["every_ns": every.coded])
            case .work(let steps): .tagged("work", ["steps": JSON(steps)])
            case .busy: .tagged("busy")
            }
        return [
            "name": .string(name), "kind": kind, "threads": JSON(threads),
            "background": JSON(isBackground),
        ]
    }

    init(coded place: JSON.Place) throws(JSON.Mismatch) {
        let stated = place["kind"]
        let kind: Kind
        switch try stated["is"].string() {
        case "wakeups": kind = .wakeups(every: try Duration(coded: stated["every_ns"]))
        case "work": kind = .work(steps: try stated["steps"].integer())
        case "busy": kind = .busy
        case let word: throw stated["is"].unknown(word)
        }
        self.init(
            try place["name"].string(), kind, threads: try place["threads"].integer())
        isBackground = try place["background"].bool()
    }
}
