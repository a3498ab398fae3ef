// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

extension ResultsReader {
    /// Writes plan, environment and figures of all runs as one JSON document, a run a line.
    ///
    /// `format` is "graft results" and `version` counts its changes; bench/results-format.md
    /// says what each member is.
    public func writeJSON(to sink: inout some TextOutputStream) throws(ResultsError) {
        let plan = try plan()
        let facts = try environment()
        sink.write("{\"format\":\"graft results\",\"version\":1,\n\"plan\":")
        sink.write(plan.json.text(.compact))
        sink.write(",\n\"environment\":")
        sink.write(facts.json.text(.compact))
        sink.write(",\n\"runs\":[")
        for (index, run) in try runs().enumerated() {
            sink.write(index == 0 ? "\n" : ",\n")
            sink.write(run.json.text(.compact))
        }
        sink.write("\n]}\n")
    }
}

extension PlanAsRun: JSONConvertible {
    public var json: JSON {
        [
            "text": .string(text), "digest": .string(digest), "file": .string(file),
            "graft": .string(graft), "begun_wall_ns": JSON(wallNanoseconds),
        ]
    }
}

extension RunEnvironment {
    fileprivate var json: JSON {
        .object(JSON.Object(facts.map { (key: $0.name, value: .string($0.value)) }))
    }
}

extension StoredRun: JSONConvertible {
    public var json: JSON {
        [
            "number": JSON(summary.number), "round": JSON(summary.round),
            "path": .string(summary.path), "load": .string(summary.load),
            "arm": .string(summary.arm), "share": summary.share.map(\.coded) ?? .null,
            "attempt": JSON(summary.attempt), "seed": JSON(seed),
            "outcome": .string(summary.outcome.word), "words": JSON(summary.outcome.words),
            "findings": .array(summary.findings.map { .string($0.description) }),
            "time_ns": summary.time.coded,
            "start_wall_ns": JSON(summary.startWallNanoseconds), "digest": .string(digest),
            "samples": .object(
                JSON.Object(
                    SampleKind.allCases.map {
                        (key: $0.rawValue, value: JSON(sampleCounts[$0] ?? 0))
                    })),
            "values": .array(summary.figures.filter { $0.block == nil }.map(\.json)),
            "blocks": .array(summary.blocks.map(\.json)),
        ]
    }
}

extension RunSummary.Figure {
    fileprivate var json: JSON {
        [
            "part": .string(measure.part), "metric": .string(measure.metric.rawValue),
            "of_arm": JSON(arm), "unit": .string(measure.metric.unit.rawValue),
            "value": .number(value),
        ]
    }
}

extension RunSummary.Block {
    fileprivate var json: JSON {
        [
            "pair": JSON(pair), "arm": .string(arm), "start_ns": start.coded, "end_ns": end.coded,
            "values": .array(
                values.ordered.map {
                    RunSummary.Figure(measure: $0.key, value: $0.value, arm: arm).json
                }),
        ]
    }
}
