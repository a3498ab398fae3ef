// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing
import Thrown

@Suite("A plan that extends another")
struct ExtensionOfPlansTests {
    @Test("has what that one has, key by key, but for what it says itself")
    func merged() throws {
        let plan = try PlanText.plan(
            "title: faster\npaths: { shallow: { rate: 1gbit }, long: { delay: 50ms } }\n")
        #expect(plan.title == "faster")
        #expect(plan.path("shallow")?.rate?.forth == .megabits(1000))
        #expect(plan.path("shallow")?.queue == .packets(25))
        #expect(plan.paths.map(\.name) == ["shallow", "long"])
    }

    @Test("removes what it gives no value", arguments: ["null", "~", ""])
    func removed(_ nothing: String) throws {
        let plan = try PlanText.plan(
            "arms: { gentle: { set: { keep_percent: \(nothing) } }, cubic: { algorithm: cubic } }")
        #expect(plan.arm("gentle")?.algorithm == .extension("gentle", knobs: [], digest: nil))
    }

    @Test("finds it beside itself, also from another folder")
    func folders() throws {
        let plan = try PlanText.read(
            "a/b/own.yaml",
            [
                "a/b/own.yaml": "extends: ../base.yaml\ntitle: own\n",
                "a/base.yaml": "extends: ./deep/gentle.yaml\ntitle: base\nrounds: 8\n",
                "a/deep/gentle.yaml": PlanText.gentle,
            ])
        #expect(plan.title == "own")
        #expect(plan.rounds == 8)
    }

    @Test("names the file in which a mistake stands")
    func places() {
        let base = PlanText.gentle + "warm_up: 3\n"
        let complaints = thrown(Complaints.self) {
            _ = try PlanText.read(
                "own.yaml",
                ["own.yaml": "extends: base.yaml\nseed: x\n", "base.yaml": base])
        }
        #expect(
            complaints?.description == """
                base.yaml:12:10: warm_up: "3" has no unit; write 10ms, for instance
                own.yaml:2:7: seed: "x" is no whole number from 0 on
                """)
    }

    @Test("and comes back to itself is refused")
    func circle() {
        let complaints = thrown(Complaints.self) {
            _ = try PlanText.read(
                "a.yaml", ["a.yaml": "extends: b.yaml\n", "b.yaml": "x: y\nextends: a.yaml\n"])
        }
        #expect(
            complaints?.description
                == "b.yaml:2:10: extends: goes round in a circle: a.yaml extends b.yaml extends a.yaml"
        )
    }

    @Test("in a chain without end is refused")
    func chain() {
        var files: [String: String] = [:]
        for number in 0..<100 { files["\(number).yaml"] = "extends: \(number + 1).yaml\n" }
        let complaints = thrown(Complaints.self) { _ = try PlanText.read("0.yaml", files) }
        #expect(
            complaints?.description
                == "7.yaml:1:10: extends: more than 8 files would stand below each other")
    }

    @Test("that is not there is refused at the place that names it")
    func missing() {
        let complaints = thrown(Complaints.self) {
            _ = try PlanText.read("a.yaml", ["a.yaml": "extends: b.yaml\n"])
        }
        #expect(complaints?.description == "a.yaml:1:10: extends: \"b.yaml\" is not there")
    }
}
