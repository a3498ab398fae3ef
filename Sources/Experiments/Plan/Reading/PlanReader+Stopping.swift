// SPDX-License-Identifier: Apache-2.0

extension StoppingRule.Width {
    /// Reads `width(primary) < 2%`.
    public init(parsing text: String) throws(Malformed) {
        let dense = text.filter { $0 != " " }
        let start = "width(primary)<"
        guard dense.hasPrefix(start) else {
            throw Malformed(text, "is not of the form width(primary) < 2%")
        }
        let amount = String(dense.dropFirst(start.count))
        if amount.hasSuffix("%") {
            self = .share(try Share(parsing: amount))
        } else if amount.hasSuffix("B") {
            self = .bytes(try Scale.size.amount(of: amount))
        } else {
            self = .time(try Duration(parsing: amount))
        }
        guard value > 0 else { throw Malformed(text, "no interval is narrower than nothing") }
    }

    /// As `init(parsing:)` reads it.
    public var words: String {
        let amount =
            switch self {
            case .share(let share): "\(share)"
            case .time(let time): time.text
            case .bytes(let count): Scale.size.text(of: count)
            }
        return "width(primary) < \(amount)"
    }

    /// Why it is no width of a metric's interval; nil where it is one.
    public func flaw(for metric: Metric) -> String? {
        let (fits, example) =
            switch (metric.scale, metric.unit) {
            case (.ratio, _), (_, .share), (_, .index): (isShare, "2%")
            case (_, .seconds): (isTime, "1ms")
            case (_, .bytes): (isBytes, "10kB")
            case (_, .bitsPerSecond), (_, .perSecond): (false, "2%")
            }
        return fits
            ? nil
            : "\(metric.rawValue) is not compared in such units; write \(example), for instance"
    }

    private var isShare: Bool { if case .share = self { true } else { false } }
    private var isTime: Bool { if case .time = self { true } else { false } }
    private var isBytes: Bool { if case .bytes = self { true } else { false } }
}

extension PlanReader {
    mutating func stopping(_ counts: Counts, _ plan: Plan) -> StoppingRule? {
        guard counts.saysUntil else {
            if counts.mostRounds != nil {
                complain(
                    "max_rounds", "without \"until\" there are as many rounds as \"rounds\" says",
                    at: root["max_rounds"]?.place)
            }
            return nil
        }
        if root["max_rounds"] == nil {
            complain(
                "until", "it may never come to that; say \"max_rounds\", too",
                at: root["until"]?.place)
        }
        guard let width = counts.until, let most = counts.mostRounds else { return nil }
        if most < plan.rounds {
            complain(
                "max_rounds", "\(most) is less than rounds, \(plan.rounds)",
                at: root["max_rounds"]?.place)
        }
        if let words = width.flaw(for: plan.metrics.primary.metric) {
            complain("until", words, at: root["until"]?.place)
        }
        return StoppingRule(width: width, mostRounds: most)
    }
}
