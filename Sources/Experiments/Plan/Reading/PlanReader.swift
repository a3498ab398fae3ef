// SPDX-License-Identifier: Apache-2.0
import Spelling
import YAML

/// Reads a plan from its tree, keeps all complaints, and goes on after each of them.
struct PlanReader {
    var complaints: [Complaint] = []
    let root: Node

    init(_ root: Node) { self.root = root }

    /// Nil where something is missing; where there are complaints, it is not to be used.
    mutating func plan() -> Plan? {
        var fields = Fields(
            root, known: Plan.fieldNames,
            nested: ["arms", "paths", "loads", "metrics", "hygiene", "design", "extends"])
        let title = fields.take("title", Fields.text)
        if root.mapping != nil, !fields.has("title") {
            fields.complain(of: "title", "what is the question?")
        }
        let about = fields.take("about") { text throws(Malformed) in text } ?? ""
        let control = fields.take("control", Fields.text)
        let counts = counts(&fields)
        let warmUp = fields.take("warm_up") { text throws(Malformed) in
            try Duration(parsing: text)
        }
        complaints += fields.complaints
        guard root.mapping != nil else { return nil }
        let arms = arms()
        let loads = loads()
        let paths = paths(for: loads)
        var plan = Plan(
            title ?? "", arms: arms, control: control ?? arms.first?.name ?? "", paths: paths,
            loads: loads, metrics: .init(primary: .init(.goodput)))
        plan.about = about
        plan.rounds = counts.rounds ?? plan.rounds
        plan.seed = counts.seed ?? plan.seed
        plan.warmUp = warmUp ?? .zero
        plan.hygiene = hygiene()
        readDesign(of: &plan)
        readMetrics(of: &plan)
        plan.stopping = stopping(counts, plan)
        checkWhole(plan)
        return plan
    }

    struct Counts {
        var rounds, mostRounds: Int?
        var seed: UInt64?
        var until: String?
        var saysUntil = false
    }

    private func counts(_ fields: inout Fields) -> Counts {
        var counts = Counts()
        let some = { (text: String) throws(Malformed) in
            let count = try Fields.count(text)
            guard (1...Plan.roundsAtMost).contains(count) else {
                throw Malformed(text, "is not from 1 to \(Plan.roundsAtMost)")
            }
            return count
        }
        counts.rounds = fields.take("rounds", some)
        counts.mostRounds = fields.take("max_rounds", some)
        counts.saysUntil = fields.has("until")
        counts.until = fields.take("until", Fields.text)
        counts.seed = fields.take("seed") { text throws(Malformed) in
            guard let seed = UInt64(text) else {
                throw Malformed(text, "is no whole number from 0 on")
            }
            return seed
        }
        return counts
    }

    private mutating func hygiene() -> Hygiene {
        var hygiene = Hygiene()
        guard let node = root["hygiene"] else { return hygiene }
        let shares: [(String, WritableKeyPath<Hygiene, Share>)] = [
            ("steal", \.steal), ("other_load", \.otherLoad), ("sender_busy", \.senderBusy),
        ]
        var fields = Fields(
            node, known: shares.map(\.0) + ["lateness", "strict"], under: "hygiene")
        for (name, place) in shares {
            if let share = fields.take(
                name, { text throws(Malformed) in try Share(parsing: text) })
            {
                hygiene[keyPath: place] = share
            }
        }
        hygiene.lateness =
            fields.take("lateness") { text throws(Malformed) in try Duration(parsing: text) }
            ?? hygiene.lateness
        hygiene.isStrict = fields.take("strict", Fields.switch) ?? hygiene.isStrict
        complaints += fields.complaints
        return hygiene
    }

    mutating func complain(
        _ field: String, _ words: String, hint: String? = nil, at place: Node.Place?
    ) {
        complaints.append(
            Complaint(field, words, hint: hint, place: .init(place ?? root.place)))
    }

    /// That a name names nothing, with what was probably meant.
    mutating func complain(
        _ field: String, noSuch kind: String, _ name: String, among known: [String],
        at place: Node.Place?
    ) {
        let hint =
            nearest(name, among: known).map { "did you mean \"\($0)\"?" }
            ?? (known.isEmpty ? nil : "known are \(known.joined(separator: ", "))")
        complain(field, "there is no \(kind) \"\(name)\"", hint: hint, at: place)
    }
}
