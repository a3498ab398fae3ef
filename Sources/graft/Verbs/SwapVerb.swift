// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft swap NAME FILE`: another version in the place of the current one.
enum SwapVerb {
    private static let name = Operand(.registration, "the registration, or its extension's name")
    private static let file = Operand(.extension, "the object, its source, or a shipped name")
    private static let knobs = Option(repeating: "set", .setting, "set a knob; may be repeated")
    private static let rename = Option(
        flag: "rename", "give the new object the registration's name, whatever its own")
    private static let gap = Option(
        flag: "allow-gap", "accept a moment without it, where the hook has no atomic update")

    private static let packets = Option(
        "packets", .file("CAPTURE", ".pcap", ".pcapng"),
        "first try both versions on the packets of this capture")
    private static let allowed = Option(
        "only-differs-on", .text("EXPR"),
        "with --packets: refuse if they differ on a packet for which this does not hold")

    private static let confirm = Option(
        "confirm-within", .duration(),
        "go back by itself unless `graft confirm NAME` is typed in this time")

    static let command = Command(
        Verb(
            "swap", "put a new version in the place of the current one, under live traffic",
            discussion: """
                The new version is loaded and verified beside the old one, then one atomic update \
                puts it in its place. Namespaces whose default it is are renewed, and listeners \
                are moved; established sockets stay with the old version unless --migrate is \
                given. The old version is kept ready: `graft rollback NAME` goes back to it.

                \(GuardOptions.discussion)
                """,
            operands: [name, file],
            options: [knobs, rename, gap, packets, allowed, confirm, SessionOptions.noWait]
                + MigrationOptions.all
                + GuardOptions.all,
            examples: [
                Example("graft swap cubic mine.bpf.c", "new sockets get the new version"),
                Example("graft swap cubic mine.bpf.c --migrate", "those that are open get it too"),
                Example(
                    "graft swap cubic mine.bpf.c --migrate --guard 'retransmits < 2%' --for 60s",
                    "watch it for a minute, and go back if it does harm"),
                Example(
                    "graft swap strict mine.bpf.c --packets a.pcap --only-differs-on 'ip.ihl < 5'",
                    "not if it treats any other packet of the capture differently"),
                Example(
                    "graft swap cubic cubic --set beta=819", "the same code with another knob"),
            ],
            exits: [.rolledBack: "a guard was breached, or it was interrupted; it went back"])
    ) { invocation in
        var options = SwapOptions(file: invocation[file])
        options.knobs = invocation[knobs].map(Record.Setting.init)
        options.renames = invocation[rename]
        options.allowsGap = invocation[gap]
        options.migration = try MigrationOptions.filter(invocation)
        options.gate = try gate(invocation)
        if let time = invocation[confirm] {
            options.confirmation = .init(within: time, isMinded: false)
        }
        let object = try Shelf.host.object(invocation[file])
        let guards = invocation[GuardOptions.guards]
        guard guards.isEmpty else {
            if invocation[confirm] != nil {
                throw invocation.misuse("--guard and --confirm-within do not go together")
            }
            return try watch(guards, object, options, invocation)
        }
        let session = try SessionOptions.session(invocation)
        defer { Terminal.note(session) }
        let swapped = try Registry(.host).swap(
            invocation[name], to: object, options, shelf: .host, on: RunningKernel(), session)
        Terminal.show(swapped, invocation)
        if let time = invocation[confirm] {
            Terminal.note(
                "it goes back in \(Words.time(time)) unless you type "
                    + "`graft confirm \(swapped.name)`")
        }
        return .done
    }

    @Sendable private static func gate(_ invocation: Invocation) throws -> DifferenceGate? {
        let expression = try invocation.packets(allowed)
        switch (invocation[packets], expression) {
        case (nil, nil): return nil
        case (let path?, let expression?):
            return DifferenceGate(try .capture(file: path), onlyDiffersOn: expression)
        default:
            throw invocation.misuse("--packets and --only-differs-on go together")
        }
    }

    /// Swaps under guards, and shows how it goes where somebody looks.
    @Sendable private static func watch(
        _ guards: [GuardExpression], _ object: Object, _ options: SwapOptions,
        _ invocation: Invocation
    ) throws -> ExitStatus {
        let guarded = try GuardedSwap(
            guards, for: invocation[GuardOptions.time], Registry(.host), shelf: .host,
            on: RunningKernel())
        let ending = try guarded.run(invocation[name], to: object, options) { swapped in
            if !invocation[.json] { Terminal.print(swapped.text) }
        } progress: { progress in
            Terminal.rewrite(progress.line)
        }
        Terminal.rewrite("")
        Terminal.show(ending, invocation)
        return ending.reason == nil ? .done : .rolledBack
    }
}
