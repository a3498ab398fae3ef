// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Synchronization
import Testing

extension OnThisMachine {
    @Suite("A swap under traffic")
    struct SwapTrafficTests {
        /// Most go between two versions that are ready; every twentieth loads its
        /// version anew, by the program itself.
        @Test("fails no connection and no stream, 1,000 times", .timeLimit(.minutes(10)))
        func thousand() throws {
            try SwapGround.with { ground in
                let client = try ground.namespace("a").worker()
                let server = try ground.namespace("b").worker()
                try ground.wire("a", "b")
                try ground.register("gs_first")
                let traffic = SwapTraffic("gs_reno", from: client, to: server)
                var updates: [Duration] = []
                try traffic.during {
                    var last = try ground.swap(to: "gs_second")
                    updates.append(last.update)
                    while updates.count < 1000 {
                        if updates.count % 20 == 0 {
                            let isFirst = last.to.file == "gs_first.bpf.o"
                            last = try ground.swap(to: isFirst ? "gs_second" : "gs_first")
                        } else {
                            last = try ground.rollback(to: "v\(last.from.number)")
                        }
                        #expect(last.from.digest != last.to.digest)
                        updates.append(last.update)
                    }
                }
                let counts = traffic.counts.withLock { $0 }
                #expect(counts.failures == [])
                #expect(counts.astray == 0)
                // Both ends of each, and of the stream.
                #expect(counts.asked == 2 * counts.served + 2)
                #expect(counts.served > 1000)
                #expect(traffic.streamed.sent > 1 << 20)
                #expect(traffic.streamed.received == traffic.streamed.sent)
                let median = updates.sorted()[updates.count / 2]
                print(
                    "\(updates.count) swaps, median update \(median); \(counts.served) connections, "
                        + "\(traffic.streamed.sent >> 20) MB in one stream, "
                        + "\(counts.failures.count) failures, \(counts.astray) astray")
            }
        }

        /// Namespaces end all the time on a host with containers.
        @Test("is whole though namespaces come and go meanwhile", .timeLimit(.minutes(2)))
        func churn() throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let isOver = Flag()
                let churning = try Errand {
                    while !isOver.isSet.load(ordering: .relaxed) {
                        for _ in 0..<4 { _ = try Churn(name: "gs_churn") }
                    }
                }
                defer { isOver.isSet.store(true, ordering: .relaxed) }
                var failures: [String] = []
                for round in 0..<40 {
                    let answer = try ground.graft(
                        "swap", "gs_reno", ground.file(round % 2 == 0 ? "gs_second" : "gs_first"))
                    if answer.status != 0 { failures.append(answer.errors) }
                }
                isOver.isSet.store(true, ordering: .relaxed)
                try churning.value()
                #expect(failures == [])
                try expectStanding(41, ground)
            }
        }

        @Test("takes the table with its name from an object that has several")
        func tables() throws {
            try SwapGround.with { ground in
                try ground.register("gs_pair")
                try ground.done("swap", "gs_reno", ground.file("gs_pair"))
                let answer = try ground.graft("swap", "gs_more", ground.file("gs_pair"))
                let current = try ground.registration("gs_more")?.current
                #expect(answer.status == 0, "\(answer.errors)")
                #expect(current?.number == 2)
                try ground.unregister("gs_reno")
                try ground.unregister("gs_more")
            }
        }
    }
}

private final class Flag: Sendable {
    let isSet = Atomic(false)
}

/// A namespace with a name, for a moment.
private struct Churn: ~Copyable {
    private let name: String
    private let namespace: NetworkNamespace

    init(name: String) throws(KernelError) {
        // First what can throw: Swift 6.0 leaves no owner half made.
        namespace = try NetworkNamespace.create(named: name)
        self.name = name
    }

    deinit {
        // Nobody else takes it away; a failure is residue, and told as such.
        try? NetworkNamespace.delete(named: name)
    }
}
