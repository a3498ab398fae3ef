// SPDX-License-Identifier: Apache-2.0
import YAML

extension PlanReader {
    private static let designs = ["alone", "together", "switchback", "aa"]

    mutating func readDesign(of plan: inout Plan) {
        guard let node = root["design"] else { return }
        guard let (name, place, details) = named(node) else { return }
        guard PlanReader.designs.contains(name) else {
            complain("design", noSuch: "design", name, among: PlanReader.designs, at: place)
            return
        }
        let prefix = "design.\(name)"
        switch name {
        case "together": plan.design = .together(together(plan, details, prefix, place))
        case "switchback": plan.design = .switchback(switchback(plan, details, prefix, place))
        case "aa":
            plan.design = .aa
            doubleArm(of: &plan, place)
        default: plan.design = .alone
        }
        if name == "aa" || name == "alone", let details {
            complaints += Fields(details, known: [], under: prefix).complaints
        }
    }

    /// `together`, or `{ together: { ... } }`.
    private mutating func named(_ node: Node) -> (String, Node.Place, Node?)? {
        if let name = node.scalar, !name.isEmpty { return (name, node.place, nil) }
        guard let members = node.mapping, let first = members.first else {
            complain("design", "\(node.kind) stands where a design is awaited", at: node.place)
            return nil
        }
        if members.count > 1 {
            complain("design", "an experiment has one design", at: members[1].keyPlace)
            return nil
        }
        return (first.key, first.keyPlace, first.value)
    }

    /// The arm that is named, or the only one beside the control.
    private mutating func treatment(
        _ plan: Plan, _ fields: inout Fields, _ details: Node?, _ prefix: String,
        _ place: Node.Place
    ) -> String {
        let others = plan.arms.map(\.name).filter { $0 != plan.control }
        if let name = fields.take("treatment", Fields.text) {
            let at = details?["treatment"]?.place
            if name == plan.control {
                complain("\(prefix).treatment", "\"\(name)\" is the control", at: at)
            } else if !others.contains(name) {
                complain("\(prefix).treatment", noSuch: "arm", name, among: others, at: at)
            }
            return name
        }
        if others.count > 1 {
            complain(
                prefix, "which arm is the treatment? there are \(others.joined(separator: ", "))",
                at: place)
        }
        return others.first ?? ""
    }

    private mutating func together(
        _ plan: Plan, _ details: Node?, _ prefix: String, _ place: Node.Place
    ) -> Design.Together {
        let node = details ?? Node(.mapping([]), at: place)
        var fields = Fields(
            node, known: ["treatment", "shares"], nested: ["shares"], under: prefix)
        var together = Design.Together(
            treatment: treatment(plan, &fields, details, prefix, place))
        complaints += fields.complaints
        if let list = details?["shares"] {
            together.shares = shares(list, "\(prefix).shares")
        }
        return together
    }

    private mutating func shares(_ node: Node, _ field: String) -> [Share] {
        let earlier = complaints.count
        var shares: [Share] = []
        for node in list(node, field) {
            do throws(Malformed) {
                let text = node.scalar ?? ""
                let share = text == "0" ? .none : try Share(parsing: text)
                if shares.contains(share) {
                    complain(field, "\(share) is given twice", at: node.place)
                }
                shares.append(share)
            } catch {
                complain(field, error.description, at: node.place)
            }
        }
        let hasEnds = shares.contains(.none) && shares.contains(Share(1))
        if complaints.count == earlier, !hasEnds || shares.count < 3 {
            complain(
                field,
                "needs 0%, 100% and one between: the effect when everybody has the "
                    + "treatment shows between the first two", at: node.place)
        }
        return shares.sorted()
    }

    private mutating func switchback(
        _ plan: Plan, _ details: Node?, _ prefix: String, _ place: Node.Place
    ) -> Design.Switchback {
        let node = details ?? Node(.mapping([]), at: place)
        var fields = Fields(
            node, known: ["treatment", "block", "wash_out", "jitter"], under: prefix)
        let time = { (text: String) throws(Malformed) in try Duration(parsing: text) }
        let treatment = treatment(plan, &fields, details, prefix, place)
        var design = Design.Switchback(
            treatment: treatment, block: fields.take("block", time) ?? .seconds(5),
            washOut: fields.take("wash_out", time) ?? .seconds(1))
        design.jitter =
            fields.take("jitter") { text throws(Malformed) in try Share(parsing: text) }
            ?? design.jitter
        if design.block < .seconds(1) {
            fields.complain(of: "block", "\(design.block.text) is less than 1s")
        }
        if design.jitter >= Share(1) {
            fields.complain(of: "jitter", "a block would be as short as nothing")
        } else if design.shortestBlock <= design.washOut {
            fields.complain(
                of: "wash_out",
                "\(design.washOut.text) leaves nothing of a block of \(design.shortestBlock.text)")
        }
        complaints += fields.complaints
        return design
    }

    /// The second arm of an A/A is written by us, or by the canonical text.
    private mutating func doubleArm(of plan: inout Plan, _ place: Node.Place) {
        guard var second = plan.arms.first else { return }
        if plan.arms.count == 1 {
            second.name += " again"
            plan.arms.append(second)
        } else if plan.arms.count == 2 {
            second.name = plan.arms[1].name
            if second == plan.arms[1] { return }
            complain("design", "aa compares an arm with itself; these two differ", at: place)
        } else {
            complain("design", "aa compares one arm with itself, and has no others", at: place)
        }
    }
}

extension Design.Switchback {
    var shortestBlock: Duration {
        .nanoseconds(Int64(Double(block.inNanoseconds) * (1 - jitter.value)))
    }
}
