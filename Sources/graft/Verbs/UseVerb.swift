// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft use [NAME]`: who gets which congestion control.
enum UseVerb {
    private static let name = Operand(
        optional: .registration, "the congestion control: ours, or one of the kernel's own")
    private static let explain = Option(
        "explain", .text("ADDRESS"),
        "say what a new connection to this address would get, and why")
    private static let listen = Option(
        flag: "listen", "with --explain: of a connection that we accept")

    static let command = Command(
        Verb(
            "use", "choose which sockets get a congestion control",
            discussion: """
                Without a name it lists what is in place, and how it stands against the kernel. \
                It goes by name: after a swap, new connections get the new version. `graft \
                unuse` puts back what was before.

                Of several that match, a connection that we make goes by the route first, then \
                by its control group (the nearest first; there, a port before a longer prefix), \
                then by the default of its namespace. One that we accept goes by its control \
                group first. A choice of the application's own goes before the default.
                """,
            operands: [name], options: UseOptions.all + [explain, listen, SessionOptions.noWait],
            examples: [
                Example("graft use bpf_cubic --default", "whoever chooses nothing else"),
                Example("graft use bpf_dctcp --to 10.0.0.0/8", "connections within a site"),
                Example(
                    "graft use reno --cgroup /sys/fs/cgroup/backup", "one service's sockets"),
                Example("graft use --explain 10.1.2.3", "what would a connection get, and why"),
            ])
    ) { invocation in
        let registry = Registry(.host)
        if let text = invocation[explain] {
            try show(explanation: text, registry, invocation)
            return .done
        }
        if invocation[listen] { throw invocation.misuse("--listen goes with --explain") }
        let scope = try UseOptions.scope(invocation)
        guard let name = invocation[name] else {
            guard scope == nil else { throw invocation.misuse("which one? a NAME is missing") }
            Terminal.show(try Assignments(registry), invocation)
            return .done
        }
        guard let scope else {
            throw invocation.misuse("for whom? give --default, --to, --cgroup or --port")
        }
        let session = try SessionOptions.session(invocation)
        defer { Terminal.note(session) }
        let assignment = try registry.use(
            name, for: scope, shelf: .host, on: RunningKernel(), session)
        Terminal.show(Assigned(assignment), invocation)
        return .done
    }

    private static func show(
        explanation text: String, _ registry: Registry, _ invocation: Invocation
    ) throws {
        guard invocation[name] == nil, invocation[UseOptions.range] == nil,
            !invocation[UseOptions.isDefault]
        else {
            throw invocation.misuse("--explain goes with --cgroup, --netns, --port and --listen")
        }
        guard let address = IPAddress(text) else {
            throw invocation.misuse("\"\(text)\" is no address")
        }
        let explanation = try registry.explain(
            address, invocation[listen] ? .accepting : .connecting,
            group: invocation[UseOptions.group], namespace: invocation[UseOptions.namespace],
            port: invocation[UseOptions.port].map(UInt16.init), on: RunningKernel())
        Terminal.show(Explained(explanation), invocation)
    }
}
