// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("A list instead of a value")
struct SweepTests {
    @Test("makes an arm of each choice")
    func arms() throws {
        let plan = try PlanText.plan(
            "arms: { gentle: { set: { keep_percent: [70, 80], other: [1, 2] } } }")
        #expect(
            plan.arms.map(\.name) == [
                "reno", "gentle keep_percent=70 other=1", "gentle keep_percent=70 other=2",
                "gentle keep_percent=80 other=1", "gentle keep_percent=80 other=2",
            ])
        #expect(
            plan.arms[2].algorithm
                == .extension(
                    "gentle", knobs: [.init("keep_percent", "70"), .init("other", "2")],
                    digest: nil))
    }

    @Test("makes paths, and loads whose parts keep their names")
    func paths() throws {
        let plan = try PlanText.plan(
            """
            paths: { shallow: { rate: [10mbit, 100mbit] } }
            loads: { bulk: { flows: [1, 4] } }
            """)
        #expect(plan.paths.map(\.name) == ["shallow rate=10mbit", "shallow rate=100mbit"])
        #expect(plan.loads.map(\.name) == ["bulk flows=1", "bulk flows=4"])
        #expect(plan.loads.map { $0.value.parts[0].name } == ["bulk", "bulk"])
        #expect(plan.runsPerRound == 8)
    }

    @Test("that is too long, empty, or says one thing twice is refused")
    func refused() {
        let many = (0..<10).map(String.init).joined(separator: ", ")
        #expect(
            PlanText.complaints(
                "arms: { gentle: { set: { a: [\(many)], b: [\(many)] } } }"
            ) == ["own.yaml:2:9: arms.gentle: with it there are more than 64 arms"])
        #expect(
            PlanText.complaints("paths: { shallow: { rate: [] } }").first
                == "own.yaml:2:27: paths.shallow.rate: an empty list")
        #expect(
            PlanText.complaints(
                "paths: { shallow: { rate: [1mbit, 1mbit], delay: 1ms, queue: 25p } }")
                == ["own.yaml:2:10: paths.shallow: \"shallow rate=1mbit\" is named twice"])
    }
}
