// SPDX-License-Identifier: Apache-2.0
import YAML

extension PlanReader {
    /// Without a word on them: goodput, or transactions where nothing else is sent; and where
    /// nothing is sent, how late wake-ups come, or how long the work takes.
    mutating func readMetrics(of plan: inout Plan) {
        let loads = plan.loads.map(\.value)
        let usual: [Metric] = [.goodput, .transactions, .latencyP99, .workTime]
        let given = usual.first { metric in
            loads.contains { $0.measure(.init(metric)) != nil }
        }
        plan.metrics.primary = .init(given ?? .transactions)
        guard let node = root["metrics"] else { return }
        var fields = Fields(
            node, known: ["primary", "secondary"], nested: ["secondary"], under: "metrics")
        let primary = fields.take("primary") { text throws(Malformed) in
            try MeasurePattern(parsing: text)
        }
        complaints += fields.complaints
        if let primary {
            plan.metrics.primary = primary
            check(primary, "metrics.primary", plan, at: node["primary"]?.place)
        }
        for node in list(node["secondary"], "metrics.secondary") {
            do throws(Malformed) {
                let wish = try MeasurePattern(parsing: node.scalar ?? "")
                check(wish, "metrics.secondary", plan, at: node.place)
                if plan.metrics.all.dropFirst(primary == nil ? 1 : 0).contains(wish) {
                    complain("metrics.secondary", "\(wish) is given twice", at: node.place)
                }
                plan.metrics.secondary.append(wish)
            } catch {
                complain("metrics.secondary", error.description, at: node.place)
            }
        }
    }

    /// The texts of a list, or a single one.
    mutating func list(_ node: Node?, _ field: String) -> [Node] {
        guard let node else { return [] }
        if node.scalar?.isEmpty == false { return [node] }
        guard let nodes = node.sequence, nodes.allSatisfy({ $0.scalar != nil }) else {
            complain(field, "\(node.kind) stands where a list of texts is awaited", at: node.place)
            return []
        }
        return nodes
    }

    private mutating func check(
        _ wish: MeasurePattern, _ field: String, _ plan: Plan, at place: Node.Place?
    ) {
        let loads = plan.loads.map(\.value)
        // What is wrong with the loads is told already.
        guard !loads.contains(where: \.isEmpty), !loads.isEmpty else { return }
        let names = loads.flatMap(\.partNames)
        if let name = wish.part, !names.contains(name) {
            let known = names.filter { !$0.isEmpty }
            complain(field, noSuch: "part", name, among: unique(known), at: place)
        } else if !loads.contains(where: { $0.measure(wish) != nil }) {
            complain(field, PlanReader.cannotGive(wish, loads), at: place)
        } else if let words = plan.lack(for: wish.metric) {
            complain(field, words, at: place)
        }
    }

    private static func cannotGive(_ wish: MeasurePattern, _ loads: [Load]) -> String {
        if let task = loads.flatMap(\.tasks).first(where: { $0.name == wish.part }) {
            return task.isBackground
                ? "\(task.name) is background, and not measured"
                : "\(task.fields[0].name) cannot give \(wish.metric.rawValue)"
        }
        guard let part = loads.flatMap(\.parts).first(where: { $0.name == wish.part }) else {
            return "no load that is measured can give \(wish.metric.rawValue)"
        }
        if part.isBackground { return "\(part.name) is background, and not measured" }
        return "\(part.test.rawValue) of \(part.flows == 1 ? "one flow" : "\(part.flows) flows")"
            + " cannot give \(wish.metric.rawValue)"
    }
}

/// Each once, in the order of their first coming.
func unique(_ names: [String]) -> [String] {
    var found: [String] = []
    for name in names where !found.contains(name) { found.append(name) }
    return found
}

extension Plan {
    /// What the plan's paths or arms lack for a metric.
    fileprivate func lack(for metric: Metric) -> String? {
        let paths = paths.map(\.value)
        switch metric {
        case .queue, .drops, .fullShare:
            return paths.contains { $0.rate != nil }
                ? nil : "no path has a rate, and so there is no bottleneck to look at"
        case .marks:
            return paths.contains { $0.ecn != nil || $0.aqm != .fifo } ? nil : "no path marks"
        case .timePerAck:
            let kernels = arms.first { if case .kernel = $0.algorithm { true } else { false } }
            return kernels.map { "\($0.name) is the kernel's own, and only extensions are timed" }
        default: return nil
        }
    }
}
