// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Glibc
import Kernel
import Testbed
import Testing
import Thrown

extension OnThisMachine {
    @Suite("A run on a testbed")
    struct TestbedRunTests {
        @Test("has a result of every test of netperf's", arguments: NetperfTest.allCases)
        func tests(_ test: NetperfTest) throws {
            try TestbedGround.with { ground in
                let load = Load([Load.Part("all", test)], for: .seconds(1))
                let record = try ground.run(
                    ground.path("rate=50mbit", "queue=200kB"),
                    RunRequest(load, arms: [Arm("cubic", .kernel("cubic"))]))
                #expect(record.outcome == .valid)
                #expect(try #require(record.flows.first).throughput > 100)
            }
        }

        @Test("of an extension is proven by what the kernel counted")
        func proven() throws {
            try TestbedGround.with { ground in
                let arm = Arm("bpf", .extension("cubic", knobs: [], digest: nil))
                let record = try ground.run(
                    ground.path("rate=50mbit", "queue=200kB"), ground.bulk(arm))
                #expect(record.outcome == .valid)
                let proof = try #require(record.arms.first)
                #expect(proof.calls > 100)
                #expect(proof.nanoseconds > 0)
                #expect(proof.digest?.count == 64)
                #expect(proof.programs.allSatisfy { $0.tag.count == 16 })
                #expect(record.samples.code.count > 2)
                let spell = try #require(record.flows.first?.spells.first)
                #expect(spell.localAlgorithm == proof.algorithm)
                #expect(spell.remoteAlgorithm == proof.algorithm)
            }
        }

        @Test("refuses an extension of another digest")
        func digest() throws {
            try TestbedGround.with { ground in
                let arm = Arm("bpf", .extension("cubic", knobs: [], digest: "abcdef"))
                #expect(throws: Refusal.self) {
                    _ = try ground.run(.direct, ground.bulk(arm))
                }
            }
        }

        @Test("gives each flow its own arm")
        func arms() throws {
            try TestbedGround.with { ground in
                var part = Load.Part("both", .tcpStream, flows: 4)
                part.arms = ["bpf", "reno"]
                let arms = [
                    Arm("reno", .kernel("reno")),
                    Arm("bpf", .extension("cubic", knobs: [], digest: nil)),
                ]
                let record = try ground.run(
                    ground.path("rate=50mbit", "queue=200kB"),
                    RunRequest(Load([part], for: .seconds(2)), arms: arms))
                #expect(record.outcome == .valid)
                #expect(record.flows.map(\.arm) == ["bpf", "reno", "bpf", "reno"])
                #expect(record.arms.allSatisfy { $0.clientTime > .zero })
            }
        }

        @Test("agrees on ECN at both ends where an arm wants marks")
        func marks() throws {
            try TestbedGround.with { ground in
                let arm = Arm("dctcp", .extension("dctcp", knobs: [], digest: nil))
                #expect(arm.usesECN)
                let record = try ground.run(
                    ground.path("rate=50mbit", "queue=200kB"), ground.bulk(arm))
                #expect(record.outcome == .valid)
                let agreed = record.samples.flows.samples.filter { $0.options & 8 != 0 }
                #expect(!agreed.isEmpty)
                #expect(record.environment["sysctl.client1.net.ipv4.tcp_ecn"] == "1")
            }
        }

        @Test("keeps samples of every flow, at 10 ms, with their clock")
        func samples() throws {
            try TestbedGround.with { ground in
                var request = ground.bulk(seconds: 2)
                request.load.parts[0].flows = 3
                request.sampling.everyAck = true
                let record = try ground.run(ground.path("rate=50mbit", "queue=200kB"), request)
                for flow in 0..<3 {
                    let mine = record.samples.flows.samples.filter { $0.flow == UInt32(flow) }
                    #expect(mine.count > 100)
                    #expect(mine.last?.bytesAcked ?? 0 > 1_000_000)
                    let times = mine.map(\.nanoseconds)
                    #expect(times == times.sorted())
                    #expect(mine.contains { $0.srttMicroseconds > 0 })
                }
                #expect(record.samples.acks.count > 500)
                #expect(record.samples.lostAcks == 0)
                #expect(Set(record.samples.acks.samples.map(\.flow)) == [0, 1, 2])
            }
        }

        @Test(
            "keeps every segment where it is asked to, from the SYN on, whoever sends the data",
            arguments: [("v4", NetperfTest.tcpStream), ("v6", .tcpMaerts)])
        func segments(_ family: String, _ test: NetperfTest) throws {
            try TestbedGround.with { ground in
                var request = ground.bulk()
                request.load.parts[0].test = test
                request.sampling.everySegment = true
                let record = try ground.run(
                    ground.path("rate=20mbit", "queue=20p", "family=\(family)"), request)
                #expect(record.samples.lostSegments == 0)
                let exchanges = Exchange.all(of: record.samples.segments)
                let segments = try #require(exchanges.first).segments
                #expect(exchanges.count == 1)
                let sent = segments.filter { $0.way.isSent && $0.length > 0 }
                // One in some hundreds was passed over on two busy processors; in the lab, none.
                #expect(try #require(exchanges.first).gaps < max(3, sent.count / 10))
                let last = try #require(sent.last)
                // A busy machine does not get far in a second.
                #expect(last.sequence + last.length > 10_000)
                if test == .tcpStream { #expect(segments[0].flags == 2) }
                let acknowledged = segments.filter { $0.way == .received }.map(\.acknowledgement)
                #expect(acknowledged == acknowledged.sorted())
                #expect(try #require(acknowledged.last) > 5_000)
            }
        }

        @Test("starts flows one after another, and lets them rest, where it is told to")
        func times() throws {
            try TestbedGround.with { ground in
                var late = Load.Part("late", .tcpStream, flows: 2)
                (late.after, late.stagger) = (.seconds(1), .seconds(1))
                var resting = Load.Part("resting", .udpRR)
                resting.cycle = Load.Cycle(on: .seconds(1), off: .milliseconds(500))
                let load = Load(
                    [Load.Part("bulk", .tcpStream), late, resting], for: .seconds(4))
                let path = try ground.path("rate=50mbit", "queue=100kB")
                let request = RunRequest(load, arms: [Arm("cubic", .kernel("cubic"))])
                try expectSoon { () -> [Int64] in
                    let record = try ground.run(path, request)
                    #expect(record.outcome == .valid)
                    #expect(record.flows[3].spells.count >= 2)
                    return record.flows.map { flow in
                        Int64(flow.spells.first?.startNanoseconds ?? 0)
                            - Int64(record.startNanoseconds)
                    }
                } holds: { starts in
                    starts[0] <= 0 && (1_000_000_000..<1_200_000_000).contains(starts[1])
                        && (2_000_000_000..<2_200_000_000).contains(starts[2])
                }
            }
        }

        @Test("says that netserver's port is taken")
        func port() throws {
            try TestbedGround.with { ground in
                let network = try ground.network("gb_port", .direct)
                var spawn = Spawn(["netserver", "-D", "-4", "-p", "12865"])
                spawn.output = .null
                spawn.leadsGroup = true
                try spawn.enter(NetworkNamespace(named: "graft-gb_port-server1"))
                let other = try ChildProcess.start(spawn)
                Duration.milliseconds(200).pause()
                let refusal = thrown(Refusal.self) {
                    _ = try network.run(ground.bulk(), shelf: Workspace.shelf, Netperf.find())
                }
                #expect(
                    refusal?.description
                        == "start netserver at server1: port 12865 is taken there")
                _ = try other.end(within: .seconds(1))
                try network.takeDown()
            }
        }

        @Test("refuses an algorithm that this kernel has not")
        func unknown() throws {
            try TestbedGround.with { ground in
                let refusal = thrown(Refusal.self) {
                    _ = try ground.run(.direct, ground.bulk(Arm("x", .kernel("gb_nothing"))))
                }
                #expect(refusal?.reason == .lacks("this kernel has none of that name"))
            }
        }

        @Test("of an extension that never carried it is void")
        func carriedByAnother() throws {
            try TestbedGround.with { ground in
                let network = try ground.network("gb_void", .direct)
                // Between the ends, connections of this route are held to another algorithm.
                let answer = try ChildProcess.run(
                    [
                        "ip", "-n", "graft-gb_void-client1", "route", "add", "10.0.1.1/32", "dev",
                        "eth0", "congctl", "lock", "reno",
                    ], limit: .seconds(5))
                #expect(answer.ending.isSuccess)
                let record = try network.run(
                    ground.bulk(Arm("bpf", .extension("cubic", knobs: [], digest: nil))),
                    shelf: Workspace.shelf, Netperf.find())
                try network.takeDown()
                guard case .void(let reasons) = record.outcome else {
                    Issue.record("it is not void")
                    return
                }
                let words = reasons.map(\.description).joined(separator: "; ")
                #expect(words.contains("netperf names reno"))
                #expect(words.contains("its socket has reno"))
            }
        }
    }
}
