// SPDX-License-Identifier: Apache-2.0
import Experiments
import Testing

@testable import Testbed

@Suite("The proof of a run")
struct ProofTests {
    private let arm = Arm("mine", .extension("mine", knobs: [], digest: nil))

    private func voids(
        found: (String, String) = ("bpf", "bpf"), seen: Set<String>? = ["bpf"], calls: UInt64 = 9,
        _ arm: Arm? = nil, withECN: Set<Int> = [], test: NetperfTest = .tcpStream,
        bytes: Int? = nil
    ) -> [VoidReason] {
        var proof = ArmProof(arm: arm ?? self.arm, algorithm: "bpf", digest: "00")
        proof.programs = [.init(member: "ssthresh", id: 1, tag: "x", calls: calls, nanoseconds: 1)]
        var part = Load.Part("x", test)
        part.bytes = bytes
        let flows = Load([part], for: .seconds(5)).flows(
            clients: ["client1"], servers: ["server1"], arms: ["mine"])
        var result = FlowResult(
            flow: 0, part: "x", test: test, arm: "mine", client: "client1", server: "server1")
        result.spells = [
            .init(
                startNanoseconds: 0, seconds: 1, throughput: 1, localAlgorithm: found.0,
                remoteAlgorithm: found.1)
        ]
        return Proof(
            flows: flows, arms: [proof], sightings: seen.map { [0: $0] } ?? [:], withECN: withECN,
            results: [result]
        ).voids
    }

    @Test("holds when netperf, the sockets and the kernel's counts agree")
    func holds() {
        #expect(voids() == [])
    }

    @Test("fails where netperf names another algorithm at one end")
    func ends() {
        #expect(
            voids(found: ("bpf", "reno"))
                == [.algorithmAtEnd(flow: 0, expected: "bpf", found: "reno")])
        #expect(
            voids(found: ("", "bpf")) == [.algorithmAtEnd(flow: 0, expected: "bpf", found: "")])
    }

    @Test("fails where a socket had another algorithm, if only at times")
    func sockets() {
        #expect(
            voids(seen: ["bpf", "reno"])
                == [.algorithmOfSocket(flow: 0, expected: "bpf", found: "reno")])
    }

    @Test("fails where no socket was seen")
    func unseen() {
        #expect(voids(seen: nil) == [.flowUnseen(flow: 0)])
    }

    @Test("of a flow that ended by bytes asks for no socket, only for netperf's word")
    func short() {
        #expect(voids(seen: nil, bytes: 1000) == [])
        #expect(voids(seen: nil, test: .tcpSendfile, bytes: 1000) == [.flowUnseen(flow: 0)])
        #expect(
            voids(found: ("bpf", "reno"), seen: nil, bytes: 1000)
                == [.algorithmAtEnd(flow: 0, expected: "bpf", found: "reno")])
    }

    @Test("fails where the kernel counted no call")
    func uncalled() {
        #expect(voids(calls: 0) == [.neverCalled(arm: "mine")])
    }

    @Test("fails where marks were wanted and ECN was not agreed on")
    func marks() {
        var arm = arm
        arm.usesECN = true
        #expect(voids(arm) == [.withoutECN(flow: 0)])
        #expect(voids(arm, withECN: [0]) == [])
    }

    @Test("asks no names of tests that tell none")
    func silent() {
        #expect(voids(found: ("", ""), test: .tcpCRR) == [])
        #expect(voids(found: ("", ""), test: .tcpSendfile) == [])
    }
}

@Suite("A flow's slow start")
struct SlowStartTests {
    private func series(_ windows: [UInt32], threshold: UInt32 = FlowSample.noThreshold)
        -> Series<FlowSample>
    {
        var series = Series<FlowSample>()
        for (place, window) in windows.enumerated() {
            series.add(
                FlowSample(
                    nanoseconds: UInt64(place) * 1000, flow: 0, cwnd: window, ssthresh: threshold))
        }
        return series
    }

    @Test("never ended where the window grew to the end without a threshold")
    func growing() {
        #expect(SlowStart.neverEnded(0, series([10, 20, 40, 80, 160, 320, 640, 1280])))
    }

    @Test("ended where there is a threshold, or the window came to rest")
    func ended() {
        #expect(!SlowStart.neverEnded(0, series([10, 20, 40, 80], threshold: 40)))
        #expect(!SlowStart.neverEnded(0, series([10, 80, 80, 80, 80, 80, 80, 81])))
        #expect(!SlowStart.neverEnded(1, series([10, 20, 40])))
    }
}
