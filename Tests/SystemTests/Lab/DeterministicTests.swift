// SPDX-License-Identifier: Apache-2.0
import Kernel
import KernelLab
import Testing

extension InMachines {
    /// Each run boots a machine: seconds of a processor.
    @Suite("A deterministic machine")
    struct DeterministicTests {
        /// Two flows with netem's chance on their path, and what TCP thought of it on the way.
        private static let load = """
            ip netns add a
            ip netns add b
            ip link add va netns a type veth peer name vb netns b
            ip -n a addr add 10.0.0.1/24 dev va
            ip -n b addr add 10.0.0.2/24 dev vb
            ip -n a link set va up
            ip -n b link set vb up
            ip netns exec a tc qdisc add dev va root tbf rate 20mbit burst 5kb latency 50ms
            ip netns exec b tc qdisc add dev vb root netem delay 10ms 2ms
            ip netns exec b netserver -D -4 >/dev/null 2>&1 &
            sleep 0.2
            for flow in 1 2; do
                ip netns exec a netperf -H 10.0.0.2 -4 -l 1 -P 0 >/dev/null &
            done
            for sample in 1 2 3 4 5; do sleep 0.2; ip netns exec a ss -tin; done
            cat /proc/uptime /proc/interrupts
            """

        private func machine() throws -> DeterministicMachine {
            let cache = try KernelCache.ofThisUser()
            let kernel = try #require(try cache.kernel("6.18") ?? cache.kernel(nil))
            return try DeterministicMachine(kernel, in: Laboratory(cache, agent: Workspace.graft))
        }

        private func errand(seed: UInt64) -> DeterministicMachine.Errand {
            .init(
                ["sh", "load.sh"], files: ["load.sh": Array(Self.load.utf8)], seed: seed,
                limit: .seconds(60))
        }

        @Test("says the same bytes on a host at rest and on one that is busy, and others by a seed")
        func bytes() throws {
            let machine = try machine()
            let calm = try machine.run(errand(seed: 1))
            #expect(calm.ending == .exited(0))
            #expect(String(decoding: calm.output, as: UTF8.self).contains("10.0.0.2"))
            let busy = try Busy.during { try machine.run(errand(seed: 1)) }
            #expect(calm.digest == busy.digest)
            #expect(calm.output == busy.output)
            #expect(try machine.run(errand(seed: 2)).output != calm.output)
        }

        @Test("keeps streams and status apart, and starts in a folder with its files")
        func surroundings() throws {
            let said = "pwd; cat a/b; echo \"$GRAFT_SEED\"; echo trouble >&2; exit 7"
            let outcome = try machine().run(
                .init(
                    ["sh", "-c", said], files: ["a/b": Array("packed\n".utf8)], seed: 3,
                    limit: .seconds(10)))
            #expect(String(decoding: outcome.output, as: UTF8.self) == "/work\npacked\n3\n")
            #expect(String(decoding: outcome.errors, as: UTF8.self) == "trouble\n")
            #expect(outcome.ending == .exited(7))
        }

        @Test("has nothing that looks at accessed bits, which QEMU sets by this host's clock")
        func accessedBits() throws {
            let said = """
                cat /proc/[0-9]*/comm | grep -E 'kdamond|khugepaged'
                cat /sys/kernel/mm/transparent_hugepage/enabled
                """
            let outcome = try machine().run(.init(["sh", "-c", said], limit: .seconds(10)))
            #expect(
                String(decoding: outcome.output, as: UTF8.self) == "always madvise [never]\n")
        }

        @Test("ends a command at its limit, by the machine's own clock")
        func limit() throws {
            let outcome = try machine().run(.init(["sleep", "1000"], limit: .seconds(100)))
            #expect(outcome.ending == .outlasted)
            #expect(outcome.took >= .seconds(100) && outcome.took < .seconds(101))
            #expect(outcome.elapsed < .seconds(90))
        }

        @Test("that dies is told from a command that failed, with the console")
        func panic() throws {
            let machine = try machine()
            do throws(LabRefusal) {
                _ = try machine.run(
                    .init(["sh", "-c", "echo c > /proc/sysrq-trigger"], limit: .seconds(10)))
                Issue.record("it lived")
            } catch {
                #expect(error.reason.hasPrefix("the machine went down before the command ended"))
                #expect(
                    error.console?.decisiveLines(8).contains { $0.contains("Kernel panic") } == true
                )
            }
        }

        @Test("cannot be given a shared folder")
        func share() throws {
            let finished = try ChildProcess.run(
                [
                    Workspace.graft, "lab", "run", "--deterministic", "--share", "/tmp", "--",
                    "true",
                ],
                limit: .seconds(60))
            #expect(finished.ending == .exited(125))
            #expect(finished.errorText.contains("--share"))
        }

        @Test("is what a seed and files are for: another is refused them")
        func stray() throws {
            for words in [["--seed", "2"], ["--file", "/etc/hosts"]] {
                let finished = try ChildProcess.run(
                    [Workspace.graft, "lab", "run"] + words + ["--", "true"], limit: .seconds(60))
                #expect(finished.ending == .exited(125))
                #expect(finished.errorText.contains("add --deterministic"))
            }
        }
    }
}
