// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel
import Testing

@testable import Testbed

@Suite("netperf")
struct NetperfTests {
    private let netperf = Netperf(
        client: "netperf", server: "netserver", version: "2.7.0", tellsInterim: true)

    private func flow(_ part: Load.Part, time: Duration = .seconds(5)) throws -> Flow {
        try #require(
            Load([part], for: time).flows(
                clients: ["client1"], servers: ["server1"], arms: ["a"]
            ).first)
    }

    private func words(_ part: Load.Part, path: Path = .direct) throws -> String {
        netperf.words(
            try flow(part), to: IPAddress(v4: 0x0a00_0101), algorithm: "bpf_x", path: path
        ).joined(separator: " ")
    }

    @Test("is told test, ports, sizes, processors and algorithm")
    func words() throws {
        var part = Load.Part("x", .tcpStream)
        part.messageBytes = 16_384
        part.clientProcessor = 1
        part.interval = .milliseconds(250)
        let said = try words(part)
        #expect(
            said.hasPrefix(
                "netperf -4 -H 10.0.1.1 -p 12865 -t TCP_STREAM -l 5 -T 1, -D 0.250 -j -- -P 0,20000"
            ))
        #expect(said.hasSuffix("-K bpf_x -m 16384"))
    }

    @Test("ends by bytes where it is told to, in messages of one size")
    func bytes() throws {
        var part = Load.Part("x", .tcpStream)
        part.bytes = 1_000_000
        #expect(try words(part).contains(" -l -1000000 "))
        #expect(try words(part).hasSuffix(" -m 16130"))
        part.test = .tcpMaerts
        #expect(try words(part).hasSuffix(" -m ,16130"))
        part.bytes = 100
        #expect(try words(part).hasSuffix(" -m ,100"))
        part.messageBytes = 10
        #expect(try words(part).hasSuffix(" -m ,10"))
    }

    @Test("that ended by bytes tells how long these took better than its own clock")
    func completion() throws {
        func spell(_ elapsed: String, _ throughput: String) throws -> FlowResult.Spell {
            try #require(
                NetperfOutput(
                    """
                    THROUGHPUT=\(throughput)
                    THROUGHPUT_UNITS=10^6bits/s
                    ELAPSED_TIME=\(elapsed)
                    LOCAL_BYTES_SENT=1000000
                    LOCAL_BYTES_RECVD=0
                    """
                ).spell(.tcpStream, startedAt: 0, bytes: 1_000_000))
        }
        #expect(try spell("0.00", "2000.00").seconds == 0.004)
        #expect(try spell("80.02", "0.10").seconds == 80.02)
    }

    @Test("asks by datagrams from a port that tells its flow")
    func datagramPorts() throws {
        #expect(try words(Load.Part("x", .udpRR)).contains(" -P 20000,20000 "))
        #expect(try words(Load.Part("x", .tcpRR)).contains(" -P 0,20000 "))
    }

    @Test("sends a datagram that fits into a packet, past routers")
    func datagrams() throws {
        var path = Path()
        path.mtu = 9000
        #expect(try words(Load.Part("x", .udpStream), path: path).hasSuffix("-R 1 -m 8972"))
    }

    @Test(
        "is too old below 2.6",
        arguments: [
            ("2.4.5", false), ("2.5.0", false), ("2.6.0", true), ("2.7.1", true), ("3.0", true),
            ("2.7.0pre", true), ("2", false),
        ])
    func versions(_ version: String, _ isNew: Bool) {
        #expect(Netperf.isNewEnough(version) == isNew)
    }

    @Test("is understood, with its interim results")
    func output() throws {
        let output = NetperfOutput(
            """
            MIGRATED TCP STREAM TEST from 0.0.0.0 () port 0 AF_INET to 10.9.0.2 () : demo
            NETPERF_INTERIM_RESULT[0]=94.10
            NETPERF_UNITS[0]=10^6bits/s
            NETPERF_INTERVAL[0]=0.250
            NETPERF_ENDING[0]=1795237079.286
            THROUGHPUT=95.50
            THROUGHPUT_UNITS=10^6bits/s
            ELAPSED_TIME=5.02
            LOCAL_CONG_CONTROL=cubic
            REMOTE_CONG_CONTROL=reno
            """)
        let spell = try #require(output.spell(.tcpStream, startedAt: 7))
        #expect(spell.throughput == 95_500_000)
        #expect(spell.seconds == 5.02)
        #expect((spell.localAlgorithm, spell.remoteAlgorithm) == ("cubic", "reno"))
        #expect(
            spell.interim == [.init(throughput: 94_100_000, seconds: 0.25, ending: 1795237079.286)])
        #expect(spell.said["NETPERF_UNITS[0]"] == nil)
    }

    @Test("that sends a file is understood by its one line of figures")
    func sendfile() throws {
        let output = NetperfOutput("131072  16384  16384    1.00     8056.14   \n")
        let spell = try #require(output.spell(.tcpSendfile, startedAt: 0))
        #expect(spell.throughput == 8_056_140_000)
        #expect(spell.seconds == 1)
    }

    @Test("that came to no end has no result", arguments: ["", "THROUGHPUT=1\n", "1 2 3\n"])
    func cutShort(_ text: String) {
        #expect(NetperfOutput(text).spell(.tcpStream, startedAt: 0) == nil)
        #expect(NetperfOutput(text).spell(.tcpSendfile, startedAt: 0) == nil)
    }

    @Test("has flows that are spread over clients, servers and arms")
    func flows() {
        var part = Load.Part("x", .tcpStream, flows: 4)
        part.arms = ["b", "a"]
        let probe = Load.Part("y", .udpRR)
        let flows = Load([part, probe], for: .seconds(5)).flows(
            clients: ["client1", "client2"], servers: ["server1"], arms: ["a", "b"])
        #expect(flows.map(\.arm) == [1, 0, 1, 0, nil])
        #expect(flows.map(\.client) == ["client1", "client2", "client1", "client2", "client1"])
        #expect(flows.map(\.port) == [20_000, 20_001, 20_002, 20_003, 20_004])
        #expect(flows.map(\.controlPort) == [12_866, 12_865, 12_866, 12_865, 12_867])
    }
}
