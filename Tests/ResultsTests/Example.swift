// SPDX-License-Identifier: Apache-2.0
import Experiments
import Glibc
import Results

/// Values in which everything that can be set is, to something distinct.
enum Example {
    static let plan = PlanAsRun(
        text: "title: a ♥ 'plan'\n", digest: String(repeating: "ab", count: 32),
        file: "plan.yaml", graft: "0.5.0", wallNanoseconds: 1_700_000_000_123_456_789)

    static func environment(_ words: String...) -> RunEnvironment {
        var environment = RunEnvironment()
        for (index, word) in words.enumerated() { environment.note("fact.\(index)", word) }
        return environment
    }

    static func record(flows: Int = 2, ticks: Int = 3) -> RunRecord {
        var record = RunRecord(path: path, means: "tbf + relay", load: load, arms: arms)
        record.flows = flowResults
        record.turns = [
            Turn(arm: "mine", startNanoseconds: 21, moved: 0, calls: 22),
            Turn(arm: "reno", startNanoseconds: .max, moved: 23, calls: .max),
        ]
        record.samples = samples(flows: flows, ticks: ticks)
        record.environment = environment("6.18", "", "é\u{0}\"")
        record.findings = findings
        record.outcome = .void(reasons)
        record.startNanoseconds = .max - 1
        record.startWallNanoseconds = 1_700_000_000_000_000_001
        record.endNanoseconds = .max
        record.startSpread = .microseconds(11)
        record.costs.sampling = .nanoseconds(12)
        record.costs.samplingTicks = 13
        record.costs.relay = .nanoseconds(14)
        record.costs.softInterrupts = .nanoseconds(15)
        return record
    }

    static var path: Path {
        var path = Path()
        path.rate = Ways(forth: BitsPerSecond(.max), back: .megabits(7))
        path.delay = Ways(forth: .milliseconds(10), back: .milliseconds(20))
        path.jitter = Ways(forth: .microseconds(3), back: .microseconds(4))
        path.loss = Ways(forth: Share(0.1), back: Share(1e-7))
        path.queue = .products(1.5)
        path.ecn = .time(.microseconds(500))
        path.aqm = .fqCodel
        path.mtu = 9000
        path.offloads = false
        path.clients = 2
        path.servers = 3
        path.family = .v6
        return path
    }

    static var load: Load {
        var bulk = Load.Part("bulk", .tcpMaerts, flows: 4)
        bulk.arms = ["a", "b"]
        bulk.after = .seconds(1)
        bulk.stagger = .seconds(2)
        bulk.time = .seconds(3)
        bulk.bytes = 31
        bulk.messageBytes = 16
        bulk.requestBytes = 17
        bulk.responseBytes = 18
        bulk.clientProcessor = 0
        bulk.serverProcessor = 1
        bulk.cycle = Load.Cycle(on: .seconds(4), off: .seconds(5))
        bulk.isBackground = true
        bulk.interval = .milliseconds(100)
        return Load([bulk, Load.Part("rr", .udpRR)], for: .milliseconds(2500))
    }

    static var arms: [ArmProof] {
        var mine = Arm(
            "mine",
            .extension(
                "bpf_cubic", knobs: [Arm.Setting("beta", "717"), Arm.Setting("c", "1")],
                digest: "cd"), usesECN: true)
        mine.connections = 3
        mine.sysctls = [Arm.Setting("net.ipv4.tcp_ecn", "1")]
        var proof = ArmProof(arm: mine, algorithm: "bpf_cubic", digest: "ef01")
        proof.programs = [
            ArmProof.CountedProgram(
                member: "ssthresh", id: .max, tag: "a1", calls: .max, nanoseconds: 1 << 63),
            ArmProof.CountedProgram(
                member: "cong_avoid", id: 2, tag: "b2", calls: 3, nanoseconds: 4),
        ]
        proof.clientTime = .nanoseconds(21)
        proof.serverTime = .nanoseconds(22)
        return [proof, ArmProof(arm: Arm("reno", .kernel("reno")), algorithm: "reno")]
    }

    static var flowResults: [FlowResult] {
        var flow = FlowResult(
            flow: 0, part: "bulk", test: .tcpMaerts, arm: "mine", client: "fd00::1",
            server: "fd00::2")
        var spell = FlowResult.Spell(
            startNanoseconds: 31, seconds: 2.5, throughput: 0.1 + 0.2, localAlgorithm: "bpf_cubic",
            remoteAlgorithm: "reno")
        spell.latency = FlowResult.Latency(
            minimum: 1, mean: 2.5, p50: 3, p90: 4, p99: 5, maximum: .infinity, deviation: 1e-300)
        spell.interim = [.init(throughput: 32, seconds: 0.1, ending: 1_700_000_000.25)]
        spell.said = ["THROUGHPUT": "32.5", "COMMAND_LINE": "netperf \"-t\"\n"]
        let second = FlowResult.Spell(startNanoseconds: 41, seconds: 42, throughput: 43)
        flow.spells = [spell, second]
        return [
            flow,
            FlowResult(flow: 7, part: "rr", test: .udpRR, arm: nil, client: "c", server: "s"),
        ]
    }

    static let findings: [Finding] = [
        .senderBound(share: 0.91), .steal(share: 0.02), .otherLoad(share: 1.0 / 3),
        .neverLeftSlowStart(flow: 3), .nothingCongested, .pacedWithoutFQ(algorithm: "bbr"),
        .withoutInterim,
    ]

    static let reasons: [VoidReason] = [
        .algorithmAtEnd(flow: 1, expected: "a", found: ""),
        .algorithmOfSocket(flow: 2, expected: "a", found: "b"), .flowUnseen(flow: 3),
        .neverCalled(arm: "mine"), .programsChanged(arm: "mine"), .withoutECN(flow: 4),
        .late(.milliseconds(4), limit: .milliseconds(3)), .hygiene(.steal(share: 0.5)),
        .flowFailed(flow: 5, words: "no route"), .interrupted, .said("so"),
    ]

    /// Counters that grow at a pace of their own for each flow, at a tick each 10 ms.
    static func samples(flows: Int, ticks: Int) -> RunRecord.Samples {
        var samples = RunRecord.Samples()
        samples.flows.reserve(flows * ticks)
        for tick in 0..<UInt64(ticks) {
            let now = 1_000_000_000 + tick * 10_000_000 + (tick * 7919) % 100_000
            for flow in 0..<UInt64(flows) {
                let sent = tick * (12_500 + flow * 97) + (tick * tick * 31 + flow * 17) % 4096
                let (window, trip) = (10 + (tick * 3 + flow * 7) % 90, 20_000 + (tick * 37) % 9000)
                samples.flows.add(
                    FlowSample(
                        nanoseconds: now, flow: UInt32(flow), bytesAcked: sent,
                        bytesReceived: tick, bytesRetrans: tick / 50 * 1448,
                        bytesSent: sent + 14_480, deliveryRate: 1_250_000 + (sent % 50_000),
                        pacingRate: flow == 1 ? .max : 1_500_000 + (sent % 60_000),
                        cwnd: UInt32(window), ssthresh: tick < 2 ? 0x7fff_ffff : 55,
                        srttMicroseconds: UInt32(trip),
                        rttvarMicroseconds: UInt32(trip / 9 + flow),
                        minRTTMicroseconds: tick == 0 ? .max : 20_000, unacked: UInt32(window - 1),
                        lost: UInt32(tick % 50 == 0 ? 2 : 0), totalRetrans: UInt32(tick / 50),
                        delivered: UInt32(sent / 1448), deliveredCE: UInt32(sent / 100_000),
                        sendMSS: 1448, state: 1, congestionState: UInt8(tick % 5),
                        options: UInt8(flow & 15), isApplicationLimited: tick % 3 == 1))
            }
            for isBack in [false, true] {
                samples.queues.add(
                    QueueSample(
                        nanoseconds: now, isBack: isBack, sentBytes: tick * 1_250_000,
                        sentPackets: UInt32(tick * 830), waitingBytes: UInt32(tick % 77 * 1500),
                        waitingPackets: UInt32(tick % 77), drops: UInt32(tick / 9),
                        marks: isBack ? 1 : UInt32(tick / 8)))
            }
            samples.acks.add(
                AckSample(
                    nanoseconds: now, flow: 100_000 + UInt32(tick % 2), cwnd: 10, ssthresh: 20,
                    srttMicroseconds: 30, inFlight: UInt32(tick), sendWindow: .max))
            samples.code.add(
                CodeSample(
                    nanoseconds: now, arm: 0, calls: tick * 83, spentNanoseconds: .max - tick))
        }
        samples.latencies.add(
            LatencyCount(nanoseconds: 1_100_000_000, flow: 2, bucket: 300, count: 7))
        samples.latencies.add(
            LatencyCount(nanoseconds: 1_200_000_000, flow: 2, bucket: 299, count: 9))
        samples.lostLatencies = 6
        samples.lostAcks = 5
        samples.lateness = RunRecord.Lateness(
            p50: .nanoseconds(51), p99: .nanoseconds(52), maximum: .nanoseconds(53), packets: 54)
        return samples
    }

    static func summary(round: Int = 0, arm: String = "mine", attempt: Int = 0) -> RunSummary {
        RunSummary(
            number: round + 1, round: round, path: "shallow", load: "bulk", arm: arm, share: 0.1,
            attempt: attempt, outcome: .void(reasons), findings: findings,
            values: [
                Measure("bulk", .goodput): 1e8 + Double(round), Measure("rr", .latencyP999): 0.25,
            ],
            armValues: ["mine": [Measure("bulk", .goodput): 6e7]],
            blocks: [
                RunSummary.Block(
                    pair: 0, arm: "mine", start: .seconds(1), end: .seconds(2),
                    values: [Measure("bulk", .srtt): 0.02]),
                RunSummary.Block(
                    pair: 0, arm: "reno", start: .seconds(3), end: .seconds(4), values: [:]),
            ], time: .seconds(10), startWallNanoseconds: 1_700_000_000_000_000_001)
    }
}
