// SPDX-License-Identifier: Apache-2.0
import Experiments
import JSON

extension RunRecord {
    var text: String {
        var lines = ["path: \(path.words.joined(separator: " ")) (\(means))"]
        for proof in arms { lines += proof.lines }
        lines.append(table.text)
        lines += samplesLines
        for finding in findings { lines.append("warning: \(finding)") }
        switch outcome {
        case .valid: lines.append("valid")
        case .failed(let words): lines.append("failed: \(words)")
        case .void(let reasons):
            for reason in reasons { lines.append("void: \(reason)") }
        }
        return lines.joined(separator: "\n")
    }

    private var table: Table {
        var table = Table(
            "FLOW", "TEST", "ARM", "ENDS SAY", "RESULT", "P50", "P99", numeric: [4, 5, 6])
        for flow in flows.prefix(32) {
            let spell = flow.spells.last
            let ends = spell.map { "\($0.localAlgorithm)/\($0.remoteAlgorithm)" } ?? "-"
            table.add(
                "\(flow.flow)", flow.test.rawValue, flow.arm ?? "-", ends == "/" ? "-" : ends,
                flow.words, spell?.latency.map { "\(Int($0.p50)) us" } ?? "-",
                spell?.latency.map { "\(Int($0.p99)) us" } ?? "-")
        }
        return table
    }

    private var samplesLines: [String] {
        let all = samples.flows.count
        let perTick =
            costs.samplingTicks > 0
            ? costs.sampling.inMicroseconds / Double(costs.samplingTicks) : 0
        return [
            "\(Words.count(all)) samples of flows, \(Words.count(samples.queues.count)) of queues; "
                + "looking took \(Words.decimal(perTick)) us each time"
        ]
            + (samples.lostAcks.map { lost in
                ["\(Words.count(samples.acks.count)) acknowledgements, \(Words.count(lost)) lost"]
            } ?? [])
    }
}

extension FlowResult {
    /// `94.1 Mbit/s`, `1,234 /s`
    var words: String {
        guard !spells.isEmpty else { return "none" }
        return test.isRequestResponse
            ? "\(Words.count(Int(throughput))) /s" : "\(Words.decimal(throughput / 1e6)) Mbit/s"
    }
}

extension ArmProof {
    var lines: [String] {
        guard let digest else { return ["arm: \(arm.name), the kernel's \(algorithm)"] }
        let each = calls > 0 ? nanoseconds / calls : 0
        return [
            "arm: \(arm.name), registered as \(algorithm), sha256 \(digest.prefix(12)): "
                + "\(Words.count(calls)) calls, \(each) ns each"
        ]
    }
}

extension RunRecord {
    var object: JSON.Object {
        [
            "path": JSON(path.words.joined(separator: " ")), "means": JSON(means),
            "seconds": JSON(time.inSeconds), "start": JSON(startWallNanoseconds),
            "start_spread_us": JSON(startSpread.inMicroseconds),
            "outcome": outcomeJSON, "findings": JSON(findings.map(\.description)),
            "arms": .array(arms.map(\.json)), "flows": .array(flows.map { $0.json(of: self) }),
            "queue": queueJSON, "costs": costsJSON,
            "environment": .object(
                JSON.Object(environment.facts.map { (key: $0.name, value: JSON($0.value)) })),
        ]
    }

    private var outcomeJSON: JSON {
        switch outcome {
        case .valid: ["state": "valid", "reasons": []]
        case .void(let reasons):
            ["state": "void", "reasons": JSON(reasons.map(\.description))]
        case .failed(let words): ["state": "failed", "reasons": [JSON(words)]]
        }
    }

    private var costsJSON: JSON {
        [
            "sampling_us": JSON(costs.sampling.inMicroseconds),
            "sampling_ticks": JSON(costs.samplingTicks),
            "relay_us": JSON(costs.relay.inMicroseconds),
            "softirq_us": JSON(costs.softInterrupts.inMicroseconds),
            "lateness_p50_us": JSON(samples.lateness?.p50.inMicroseconds),
            "lateness_p99_us": JSON(samples.lateness?.p99.inMicroseconds),
            "acks": JSON(samples.acks.count), "lost_acks": JSON(samples.lostAcks),
        ]
    }

    private var queueJSON: JSON {
        var sum = 0.0, largest: UInt32 = 0, count = 0
        var last: QueueSample?
        for sample in samples.queues.samples where !sample.isBack {
            sum += Double(sample.waitingBytes)
            largest = max(largest, sample.waitingBytes)
            count += 1
            last = sample
        }
        guard let last else { return .null }
        return [
            "mean_bytes": JSON(sum / Double(count)), "max_bytes": JSON(largest),
            "drops": JSON(last.drops), "marks": JSON(last.marks),
        ]
    }
}

extension ArmProof {
    var json: JSON {
        [
            "name": JSON(arm.name), "algorithm": JSON(algorithm), "sha256": JSON(digest),
            "calls": JSON(calls), "nanoseconds": JSON(nanoseconds),
            "client_cpu_us": JSON(clientTime.inMicroseconds),
            "server_cpu_us": JSON(serverTime.inMicroseconds),
            "programs": .array(
                programs.map {
                    [
                        "member": JSON($0.member), "id": JSON($0.id), "tag": JSON($0.tag),
                        "calls": JSON($0.calls), "nanoseconds": JSON($0.nanoseconds),
                    ]
                }),
        ]
    }
}

extension FlowResult {
    /// With what the samples of its socket amount to.
    func json(of record: RunRecord) -> JSON {
        let spell = spells.last
        var object: JSON.Object = [
            "flow": JSON(flow), "part": JSON(part), "test": JSON(test.rawValue), "arm": JSON(arm),
            "client": JSON(client), "server": JSON(server), "throughput": JSON(throughput),
            "spells": JSON(spells.count), "local": JSON(spell?.localAlgorithm),
            "remote": JSON(spell?.remoteAlgorithm),
        ]
        if let latency = spell?.latency {
            object["latency_us"] = [
                "min": JSON(latency.minimum), "mean": JSON(latency.mean), "p50": JSON(latency.p50),
                "p90": JSON(latency.p90), "p99": JSON(latency.p99), "max": JSON(latency.maximum),
            ]
        }
        let mine = record.samples.flows.samples.filter { $0.flow == UInt32(flow) }
        if let last = mine.last {
            let count = Double(mine.count)
            object["samples"] = JSON(mine.count)
            object["srtt_us"] = JSON(
                mine.reduce(0.0) { $0 + Double($1.srttMicroseconds) } / count)
            object["min_rtt_us"] = JSON(last.minRTTMicroseconds)
            object["cwnd"] = JSON(mine.reduce(0.0) { $0 + Double($1.cwnd) } / count)
            object["retransmits"] = JSON(last.totalRetrans)
            object["delivered"] = JSON(last.delivered)
            object["delivered_ce"] = JSON(last.deliveredCE)
        }
        if let said = spell?.said {
            object["netperf"] = .object(
                JSON.Object(
                    said.sorted { $0.key < $1.key }.map { (key: $0.key, value: JSON($0.value)) }))
        }
        return .object(object)
    }
}
