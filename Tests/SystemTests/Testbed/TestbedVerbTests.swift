// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel
import Testbed
import Testing

extension OnThisMachine {
    @Suite("graft testbed")
    struct TestbedVerbTests {
        @Test("makes a network, runs a program at a station, and takes it down")
        func byHand() throws {
            try TestbedGround.with { ground in
                let up = try ground.graft(
                    "testbed", "up", "rate=10mbit", "queue=50kB", "--name", "gb_hand")
                #expect(up.status == 0)
                #expect(
                    up.output.first
                        == "gb_hand: rate=10mbit queue=50kB (rate by tbf, queue by bfifo)")
                let list = try ground.graft("testbed", "list", "--json")
                #expect(list.output.contains { $0.contains("\"gb_hand\"") })
                let address = try ground.graft(
                    "testbed", "exec", "client1", "--name", "gb_hand", "--", "sh", "-c",
                    "echo $GRAFT_SERVER1; exit 7")
                #expect(address.output == ["10.2.1.2"])
                #expect(address.status == 7)
                #expect(try ground.graft("testbed", "down", "--name", "gb_hand").status == 0)
                #expect(try ground.graft("testbed", "down", "--name", "gb_hand").status == 1)
            }
        }

        @Test("reads a path from a file, and tells every mistake with its place")
        func file() throws {
            try TestbedGround.with { ground in
                let file = ground.folder.file("path.yaml")
                try file.replace(with: "rate: 10mbit\nqueue: 50kB\n")
                #expect(
                    try ground.graft("testbed", "up", file.path, "--name", "gb_file").status == 0)
                #expect(try ground.graft("testbed", "down", "--name", "gb_file").status == 0)
                try file.replace(with: "rate: 10\ndeley: 5ms\n")
                let answer = try ground.graft("testbed", "up", file.path, "--name", "gb_file")
                #expect(answer.status == 2)
                #expect(
                    answer.errors == [
                        "error: read \(file.path): ",
                        "  \(file.path):2:8: deley: there is no such field",
                        "  \(file.path):1:7: rate: \"10\" has no unit; write 100mbit, for instance",
                        "hint: did you mean \"delay\"?",
                    ])
            }
        }

        @Test("run leaves nothing when it is interrupted, and says so")
        func interrupted() throws {
            try TestbedGround.with { ground in
                let child = try ground.graftMidway(
                    "gb_int", "testbed", "run", "rate=10mbit", "--time", "30s", "--arm", "bpf=cubic"
                )
                try child.signal(SIGINT)
                let ending = try #require(try child.wait(upTo: .seconds(20)))
                #expect(ending == .exited(1))
                #expect(try TestbedGround.residue() == [])
            }
        }

        @Test("run that is killed is cleared by the next command that makes a network")
        func killed() throws {
            try TestbedGround.with { ground in
                let child = try ground.graftMidway(
                    "gb_kill", "testbed", "run", "rate=10mbit", "--time", "30s", "--arm",
                    "bpf=cubic")
                try child.signal(SIGKILL)
                _ = try child.wait()
                #expect(try !TestbedGround.residue().isEmpty)
                #expect(try ground.graft("list").output.contains { $0.contains("graft_") })
                let next = try ground.graft("testbed", "up", "direct", "--name", "gb_next")
                #expect(next.status == 0)
                #expect(try ground.graft("testbed", "down", "--name", "gb_next").status == 0)
                #expect(try TestbedGround.residue() == [])
            }
        }

        /// Clean goes by names: it would take a network that somebody uses by hand.
        private static let nobodyElse =
            ((try? NetworkNamespace.names()) ?? []).allSatisfy { name in
                !name.hasPrefix("graft-") || name.hasPrefix("graft-gb_")
            }

        @Test(
            "clean removes what stands and what is left, and leaves what runs",
            .enabled(if: nobodyElse, "skipped: a network of somebody else stands"))
        func clean() throws {
            try TestbedGround.with { ground in
                let child = try ground.graftMidway(
                    "gb_runs", "testbed", "run", "rate=10mbit", "--time", "30s")
                #expect(
                    try ground.graft("testbed", "up", "direct", "--name", "gb_left").status == 0)
                let clean = try ground.graft("testbed", "clean")
                #expect(clean.output.contains("removed network gb_left"))
                #expect(
                    clean.output.contains("left network gb_runs: process \(child.pid) uses it"))
                #expect(try ground.graft("testbed", "list").output.count == 2)
                try child.signal(SIGTERM)
                _ = try child.wait()
            }
        }

        @Test("run without netperf says what is missing")
        func missing() throws {
            try TestbedGround.with { ground in
                let answer = try ground.run(
                    ["testbed", "run", "direct", "--name", "gb_none"], path: "/nowhere")
                #expect(answer.status == 1)
                #expect(
                    answer.errors == [
                        "error: find the program \"netperf\": it is not on PATH (/nowhere)",
                        "hint: install it with scripts/setup (on Debian: apt-get install netperf)",
                    ])
            }
        }

        @Test("needs root, and says so")
        func root() throws {
            try TestbedGround.with { ground in
                let words = ["testbed", "up", "direct", "--name", "gb_user"]
                let answer = try ground.runAsNobody(words)
                #expect(answer.status == 1)
                #expect(answer.errors.contains { $0.hasPrefix("hint: this needs root") })
            }
        }
    }
}
