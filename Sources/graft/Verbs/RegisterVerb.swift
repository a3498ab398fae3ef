// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft register FILE`: put an extension into its hook.
enum RegisterVerb {
    private static let file = Operand(.extension, "the object, its source, or a shipped name")
    private static let name = Option(
        "as", .text("NAME"), "register under this name instead of the object's own")
    private static let hook = Option(
        "hook", .text("HOOK"), "of an object that fits several, this one: xdp, xdp-generic, ...")
    private static let knobs = Option(repeating: "set", .setting, "set a knob; may be repeated")

    private static let restart = Option(
        flag: "restart",
        "stay, and put a scheduler back that the kernel throws out, five times at most")

    private static let probation = Option<Duration?>(
        "probation", .duration(),
        "how long a scheduler must rule before it is done (see above)")

    static let command = Command(
        Verb(
            "register", "put an extension into its hook, and keep it there",
            discussion: """
                The registration outlives this command: a pinned link holds it until `graft \
                unregister`, or until the machine is restarted. An object with several hooks is \
                registered whole or not at all. It is done when the kernel says so.

                A scheduler must also hold out. A mistake that the kernel sees shows within a \
                second; a task that is forgotten shows when the kernel's watchdog looks, after one and \
                a half times the scheduler's own `timeout_ms`. Where that is within 5 s, it is \
                waited for; else it is a second, and `graft list` tells what comes later. \
                `--probation` says otherwise (0s: not at all), and with `--restart` nothing is waited \
                for. One that does not hold out is taken out again, and \
                the kernel's reason told.

                Some hooks belong to the whole host (congestion controls, schedulers), others to \
                a network namespace (flow dissectors), a device (packet guards) or a control \
                group (sock_ops): name it.
                """,
            operands: [file],
            options: [name, hook, knobs, restart, probation] + SiteOptions.all + [
                SessionOptions.noWait
            ],
            examples: [
                Example("graft register cubic", "BPF CUBIC, as bpf_cubic"),
                Example("graft register cubic --as gentler --set beta=819", "with another knob"),
                Example("graft register mine.bpf.c", "build it and register it"),
                Example("graft register strict --netns web", "a flow dissector for a namespace"),
                Example(
                    "graft register evil-ihl --dev eth0 --hook xdp-generic",
                    "a packet guard on a device whose driver has no XDP"),
            ])
    ) { invocation in
        let path = invocation[file]
        let object = try Shelf.host.object(path)
        var options = RegisterOptions(file: path)
        options.name = invocation[name]
        options.hook = invocation[hook]
        options.site = try SiteOptions.site(invocation, for: object.fillings.first?.hook)
        options.knobs = invocation[knobs].map(Record.Setting.init)
        let registry = Registry(.host)
        let kernel = try RunningKernel()
        let records = try register(object, options, registry, kernel, invocation)
        Terminal.show(Registered(records: records, object: object), invocation)
        guard invocation[restart], let record = records.first else { return .done }
        let restarting = Restarting(object, options, registry, shelf: .host, on: kernel)
        let stands = try restarting.watch(record.name) { Terminal.note($0.words(record.name)) }
        return stands ? .done : .refused
    }

    @Sendable private static func register(
        _ object: Object, _ options: RegisterOptions, _ registry: Registry,
        _ kernel: RunningKernel, _ invocation: Invocation
    ) throws -> [Record] {
        let session = try SessionOptions.session(invocation)
        defer { Terminal.note(session) }
        let records = try registry.register(object, options, shelf: .host, on: kernel, session)
        // Whoever watches it from here on tells of its end, however soon that comes.
        guard let trial = object.probation(wanted: invocation[probation]), trial.time > .zero,
            !invocation[restart]
        else { return records }
        try registry.settle(records, trial, shelf: .host, on: kernel, session)
        if !trial.coversWatchdog {
            Terminal.note(
                "watched for \(Words.time(trial.time)); the kernel's watchdog needs up to "
                    + "\(Words.time(trial.watchdog)) to see a stall: `graft list` tells of one")
        }
        return records
    }
}

extension Restarting.Event {
    /// As it is told to whoever watches: when, why, and the lines of the dump that matter.
    func words(_ name: String) -> String {
        switch self {
        case .restarted: "\(WallTime.now): \(name) was put back"
        case .ejected(let report, let pause):
            ([
                "\(WallTime.now): the kernel threw \(name) out: "
                    + (report?.words ?? "it kept no reason")
            ] + (report?.decisiveLines(6) ?? []).map { "    \($0)" } + [
                pause.map { "it is put back in \(Words.time($0))" }
                    ?? "it was put back five times, and is given up"
            ]).joined(separator: "\n")
        }
    }
}
