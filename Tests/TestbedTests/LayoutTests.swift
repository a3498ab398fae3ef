// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel
import Testing

@testable import Testbed

@Suite("The layout of a path")
struct LayoutTests {
    private func layout(_ words: String..., needsExit: Bool = false) -> Layout {
        var fields = Fields(words: words, known: Path.fieldNames)
        return Layout(Path(reading: &fields), needsExit: needsExit)
    }

    @Test("that is direct is one cable")
    func direct() {
        let layout = layout()
        #expect(layout.stations == ["client1", "server1"])
        #expect(layout.cables.count == 1)
        #expect(layout.routes == [])
        #expect(layout.bottlenecks == [])
    }

    @Test("for one client and one server has both queues at the router")
    func simple() {
        let layout = layout("rate=10mbit")
        #expect(layout.stations == ["client1", "router", "server1"])
        #expect(layout.bottlenecks.map(\.device) == ["to-server1", "to-client1"])
        #expect(layout.bottlenecks.map(\.station) == ["router", "router"])
        #expect(layout.bottlenecks.map(\.isBack) == [false, true])
    }

    @Test("for several of them has one bottleneck that all share")
    func shared() {
        let layout = layout("rate=10mbit", "clients=2", "servers=3")
        #expect(layout.routers == ["router", "exit"])
        #expect(layout.bottlenecks.map(\.device) == ["to-exit", "to-router"])
        #expect(layout.bottlenecks.map(\.station) == ["router", "exit"])
        let addresses = (layout.clients + layout.servers).compactMap { layout.address(of: $0) }
        #expect(Set(addresses).count == 5)
    }

    @Test("with netem never has a queue and a delay on one device")
    func netem() {
        let layout = layout("rate=10mbit", "delay=5ms", needsExit: true)
        #expect(layout.bottlenecks.map(\.device) == ["to-exit", "to-router"])
    }

    @Test("limits segments to what is short beside the queue and a millisecond")
    func segments() {
        #expect(layout("rate=100mbit", "queue=1MB").longestSegment == 12_820)
        #expect(layout("rate=100mbit", "queue=20kB").longestSegment == 5_320)
        #expect(layout("rate=1mbit", "queue=20kB").longestSegment == 1834)
        #expect(layout("rate=10gbit", "queue=10MB").longestSegment == nil)
        #expect(layout("rate=100mbit", "offloads=off").longestSegment == nil)
    }

    @Test("lets a burst through that covers a late timer, and a segment")
    func bursts() {
        #expect(layout("rate=100mbit", "queue=1MB").bottlenecks[0].burstBytes == 37_500)
        let slow = layout("rate=1mbit", "queue=100kB").bottlenecks[0]
        #expect(slow.burstBytes >= 2 * slow.longestSegment)
    }
}

@Suite("The means to make a path")
struct MeansTests {
    private let all = Means.Offer(hasNetem: true, hasRED: true, hasFQ: true, hasFQCodel: true)
    private let none = Means.Offer(
        hasNetem: false, hasRED: false, hasFQ: false, hasFQCodel: false)

    private func path(_ words: String...) -> Path {
        var fields = Fields(words: words, known: Path.fieldNames)
        return Path(reading: &fields)
    }

    @Test("are the kernel's own where it has them")
    func kernels() throws {
        let path = path("rate=10mbit", "delay=5ms", "ecn=30kB")
        #expect(
            try Means(for: path, all).words
                == "rate by tbf, queue by red, delay by netem, marks by red")
    }

    @Test("are ours where it has none")
    func ours() throws {
        let path = path("rate=10mbit", "delay=5ms", "ecn=30kB")
        #expect(
            try Means(for: path, none).words
                == "rate by tbf, queue by bfifo, delay by relay, marks by ecn-mark")
    }

    @Test("are an extension where one is asked for, which holds the rate too")
    func extensions() throws {
        var offer = none
        offer.takesExtensions = true
        let path = path("rate=10mbit", "aqm=bpf_codel")
        #expect(try Means(for: path, offer).words == "rate by bpf_codel, queue by bpf_codel")
        #expect(throws: KernelError.self) { try Means(for: path, all) }
    }

    @Test("of a cable are none")
    func direct() throws {
        #expect(try Means(for: .direct, none).words == "a plain veth")
    }

    @Test(
        "are refused where a queue is asked for that the kernel lacks",
        arguments: [
            "red", "fq", "fq_codel",
        ])
    func lacking(_ kind: String) {
        let path = path("rate=10mbit", "aqm=\(kind)")
        #expect(
            throws: KernelError(
                "make a queue with \(kind)",
                .lacks("this kernel has no queueing discipline \(kind)"))
        ) { try Means(for: path, none) }
        #expect(throws: Never.self) { try Means(for: path, all) }
    }
}
