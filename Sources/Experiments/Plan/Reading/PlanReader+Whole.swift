// SPDX-License-Identifier: Apache-2.0
import YAML

/// What makes no sense of parts that make sense each by itself.
extension PlanReader {
    mutating func checkWhole(_ plan: Plan) {
        checkControl(plan)
        checkHooks(plan)
        checkLoads(plan)
        switch plan.design {
        case .together(let together):
            checkMixing(plan, together.treatment, "share a path")
            checkShares(plan, together)
        case .switchback(let switchback):
            checkMixing(plan, switchback.treatment, "take turns under live traffic")
            checkConnections(plan, switchback.treatment)
            checkBlocks(plan, switchback)
        case .alone, .aa: break
        }
        let runs = plan.runsPerRound.multipliedReportingOverflow(by: plan.mostRounds)
        if runs.overflow || runs.partialValue > Plan.runsAtMost {
            complain(
                "rounds",
                "\(plan.mostRounds) rounds of \(plan.runsPerRound) runs are more than "
                    + "\(Plan.runsAtMost) runs", at: root["max_rounds"]?.place ?? place("rounds"))
        }
    }

    private func place(_ field: String) -> Node.Place? { root[field]?.place }

    private mutating func checkControl(_ plan: Plan) {
        let names = plan.arms.map(\.name)
        // That there is none is told already.
        if names.isEmpty { return }
        if root["control"] == nil, plan.design != .aa {
            complain("control", "which arm are the others compared with?", at: nil)
        } else if !names.contains(plan.control) {
            complain("control", noSuch: "arm", plan.control, among: names, at: place("control"))
        }
        if plan.arms.count < 2, root["arms"]?.mapping?.count == 1 {
            complain(
                "arms", "one arm alone is compared with nothing",
                hint: "\"design: aa\" compares it with itself", at: place("arms"))
        }
    }

    /// Schedulers are compared with schedulers, and one at a time.
    private mutating func checkHooks(_ plan: Plan) {
        guard plan.comparesSchedulers else { return }
        if let other = plan.arms.first(where: { $0.hook != .scheduler }) {
            complain(
                "arms.\(other.name)", "is no scheduler, and another arm is one",
                at: root["arms"]?[other.name]?.place ?? place("arms"))
        }
        switch plan.design {
        case .together, .switchback:
            complain(
                "design", "a machine has one scheduler at a time; compare them alone",
                at: place("design"))
        case .alone, .aa: break
        }
    }

    private mutating func checkLoads(_ plan: Plan) {
        let names = plan.arms.map(\.name)
        for (name, written, node) in loadEntries {
            // What was wrong with it is told already.
            guard let load = plan.load(name), !load.isEmpty, load.time > .zero
            else { continue }
            for arm in load.armNames where !names.contains(arm) {
                let parts = [node] + (node["parts"]?.mapping ?? []).map(\.value)
                let at = parts.compactMap { $0["arms"] }.first { $0.names(arm) }?.place
                complain("loads.\(written).arms", noSuch: "arm", arm, among: names, at: at)
            }
            if plan.comparesSchedulers {
                if !load.armNames.isEmpty {
                    complain(
                        "loads.\(written).arms", "flows have no scheduler of their own",
                        at: node.place)
                }
            } else if !load.parts.contains(where: \.takesArmOfRun) {
                complain(
                    "loads.\(written)",
                    "no part of it takes the arm whose turn it is: "
                        + "it has no congestion control, or names its arms", at: node.place)
            }
            if plan.warmUp >= load.time {
                complain(
                    "warm_up", "\(plan.warmUp.text) leaves nothing of \(name), \(load.time.text)",
                    at: place("warm_up"))
            }
            let most = plan.arms.map(\.connections).max() ?? 1
            if load.flowCount * most > Load.ports.count {
                complain(
                    "loads.\(written)",
                    "\(load.flowCount) flows of \(most) connections are more "
                        + "than there are ports, \(Load.ports.count)", at: node.place)
            }
        }
    }

    /// Once more, for their places; what is wrong with them was told when they were read.
    private var loadEntries: [Entry] {
        var other = PlanReader(root)
        return other.entries("loads") { $0.last == "arms" }
    }

    private mutating func checkMixing(_ plan: Plan, _ treatment: String, _ act: String) {
        guard let first = plan.arm(plan.control), let second = plan.arm(treatment) else { return }
        for (differs, what, way) in [
            (first.sysctls != second.sysctls, "sysctls", "give both the same"),
            (first.usesECN != second.usesECN, "ecn", "give both \"ecn: on\", or both \"ecn: off\""),
        ] where differs {
            complain(
                "arms.\(treatment).\(what)",
                "\(first.name) and \(second.name) \(act), and this holds for both ends; \(way)",
                at: root["arms"]?[treatment]?[what]?.place ?? place("design"))
        }
    }

    private mutating func checkConnections(_ plan: Plan, _ treatment: String) {
        guard plan.arm(plan.control)?.connections != plan.arm(treatment)?.connections else {
            return
        }
        complain(
            "arms.\(treatment).connections", "a switch opens and closes no connections",
            at: root["arms"]?[treatment]?["connections"]?.place ?? place("design"))
    }

    private mutating func checkShares(_ plan: Plan, _ together: Design.Together) {
        for load in plan.loads {
            for part in load.value.parts where part.takesArmOfRun {
                let odd = together.shares.first { share in
                    let flows = share.value * Double(part.flows)
                    return abs(flows - flows.rounded()) > 1e-6
                }
                guard let odd else { continue }
                let flows = part.flows == 1 ? "one flow" : "\(part.flows) flows"
                complain(
                    "design.together.shares",
                    "\(odd) of \(load.name)'s \(flows) is no whole number of flows",
                    at: root["design"]?["together"]?["shares"]?.place ?? place("design"))
            }
        }
    }

    private mutating func checkBlocks(_ plan: Plan, _ switchback: Design.Switchback) {
        for load in plan.loads
        where load.value.time > .zero && load.value.time - plan.warmUp < switchback.block * 2 {
            complain(
                "design.switchback.block",
                "\(load.name), \(load.value.time.text), has no time for two blocks of "
                    + switchback.block.text
                    + (plan.warmUp == .zero ? "" : " after the warm-up, \(plan.warmUp.text)"),
                at: root["design"]?["switchback"]?["block"]?.place ?? place("design"))
        }
    }
}

extension Node {
    fileprivate func names(_ arm: String) -> Bool {
        (sequence ?? [self]).contains { node in
            (node.scalar ?? "").split(separator: ",").contains { $0 == arm }
        }
    }
}
