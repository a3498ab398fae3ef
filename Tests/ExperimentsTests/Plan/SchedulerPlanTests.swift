// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@Suite("A plan of schedulers")
struct SchedulerPlanTests {
    private static let plan = """
        title: who waits how long
        arms:
          kernel: { scheduler: kernel }
          fair:   { scheduler: fair, set: { slice_us: 2000 } }
        control: kernel
        loads:
          sleepers:
            time: 8s
            parts:
              woken: { wakeups: 2ms, threads: 2 }
              busy:  { busy: 4 }
          work: { work: 20000000, threads: 4, time: 20s }

        """

    private func complaints(_ text: String) -> [String] {
        do throws(Complaints) {
            _ = try Plan(parsing: text)
            return []
        } catch {
            return error.description.split(separator: "\n").map(String.init)
        }
    }

    @Test("has arms of the whole machine, tasks beside or instead of flows, and no path")
    func whole() throws {
        let plan = try Plan(parsing: Self.plan)
        #expect(plan.comparesSchedulers)
        #expect(plan.arms.map(\.hook) == [.scheduler, .scheduler])
        #expect(plan.arms[0].algorithm == .kernel("kernel"))
        #expect(plan.arms[1].algorithm.file == "fair")
        #expect(plan.paths == [.init("here", .direct)])
        let sleepers = try #require(plan.load("sleepers"))
        let woken = Load.Task("woken", .wakeups(every: .milliseconds(2)), threads: 2)
        #expect(sleepers.tasks == [woken, Load.Task("busy", .busy, threads: 4)])
        #expect(sleepers.tasks.map(\.isBackground) == [false, true])
        let work = try #require(plan.load("work"))
        #expect(work.tasks == [Load.Task("work", .work(steps: 20_000_000), threads: 4)])
        #expect(work.time == .seconds(20))
    }

    @Test("is the same after its canonical text")
    func canonical() throws {
        let plan = try Plan(parsing: Self.plan)
        #expect(try Plan(parsing: plan.canonicalText) == plan)
        #expect(plan.canonicalText.contains("scheduler: kernel"))
        #expect(!plan.canonicalText.contains("ecn:"))
    }

    @Test("is judged by wake-ups, and where there are none by the work")
    func metrics() throws {
        let plan = try Plan(parsing: Self.plan)
        #expect(plan.metrics.primary == MeasurePattern(.latencyP99))
        #expect(
            plan.primaryMeasure(of: plan.loads[0].value) == Measure("woken", .latencyP99))
        #expect(plan.primaryMeasure(of: plan.loads[1].value) == nil)
        let asked = try Plan(
            parsing: Self.plan + "metrics: { primary: woken.latency_p50, secondary: work_time }")
        #expect(
            asked.secondaryMeasures(of: asked.loads[1].value) == [Measure("work", .workTime)])
        // Nobody has to listen to transactions for that.
        #expect(!asked.asksForLatencies)
    }

    @Test("may send beside its work, and then has a path and times transactions")
    func sending() throws {
        let plan = try Plan(
            parsing: """
                title: answers beside work
                arms: { kernel: { scheduler: kernel }, fair: { scheduler: fair } }
                control: kernel
                paths: { near: { rate: 100mbit } }
                loads:
                  answers:
                    time: 5s
                    parts: { rr: { netperf: TCP_RR }, busy: { busy: 2 } }
                metrics: { primary: transactions, secondary: rr.latency_p99 }
                """)
        #expect(plan.asksForLatencies)
        #expect(plan.primaryMeasure(of: plan.loads[0].value) == Measure("rr", .transactions))
        let run = try #require(plan.runs(inRound: 0).first)
        #expect(plan.load(of: run)?.parts[0].flows == 1)
    }

    @Test(
        "with mistakes is refused, with their places",
        arguments: [
            (
                "arms: { a: { scheduler: kernel }, b: { algorithm: cubic } }",
                "arms.b: is no scheduler, and another arm is one"
            ),
            (
                "arms: { a: { scheduler: fair, algorithm: cubic }, b: { scheduler: kernel } }",
                "arms.a.scheduler: an arm is a scheduler or a congestion control"
            ),
            (
                "arms: { a: { scheduler: kernel, ecn: on }, b: { scheduler: fair } }",
                "arms.a.ecn: a scheduler has none; a congestion control has"
            ),
            (
                "arms: { a: { scheduler: kernel, set: { x: 1 } }, b: { scheduler: fair } }",
                "arms.a.set: the kernel's own algorithms have none; an extension has"
            ),
            (
                "design: { switchback: { treatment: b } }",
                "design: a machine has one scheduler at a time; compare them alone"
            ),
            (
                "loads: { l: { wakeups: 50us, time: 1s } }",
                "loads.l.wakeups: 50us is less than 100us"
            ),
            ("loads: { l: { wakeups: 2, time: 1s } }", "loads.l.wakeups: \"2\" has no unit"),
            (
                "loads: { l: { busy: 0, time: 1s } }",
                "loads.l.busy: 0 threads are not from 1 to 256"
            ),
            (
                "loads: { l: { busy: 1, work: 5, time: 1s } }",
                "loads.l.busy: a part does one thing, and this one has work"
            ),
            (
                "loads: { l: { busy: 1, threads: 5, time: 1s } }",
                "loads.l.threads: \"busy\" says how many there are"
            ),
            (
                "loads: { l: { work: 5, flows: 5, time: 1s } }",
                "loads.l.flows: there is no such field"
            ),
            (
                "loads: { l: { work: 5, time: 1s } }\nmetrics: { primary: goodput }",
                "metrics.primary: no load that is measured can give goodput"
            ),
            (
                "loads: { l: { work: 5, time: 1s } }\nmetrics: { primary: l.latency_p50 }",
                "metrics.primary: work cannot give latency_p50"
            ),
        ])
    func mistakes(_ lines: String, _ words: String) {
        let keys = lines.split(separator: "\n").map { $0.prefix { $0 != ":" } }
        let rest = [
            ("title", "title: mistakes"),
            ("arms", "arms: { a: { scheduler: kernel }, b: { scheduler: fair } }"),
            ("control", "control: a"),
            ("loads", "loads: { l: { work: 5, time: 4s } }"),
        ]
        let text =
            (rest.filter { !keys.contains(Substring($0.0)) }.map(\.1) + [lines])
            .joined(separator: "\n")
        let found = complaints(text)
        #expect(found.contains { $0.contains(": \(words)") }, "\(found)")
        let last = text.split(separator: "\n").count
        #expect(found.allSatisfy { $0.first?.isNumber == true }, "\(found) of \(last) lines")
    }

    @Test("whose arms are congestion controls has to send something")
    func nothingSent() {
        let found = complaints(
            """
            title: cubic at work
            arms: { a: { algorithm: cubic }, b: { algorithm: reno } }
            control: a
            loads: { l: { work: 5, time: 4s } }
            """)
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("4:13: loads.l: no part of it takes the arm"))
    }
}
