// SPDX-License-Identifier: Apache-2.0
import Extensions
import JSON
import Kernel
import Packets
import Testing

extension OnThisMachine {
    @Suite("A trial")
    struct TryTests {
        @Test("of a flow dissector shows the keys that the kernel hands back")
        func dissector() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_dissector")
                let capture = try workspace.capture([Frames.tcp, Frames.arp])
                let (lines, _) = try workspace.tried(file, "--packets", capture)
                #expect(lines.map { $0["verdict"] } == ["ok", "continue"])
                let keys = lines[0]["keys"]
                #expect(keys?["thoff"] == 34)
                #expect(keys?["ip_proto"] == 6)
                #expect(keys?["src"] == "10.0.0.1")
                #expect(keys?["dst"] == "10.0.0.2")
                #expect(keys?["sport"] == 40000)
                #expect(keys?["dport"] == 443)
                // What it leaves to the kernel's own has no keys.
                #expect(lines[1]["keys"] == nil)
            }
        }

        @Test("of an XDP program shows its verdict, and the packet as it left it")
        func expressDataPath() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_guard")
                let capture = try workspace.capture([Frames.tcp, Frames.noLength])
                let (lines, _) = try workspace.tried(file, "--packets", capture, "--set", "ttl=3")
                #expect(lines.map { $0["verdict"] } == ["pass", "drop"])
                var changed = Frames.tcp
                changed[22] = 3
                #expect(lines[0]["output"] == JSON(Frames.hexadecimal(changed)))
                #expect(lines[1]["output"] == nil)
                let unchanged = try workspace.tried(file, "--packets", capture)
                #expect(unchanged.packets[0]["output"] == nil)
            }
        }

        @Test("of a program of tc shows its verdict")
        func trafficControl() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_classifier")
                let long = Frames.tcp + [UInt8](repeating: 0, count: 100)
                let capture = try workspace.capture([Frames.tcp, long])
                let (lines, _) = try workspace.tried(file, "--packets", capture)
                #expect(lines.map { $0["verdict"] } == ["pass", "drop"])
            }
        }

        @Test("prints a line a packet, and what came of all")
        func inWords() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_dissector")
                let capture = try workspace.capture([Frames.tcp, Frames.arp, Frames.arp])
                let answer = try workspace.graft(
                    "try", file, "--packets", capture, "--limit", "2")
                #expect(answer.status == 0)
                #expect(answer.output.count == 5)
                #expect(answer.output[0].hasPrefix("     1     0.000000  ok         "))
                #expect(
                    answer.output[0].hasSuffix(
                        "IPv4 10.0.0.1:40000 > 10.0.0.2:443 TCP 54 B  "
                            + "[thoff 34, 10.0.0.1:40000 > 10.0.0.2:443, protocol 6]"))
                #expect(answer.output[1].hasSuffix("ARP 42 B"))
                #expect(answer.output[2] == "  (1 more: see --limit and --json)")
                #expect(answer.output[3] == "3 packets: 2 continue, 1 ok")
                #expect(answer.output[4].contains(" ns a packet (median), "))
            }
        }

        @Test("tries only the packets for which the filter holds")
        func filter() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_dissector")
                let capture = try workspace.capture([Frames.tcp, Frames.arp, Frames.noLength])
                let (lines, _) = try workspace.tried(
                    file, "--packets", capture, "--filter", "ip && !(ip.ihl < 5)")
                #expect(lines.map { $0["number"] } == [1])
                let wrong = try workspace.graft(
                    "try", file, "--packets", capture, "--filter", "ip.ttll == 1")
                #expect(wrong.status == 2)
                #expect(wrong.errors.last == "hint: did you mean \"ip.ttl\"?")
            }
        }
    }

    @Suite("A trial of two programs")
    struct TryAgainstTests {
        @Test("that differ on a header length under 5 shows those packets and no others")
        func differing() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_dissector")
                let capture = try workspace.capture([Frames.tcp, Frames.noLength, Frames.arp])
                let answer = try workspace.graft(
                    "try", file, "--packets", capture, "--set", "strict=1", "--against", file)
                #expect(answer.status == 1)
                #expect(answer.errors == [])
                #expect(answer.output.first == "ok -> drop: 1 packet")
                #expect(answer.output.last == "  1 differ in 1 way")
                let same = try workspace.graft(
                    "try", file, "--packets", capture, "--against", file)
                #expect(same.status == 0)
                #expect(same.output.last == "  no difference seen")
            }
        }

        @Test("differs only where it may, on 100,000 evil packets, in reasonable time")
        func evil() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_dissector")
                let start = Instant.now
                let (lines, summary) = try workspace.tried(
                    file, "--evil", "100000", "--set", "strict=1", "--against", file,
                    "--only-differs-on", "ip.ihl < 5")
                #expect(Instant.now.since(start) < .seconds(60))
                #expect(summary["packets"] == 100_000)
                #expect(summary["tried"] == 100_000)
                #expect(summary["outside"] == 0)
                #expect(summary["differing"] == JSON(lines.count))
                #expect(lines.count > 500)
                let narrower = try workspace.graft(
                    "try", file, "--evil", "2000", "--set", "strict=1", "--against", file,
                    "--only-differs-on", "ip.ihl < 4")
                #expect(narrower.status == 1)
                // Those that should not differ come first, and are marked.
                #expect(narrower.output.dropFirst().first?.hasPrefix("  ! ") == true)
                #expect(narrower.output.last?.hasSuffix("\"ip.ihl < 4\" does not hold") == true)
            }
        }

        @Test("writes those that differ to a capture that tcpdump reads")
        func writing() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_guard")
                let capture = try workspace.capture([Frames.tcp, Frames.noLength])
                let answer = try workspace.graft(
                    "try", file, "--packets", capture, "--against", file, "--set", "least=0",
                    "--write", "other.pcap")
                #expect(answer.status == 1)
                let shown = try workspace.run(["tcpdump", "-nr", "other.pcap"])
                #expect(shown.output.count == 1)
                #expect(shown.output.first?.contains("bad-hlen 0") == true)
            }
        }

        @Test("of different kinds is refused as misused")
        func kinds() throws {
            try Workspace.with { workspace in
                let dissector = try workspace.fixture("gt_try_dissector")
                let guardian = try workspace.fixture("gt_try_guard")
                let answer = try workspace.graft(
                    "try", dissector, "--evil", "1", "--against", guardian)
                #expect(answer.status == 2)
                #expect(
                    answer.errors == [
                        "error: compare gt_try_dissector with gt_try_guard: the one is a flow "
                            + "dissector, the other an XDP program"
                    ])
            }
        }

        @Test("can be with one that is in the kernel already")
        func live() throws {
            try Workspace.with { workspace in
                let kernel = try RunningKernel()
                let object = try workspace.object(workspace.fixture("gt_try_guard"))
                let loaded = try object.load(into: kernel)
                let program = try #require(loaded.programs["gt_try_guard"])
                let live = try TrialProgram(live: program, named: "what is live")
                #expect(live.kind == .xdp)
                let strict = try TrialProgram(
                    object, into: kernel,
                    object.settings([Record.Setting(knob: "least", value: "6")]))
                var trial = try Trial(strict, against: live)
                trial.filter = try PacketExpression("eth.type == 0x0800 && ip.ttl")
                trial.allowed = try PacketExpression("ip.ihl == 5")
                var differing = 0
                try trial.run(over: .evil(EvilPackets(count: 3000))) { line in
                    if line.change != nil { differing += 1 }
                }
                #expect(differing > 100)
                #expect(trial.summary.differing == differing)
                #expect(trial.summary.outside == 0)
            }
        }
    }

    @Suite("A capture that cannot be tried whole")
    struct TryBadInputTests {
        @Test("for it is cut short is tried as far as it goes")
        func cutShort() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_guard")
                let capture = try workspace.capture([Frames.tcp, Frames.tcp], dropping: 7)
                let answer = try workspace.graft("try", file, "--packets", capture)
                #expect(answer.status == 1)
                #expect(answer.output.contains("1 packet: 1 pass"))
                #expect(
                    answer.errors.first
                        == "error: read \(capture): it is cut short in packet 2; "
                        + "1 packet was read before it")
            }
        }

        @Test("for its link type is another is refused by its name")
        func linkType() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_guard")
                let capture = try workspace.capture([Frames.tcp], linkType: 113)
                let answer = try workspace.graft("try", file, "--packets", capture)
                #expect(answer.status == 1)
                #expect(answer.output == [])
                #expect(
                    answer.errors.first
                        == "error: read \(capture): its link type is Linux cooked (113), and only "
                        + "Ethernet and raw IP can be read; no packet was read before it")
            }
        }

        @Test("for a packet is under 14 bytes, or over a page, says so and goes on")
        func sizes() throws {
            try Workspace.with { workspace in
                let classifier = try workspace.fixture("gt_try_classifier")
                let long = Frames.tcp + [UInt8](repeating: 0, count: 9000)
                let short = Array(Frames.tcp.prefix(13))
                let capture = try workspace.capture([short, long, Frames.tcp])
                let (lines, summary) = try workspace.tried(classifier, "--packets", capture)
                #expect(lines.map { $0["verdict"] } == ["too short", "too long", "pass"])
                #expect(lines[0]["ns"] == .null)
                #expect(summary["tried"] == 1)
                let answer = try workspace.graft("try", classifier, "--packets", capture)
                #expect(answer.status == 0)
                #expect(
                    answer.output.suffix(2) == [
                        "  1 too short for the kernel's test-run (14 bytes)",
                        "  1 too long for the kernel's test-run (most of a page)",
                    ])
                // A dissector sees the beginning, as it does under traffic.
                let dissector = try workspace.fixture("gt_try_dissector")
                let (keys, _) = try workspace.tried(dissector, "--packets", capture)
                #expect(keys.map { $0["verdict"] } == ["too short", "ok", "ok"])
            }
        }

        @Test("is read all the same as pcapng, and with nanoseconds")
        func otherFormats() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_guard")
                let nanoseconds = try workspace.capture([Frames.tcp], magic: 0xa1b2_3c4d)
                #expect(
                    try workspace.tried(file, "--packets", nanoseconds).packets[0]["time_ns"]
                        == 1_000_000_500)
                try workspace.folder.file("a.pcapng").replace(with: Frames.pcapng(Frames.noLength))
                let (lines, _) = try workspace.tried(file, "--packets", "a.pcapng")
                #expect(lines[0]["verdict"] == "drop")
                #expect(lines[0]["time_ns"] == 1_000_000_500)
            }
        }

        @Test("is none at all, or its object has nothing to run, is refused")
        func none() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_try_guard")
                let answer = try workspace.graft("try", file, "--packets", file)
                #expect(answer.status == 1)
                #expect(
                    answer.errors.first
                        == "error: read \(file): it is neither pcap nor pcapng, but seems to be "
                        + "an ELF file")
                let missing = try workspace.graft("try", file, "--packets", "missing.pcap")
                #expect(missing.status == 1)
                let plain = try workspace.fixture("gt_plain")
                let wrong = try workspace.graft("try", plain, "--evil", "1")
                #expect(wrong.status == 2)
                #expect(
                    wrong.errors.first
                        == "error: try gt_plain on packets: it has no program that the kernel can "
                        + "run on a single packet")
            }
        }
    }

    @Suite("A gate before a swap")
    struct DifferenceGateTests {
        private func check(_ expression: String, _ packets: PacketSource) throws -> Refusal? {
            var refusal: Refusal?
            try Workspace.with { workspace in
                let kernel = try RunningKernel()
                let object = try workspace.object(workspace.fixture("gt_try_dissector"))
                let old = try TrialProgram(object, into: kernel)
                let new = try TrialProgram(
                    object, into: kernel,
                    object.settings([Record.Setting(knob: "strict", value: "1")]))
                let gate = DifferenceGate(packets, onlyDiffersOn: try PacketExpression(expression))
                do throws(Refusal) {
                    try gate.check(new, against: old, attempt: "swap a dissector")
                } catch {
                    refusal = error
                }
            }
            return refusal
        }

        @Test("lets pass what differs only where it may")
        func passing() throws {
            #expect(try check("ip.ihl < 5", .evil(EvilPackets(count: 5000))) == nil)
        }

        @Test("refuses what differs elsewhere, and names the first packets")
        func refusing() throws {
            let refusal = try check("ip.ihl < 4", .evil(EvilPackets(count: 5000)))
            let words = refusal.map { "\($0)" } ?? "nothing"
            #expect(words.hasPrefix("swap a dissector: "))
            #expect(
                words.contains(
                    " of 5000 packets differ though \"ip.ihl < 4\" does not hold for them: number ")
            )
            #expect(words.contains("ip.ihl = 4"))
            #expect(words.contains(": ok -> drop)"))
        }

        @Test("refuses where no packet could be tried, for nothing was shown")
        func nothing() throws {
            let refusal = try check("ip.ihl < 5", .evil(EvilPackets(count: 0)))
            #expect(
                refusal.map { "\($0)" }
                    == "swap a dissector: not one of 0 packets could be tried")
        }
    }
}
