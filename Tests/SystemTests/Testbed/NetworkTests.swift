// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel
import Testbed
import Testing
import Thrown

extension OnThisMachine {
    @Suite("A network to order")
    struct NetworkTests {
        @Test(
            "joins every client to every server, in both families",
            arguments: [
                ["mtu=9000"], ["family=v6"], ["rate=200mbit", "queue=200kB"],
                ["rate=200mbit", "queue=200kB", "clients=2", "servers=2", "family=v6"],
                ["clients=3", "offloads=off"],
            ])
        func joined(_ words: [String]) throws {
            try TestbedGround.with { ground in
                var fields = Fields(words: words, known: Path.fieldNames)
                let path = Path(reading: &fields)
                var load = Load(
                    [Load.Part("probe", .tcpRR, flows: path.clients * path.servers)],
                    for: .seconds(1))
                // Two clients and two servers in turn make four pairs only when shifted.
                if path.clients == 2, path.servers == 2 {
                    load.parts[0].flows = 2
                }
                let record = try ground.run(
                    path, RunRequest(load, arms: [Arm("reno", .kernel("reno"))]))
                #expect(record.outcome == .valid)
                for flow in record.flows { #expect(flow.throughput > 10) }
            }
        }

        @Test("holds its rate within 3 %, in both directions")
        func rate() throws {
            try TestbedGround.with { ground in
                let path = try ground.path("rate=50mbit/20mbit", "queue=100kB")
                var back = ground.bulk(seconds: 3)
                back.load.parts[0].test = .tcpMaerts
                for (request, rate) in [(ground.bulk(seconds: 3), 50.0), (back, 20.0)] {
                    // Of the 1514 bytes that a queue counts, TCP carries 1448.
                    let expected = rate * 1e6 * 1448 / 1514
                    try expectSoon {
                        try #require(try ground.run(path, request).flows.first).throughput
                    } holds: {
                        abs($0 / expected - 1) < 0.03
                    }
                }
            }
        }

        @Test("keeps at most what its queue holds, and loses the rest there")
        func queue() throws {
            try TestbedGround.with { ground in
                let record = try ground.run(
                    ground.path("rate=20mbit", "queue=60kB"), ground.bulk(seconds: 3))
                let queue = record.samples.queues.samples.filter { !$0.isBack }
                let longest = try #require(queue.map(\.waitingBytes).max())
                #expect((40_000...60_000).contains(longest))
                #expect(try #require(queue.last).drops > 0)
            }
        }

        @Test("has a name of its own")
        func taken() throws {
            try TestbedGround.with { ground in
                let network = try ground.network("gb_one", .direct)
                let refusal = thrown(Refusal.self) {
                    _ = try Network.make(.direct, named: "gb_one", in: ground.places)
                }
                #expect(refusal?.reason == .taken("there is a network \"gb_one\" already"))
                try network.takeDown()
            }
        }

        @Test(
            "has a name that is one",
            arguments: ["", "a b", "a/b", "a-b", String(repeating: "x", count: 41)])
        func names(_ name: String) throws {
            try TestbedGround.with { ground in
                let refusal = thrown(Refusal.self) {
                    _ = try Network.make(.direct, named: name, in: ground.places)
                }
                #expect(refusal?.description.contains("is no name") == true)
            }
        }

        @Test("that is let go of is taken down")
        func letGo() throws {
            try TestbedGround.with { ground in
                do {
                    let network = try ground.network("gb_gone", ground.path("rate=10mbit"))
                    #expect(network.stationNames.count == 3)
                    _ = consume network
                }
                #expect(try TestbedGround.residue() == [])
            }
        }

        @Test("that this kernel cannot make is refused before anything is made")
        func lacking() throws {
            try TestbedGround.with { ground in
                let words = ["rate=10mbit", "aqm=fq_codel"]
                let answer = try ground.graft(
                    "testbed", "up", words[0], words[1], "--name", "gb_aqm")
                // A kernel that has it makes it.
                if answer.status == 0 {
                    #expect(try ground.graft("testbed", "down", "--name", "gb_aqm").status == 0)
                } else {
                    #expect(answer.status == 3)
                    #expect(
                        answer.errors.first
                            == "error: make the network gb_aqm: this kernel has no queueing "
                            + "discipline fq_codel")
                }
            }
        }
    }
}
