// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel
import Packets

/// `graft try FILE`: run a program over packets, in the kernel.
enum TryVerb {
    private static let file = Operand(.extension, "the object, its source, or a shipped name")
    private static let packets = Option(
        "packets", .file("CAPTURE", ".pcap", ".pcapng"), "the packets of this capture")
    private static let evil = Option(
        "evil", .integer("N", in: 1...100_000_000),
        "so many malformed packets, made here; \(EvilPackets.usualCount) have every kind")
    private static let seed = Option(
        "seed", .integer("SEED", in: 0...Int.max), "with --evil: other ones by chance (1)")
    private static let against = Option(
        "against", .other, "show where it differs from this one, or from what is `live`")
    private static let allowed = Option(
        "only-differs-on", .text("EXPR"),
        "with --against: they may differ where this holds, and nowhere else")
    private static let filter = Option(
        "filter", .text("EXPR"), "only packets for which this holds")
    private static let knobs = Option(
        repeating: "set", .setting, "set a knob of FILE; may be repeated")
    private static let repeats = Option(
        "repeat", .integer("TIMES", in: 1...1_000_000), default: "1",
        "run each packet so often, for a time that means something (slow for XDP)")
    private static let limit = Option(
        "limit", .integer("N", in: 0...Int.max),
        "print so many packets, or of each difference; the rest is counted")
    private static let output = Option(
        "write", .file("CAPTURE", ".pcap"),
        "write the packets that were tried, or with --against those that differ, to this file")

    static let command = Command(
        Verb(
            "try", "run a dissector or packet program over packets, in the kernel",
            discussion: """
                The first flow dissector, XDP program or program of tc in FILE is loaded, attached \
                to nothing, and run by the kernel on each packet. A line a packet says what came \
                of it; nanoseconds are of one run, and with the clock's own cost unless --repeat is \
                given. Nothing is changed: only the maps of the program count.

                An expression compares fields by the names that Wireshark gives them: "ip.ihl < \
                5", "ip.src == 10.0.0.0/8 && !(tcp.dport == 80)", "ipv6.fraghdr || gre". A \
                comparison holds when any header of that protocol fulfils it, also one inside a \
                tunnel; a packet too short to hold a field has none. ip.ihl and tcp.doff count \
                32-bit words, ip.hdr_len and tcp.hdr_len bytes.

                With --json there is one object a line for each packet (with --against: for each \
                that differs), and one with "summary" at the end.
                """,
            operands: [file],
            options: [
                OneOf(packets, evil, required: true), seed, filter, against, allowed, knobs,
                repeats, limit, output,
            ] + SiteOptions.all,
            examples: [
                Example("graft try mine.bpf.c --packets a.pcap", "keys or verdict of each packet"),
                Example(
                    "graft try mine.bpf.c --evil 100000 --against old.bpf.o",
                    "where two programs differ, on packets that mean harm"),
                Example(
                    "graft try mine.bpf.c --packets a.pcap --against old.bpf.o "
                        + "--only-differs-on 'ip.ihl < 5'",
                    "and whether anything else differs"),
                Example(
                    "graft try mine.bpf.c --packets a.pcap --json | "
                        + "jq -r 'select(.verdict == \"drop\") | .packet'",
                    "what it drops, for a program"),
            ],
            exits: [
                .refused:
                    "the two differ, with --only-differs-on elsewhere; or it could not be done"
            ])
    ) { invocation in
        let source = try source(invocation)
        let filter = try invocation.packets(filter)
        let allowed = try invocation.packets(allowed)
        let kernel = try RunningKernel()
        let object = try Shelf.host.object(invocation[file])
        let settings = try object.settings(invocation[knobs].map(Record.Setting.init))
        let program = try TrialProgram(object, into: kernel, settings)
        let other = try other(than: program, kernel, invocation)
        var trial = try Trial(program, against: other)
        trial.filter = filter
        trial.allowed = allowed
        trial.repeats = invocation[repeats]
        try run(&trial, over: source, isCompared: other != nil, invocation)
        if other == nil { return .done }
        let differing =
            trial.allowed == nil ? trial.summary.differing : trial.summary.outside
        return differing == 0 ? .done : .refused
    }

    /// Shows each packet as it comes, and what came of all at the end: also where
    /// the capture ends before its time.
    @Sendable private static func run(
        _ trial: inout Trial, over source: PacketSource, isCompared: Bool, _ invocation: Invocation
    ) throws {
        var limit = invocation[limit]
        if limit == nil, case .evil = source, !isCompared { limit = 20 }
        let output = TrialOutput(
            isJSON: invocation[.json], isCompared: isCompared, limit: limit,
            file: try invocation[output].map { path throws(Refusal) in try CaptureFile(path) })
        do {
            try trial.run(over: source) { line throws(Refusal) in try output.add(line) }
        } catch {
            if trial.summary.packets > 0 { try output.end(trial) }
            throw error
        }
        try output.end(trial)
    }

    @Sendable private static func source(_ invocation: Invocation) throws -> PacketSource {
        let seed = invocation[seed]
        if let path = invocation[packets] {
            if seed != nil { throw invocation.misuse("--seed needs --evil") }
            return try .capture(file: path)
        }
        let count = invocation[evil] ?? EvilPackets.usualCount
        return .evil(EvilPackets(count: count, seed: UInt64(seed ?? 1)))
    }

    @Sendable private static func other(
        than program: TrialProgram, _ kernel: RunningKernel, _ invocation: Invocation
    ) throws -> TrialProgram? {
        guard let word = invocation[against] else {
            if invocation[allowed] != nil {
                throw invocation.misuse("--only-differs-on needs --against")
            }
            return nil
        }
        if word == "live" {
            let site = try SiteOptions.isNamed(invocation) ? SiteOptions.site(invocation) : nil
            return try TrialProgram.live(program.kind, at: site, in: Registry(.host), on: kernel)
        }
        return try TrialProgram(Shelf.host.object(word), into: kernel)
    }

}

extension Invocation {
    /// The expression over packets that an option holds.
    func packets(_ option: Option<String?>) throws -> PacketExpression? {
        guard let text = self[option] else { return nil }
        do {
            return try PacketExpression(text)
        } catch {
            throw misuse("\(error)", hint: error.hint)
        }
    }
}

extension Form where Value == String {
    /// Another extension, or the one that is live.
    fileprivate static var other: Form {
        .text(
            "OTHER|live", .files(endings: [".bpf.o", ".bpf.c"]), .choices(["live"]),
            .names(Names.extensions.rawValue))
    }
}
