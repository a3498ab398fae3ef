// SPDX-License-Identifier: Apache-2.0
extension Load.Task {
    /// The fields of which each task has one.
    public static let kindNames = ["wakeups", "work", "busy"]
    public static let fieldNames = kindNames + ["threads", "background"]

    /// Reads one field by field; nil where it does not say what it does.
    public init?(_ name: String, reading fields: inout Fields) {
        let every = fields.take("wakeups") { text throws(Malformed) in
            try Duration(parsing: text)
        }
        let steps = fields.take("work", Fields.count)
        let busy = fields.take("busy", Fields.count)
        let named = Load.Task.kindNames.filter { fields.has($0) }
        if named.count > 1 {
            fields.complain(of: named[1], "a part does one thing, and this one has \(named[0])")
            return nil
        }
        let threads = fields.take("threads", Fields.count)
        let background = fields.take("background", Fields.switch)
        if let every {
            self.init(name, .wakeups(every: every), threads: threads ?? 1)
        } else if let steps {
            self.init(name, .work(steps: steps), threads: threads ?? 1)
        } else if let busy {
            self.init(name, .busy, threads: busy)
            if threads != nil {
                fields.complain(of: "threads", "\"busy\" says how many there are")
            }
            if background == false {
                fields.complain(of: "background", "nothing is measured of who is only busy")
            }
        } else {
            return nil
        }
        if let background, kind != .busy { isBackground = background }
    }

    /// What makes no sense about it in a load of so long.
    func flaws(in whole: Duration) -> [(field: String, words: String)] {
        var flaws: [(field: String, words: String)] = []
        if !(1...Load.Task.threadsAtMost).contains(threads) {
            flaws.append(
                (
                    kind == .busy ? "busy" : "threads",
                    "\(threads) threads are not from 1 to \(Load.Task.threadsAtMost)"
                ))
        }
        switch kind {
        case .wakeups(let every) where every < .microseconds(100):
            flaws.append(("wakeups", "\(every.text) is less than 100us"))
        case .wakeups(let every) where every > whole:
            flaws.append(("wakeups", "\(every.text) is more than the load has, \(whole.text)"))
        case .work(let steps) where !(1...Load.Task.stepsAtMost).contains(steps):
            flaws.append(("work", "\(steps) steps are not from 1 to \(Load.Task.stepsAtMost)"))
        default: break
        }
        return flaws
    }

    public static let threadsAtMost = 256
    public static let stepsAtMost = 1_000_000_000_000

    /// The fields that make it, as `init(_:reading:)` reads them, without those that go without
    /// saying.
    public var fields: [(name: String, text: String)] {
        var fields: [(name: String, text: String)] = []
        switch kind {
        case .wakeups(let every): fields.append(("wakeups", every.text))
        case .work(let steps): fields.append(("work", "\(steps)"))
        case .busy: fields.append(("busy", "\(threads)"))
        }
        guard kind != .busy else { return fields }
        if threads != 1 { fields.append(("threads", "\(threads)")) }
        if isBackground { fields.append(("background", "on")) }
        return fields
    }

    /// The same as words, `threads=4`.
    public var words: [String] { fields.map { "\($0.name)=\($0.text)" } }
}
