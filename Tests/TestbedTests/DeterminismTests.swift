// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Testing

@testable import Testbed

/// Nothing is booted here: what cannot be repeated is refused before.
@Suite("A plan for deterministic machines")
struct DeterminismTests {
    private func plan(
        paths: String = "near: { rate: 20mbit, delay: 10ms }",
        load: String = "netperf: TCP_STREAM, seconds: 1", rest: String = ""
    ) throws -> Plan {
        try Plan(
            parsing: """
                title: a test
                arms: { one: { algorithm: cubic }, two: { algorithm: reno } }
                control: one
                paths: { \(paths) }
                loads: { bulk: { \(load) } }
                \(rest)

                """)
    }

    @Test("is taken where every path has a rate below the ceiling")
    func taken() throws {
        let plan = try self.plan(
            paths: "near: { rate: 200mbit }, far: { rate: 5mbit, delay: 50ms }")
        #expect(plan.objectionsToDeterminism() == [])
    }

    @Test("is refused a path beyond the ceiling, with the ceiling and what was asked")
    func ceiling() throws {
        let objections = try plan(paths: "near: { rate: 20mbit }, fast: { rate: 400mbit }")
            .objectionsToDeterminism()
        #expect(objections.map(\.field) == ["paths.fast"])
        #expect(objections[0].words.contains("400mbit"))
        #expect(objections[0].words.contains("200mbit"))
    }

    @Test("is refused where one way of a path is beyond the ceiling")
    func oneWay() throws {
        let objections = try plan(paths: "fast: { rate: 20mbit/201mbit }")
            .objectionsToDeterminism()
        #expect(objections.map(\.field) == ["paths.fast"])
    }

    @Test("is refused a path without a rate, which would measure the processor")
    func rate() throws {
        let objections = try plan(paths: "near: { delay: 10ms }").objectionsToDeterminism()
        #expect(objections.map(\.field) == ["paths.near"])
        #expect(objections[0].words.contains("processor"))
    }

    @Test("is refused a second processor")
    func processor() throws {
        let objections = try plan(load: "netperf: TCP_STREAM, seconds: 1, server_cpu: 1")
            .objectionsToDeterminism()
        #expect(objections.map(\.field) == ["loads.bulk"])
        let first = try plan(load: "netperf: TCP_STREAM, seconds: 1, server_cpu: 0")
        #expect(first.objectionsToDeterminism() == [])
    }

    @Test("is refused judgement by processor time, and may have it beside")
    func processorTime() throws {
        let objections = try plan(rest: "metrics: { primary: bits_per_cpu_second }")
            .objectionsToDeterminism()
        #expect(objections.map(\.field) == ["metrics.primary"])
        let beside = try plan(
            rest: "metrics: { primary: goodput, secondary: [bits_per_cpu_second] }")
        #expect(beside.objectionsToDeterminism() == [])
    }

    @Test("is told all that is wrong with it at once")
    func all() throws {
        let objections = try plan(
            paths: "near: { delay: 10ms }, fast: { rate: 1gbit }",
            load: "netperf: TCP_STREAM, seconds: 1, client_cpu: 3"
        ).objectionsToDeterminism()
        #expect(objections.map(\.field) == ["paths.near", "paths.fast", "loads.bulk"])
    }
}

@Suite("What a traced run says")
struct TracedOutputTests {
    @Test("is its results file and its segments, and comes back as it was")
    func roundTrip() throws {
        var samples = RunRecord.Samples()
        samples.lostSegments = 3
        for number in 0..<5 {
            samples.segments.add(
                SegmentSample(
                    nanoseconds: UInt64(number), sequence: UInt32(number), flags: 0x1ff, way: 2,
                    congestionState: 4))
        }
        let bytes = TracedOutput.bytes([1, 2, 3], samples)
        let parts = try TracedOutput.parts(of: bytes)
        #expect(parts.results == [1, 2, 3])
        #expect(parts.lost == 3)
        #expect(parts.segments == samples.segments)
    }

    @Test("is refused where it is cut short or makes no sense")
    func cut() {
        let bytes = TracedOutput.bytes([1, 2, 3], RunRecord.Samples())
        for count in [0, 7, 15, bytes.count - 1] {
            #expect(throws: Refusal.self) {
                _ = try TracedOutput.parts(of: Array(bytes.prefix(count)))
            }
        }
        #expect(throws: Refusal.self) {
            _ = try TracedOutput.parts(of: [UInt8](repeating: 0xff, count: 40))
        }
    }
}

@Suite("What deterministic runs depend on")
struct EnvironmentDifferenceTests {
    private func environment(_ facts: KeyValuePairs<String, String>) -> RunEnvironment {
        var environment = RunEnvironment()
        for (name, value) in facts { environment.note("deterministic.\(name)", value) }
        return environment
    }

    @Test(
        "is told apart by name",
        arguments: [
            ("package", "another kernel package: its digest was 1, and is 2"),
            ("graft", "another graft: its digest was 1, and is 2"),
            ("translator", "another translator: it was 1, and is 2"),
            ("firmware", "other firmware: its digest was 1, and is 2"),
        ])
    func names(_ name: String, _ words: String) {
        let then = environment([name: "1", "machine": "a", "kernel": "6.18"])
        let now = environment(["kernel": "6.18", "machine": "b", name: "2"])
        #expect(then.differences(from: now).map(\.description) == [words])
    }

    @Test("is the same where all of it is")
    func same() {
        let facts = environment(["graft": "1", "machine": "a"])
        #expect(facts.differences(from: facts) == [])
    }

    @Test("is another machine where an older file does not say what of it is another")
    func older() {
        let then = environment(["machine": "a", "kernel": "6.18"])
        let now = environment(["machine": "b", "kernel": "6.18", "graft": "2"])
        #expect(
            then.differences(from: now).map(\.description)
                == ["another machine: its digest was a, and is b"])
    }
}
