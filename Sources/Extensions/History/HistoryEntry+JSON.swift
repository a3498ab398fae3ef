// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

extension History.Entry: JSONConvertible {
    private static let schema = 1

    public var json: JSON {
        [
            "schema": JSON(History.Entry.schema), "at": JSON(at.nanoseconds),
            "time": JSON(at.milliseconds), "who": JSON(by.who), "pid": JSON(by.pid),
            "verb": JSON(verb), "name": JSON(name), "hook": JSON(hook),
            "before": JSON(before?.hexadecimal), "after": JSON(after?.hexadecimal),
            "knobs": .object(JSON.Object(knobs.map { (key: $0.knob, value: JSON($0.value)) })),
            "outcome": JSON(outcome.word), "why": JSON(outcome.why),
            "guards": .array(guards.map(\.json)),
            "durationNanoseconds": JSON(duration.wholeNanoseconds),
        ]
    }

    init(_ place: JSON.Place) throws(JSON.Mismatch) {
        let schema = try place["schema"].integer(Int.self)
        guard schema == History.Entry.schema else {
            throw JSON.Mismatch(
                path: "schema", expected: "\(History.Entry.schema)",
                found: "\(schema), another graft's")
        }
        // `time` is `at` once more, for people with grep; it is not read.
        at = WallTime(nanoseconds: try place["at"].integer(Int64.self))
        by = History.Author(
            who: try place["who"].string(), pid: try place["pid"].integer(Int32.self))
        verb = try place["verb"].string()
        name = try place["name"].ifPresent?.string()
        hook = try place["hook"].ifPresent?.string()
        before = try Digest(ifAt: place["before"])
        after = try Digest(ifAt: place["after"])
        for (key, value) in try place["knobs"].members() {
            knobs.append(Record.Setting(knob: key, value: try value.string()))
        }
        outcome = try History.Outcome(place["outcome"], why: place["why"])
        for element in try place["guards"].elements() {
            guards.append(try History.Guarded(element))
        }
        duration = .nanoseconds(try place["durationNanoseconds"].integer(Int64.self))
    }
}

extension History.Outcome {
    /// One word for programs.
    public var word: String {
        switch self {
        case .done: "done"
        case .refused: "refused"
        case .rolledBack: "rolled_back"
        case .recovered: "recovered"
        }
    }

    public var why: String? {
        switch self {
        case .done: nil
        case .refused(let words), .rolledBack(let words), .recovered(let words): words
        }
    }

    fileprivate init(_ place: JSON.Place, why: JSON.Place) throws(JSON.Mismatch) {
        let word = try place.string()
        switch word {
        case "done": self = .done
        case "refused": self = .refused(try why.string())
        case "rolled_back": self = .rolledBack(try why.string())
        case "recovered": self = .recovered(try why.string())
        default:
            throw JSON.Mismatch(
                path: place.path, expected: "done, refused, rolled_back or recovered",
                found: "\"\(word)\"")
        }
    }
}

extension History.Guarded {
    fileprivate var json: JSON {
        ["text": JSON(text), "held": JSON(held), "found": JSON(found)]
    }

    fileprivate init(_ place: JSON.Place) throws(JSON.Mismatch) {
        text = try place["text"].string()
        held = try place["held"].ifPresent?.bool()
        found = try place["found"].ifPresent?.string()
    }
}

extension Digest {
    /// The digest that stands there; nil where nothing does.
    fileprivate init?(ifAt place: JSON.Place) throws(JSON.Mismatch) {
        guard let place = place.ifPresent else { return nil }
        let text = try place.string()
        guard let digest = Digest(hexadecimal: text) else {
            throw JSON.Mismatch(path: place.path, expected: "a SHA-256", found: "\"\(text)\"")
        }
        self = digest
    }
}
