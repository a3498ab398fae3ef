// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("A design")
struct DesignTests {
    @Test("that mixes arms names the treatment where there is a choice")
    func together() throws {
        let plan = try PlanText.plan("loads: { bulk: { flows: 10 } }\ndesign: together\n")
        #expect(plan.design == .together(.init(treatment: "gentle")))
        #expect(
            PlanText.complaints(
                "arms: { cubic: { algorithm: cubic } }\nloads: { bulk: { flows: 10 } }\n"
                    + "design: together\n"
            ) == [
                "own.yaml:4:9: design.together: which arm is the treatment? there are gentle, cubic"
            ])
    }

    private static let senseless: [(String, String)] = [
        (
            "{ together: { shares: [0, 150%, 100%] } }",
            "own.yaml:3:35: design.together.shares: \"150%\" is more than all"
        ),
        (
            "{ together: { shares: [10%, 50%] } }",
            "own.yaml:3:31: design.together.shares: needs 0%, 100% and one between: the effect when everybody has the treatment shows between the first two"
        ),
        (
            "{ together: { shares: [0, 15%, 100%] } }",
            "own.yaml:3:31: design.together.shares: 15% of bulk's 10 flows is no whole number of flows"
        ),
        (
            "{ together: { treatment: reno } }",
            "own.yaml:3:34: design.together.treatment: \"reno\" is the control"
        ),
        (
            "{ together: { treatment: gental } }",
            "own.yaml:3:34: design.together.treatment: there is no arm \"gental\" (did you mean \"gentle\"?)"
        ),
        (
            "{ switchback: { block: 2s, wash_out: 2s } }",
            "own.yaml:3:46: design.switchback.wash_out: 2s leaves nothing of a block of 1600ms"
        ),
        (
            "{ switchback: { block: 6s } }",
            "own.yaml:3:32: design.switchback.block: bulk, 10s, has no time for two blocks of 6s"
        ),
        ("aa", "own.yaml:3:9: design: aa compares an arm with itself; these two differ"),
        (
            "{ aa: { x: y } }",
            "own.yaml:3:11: design: aa compares an arm with itself; these two differ"
        ),
    ]

    @Test(
        "that makes no sense is refused",
        arguments: senseless)
    func refused(_ design: String, _ complaint: String) {
        let complaints = PlanText.complaints(
            "loads: { bulk: { flows: 10 } }\ndesign: \(design)\n")
        #expect(complaints.first == complaint)
    }

    @Test("that mixes arms is refused where they want both ends set differently")
    func mixing() {
        #expect(
            PlanText.complaints(
                "arms: { gentle: { ecn: on } }\ndesign: together\n"
                    + "loads: { bulk: { flows: 10 } }\n"
            ).count == 1)
        #expect(
            PlanText.complaints("arms: { gentle: { ecn: on } }\ndesign: switchback\n") == [
                "own.yaml:2:24: arms.gentle.ecn: reno and gentle take turns under live traffic, and this holds for both ends; give both \"ecn: on\", or both \"ecn: off\""
            ])
    }

    @Test("aa has its arm twice")
    func aa() throws {
        let plan = try PlanText.plan("arms: { gentle: null }\ncontrol: null\ndesign: aa\n")
        #expect(plan.arms.map(\.name) == ["reno", "reno again"])
        #expect(plan.arms[1].algorithm == .kernel("reno"))
        #expect(plan.control == "reno")
        #expect(plan.treatments == ["reno again"])
    }
}
