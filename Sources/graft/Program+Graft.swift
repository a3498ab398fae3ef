// SPDX-License-Identifier: Apache-2.0
import Arguments

extension Program {
    /// graft as its users see it: from these declarations come the parser, the
    /// help, the completions and the man page.
    static let graft: Program = Program(
        name: "graft",
        version: "0.1.0",
        date: "2026-11-21",
        summary: "graft new behaviour onto a running Linux kernel",
        discussion: """
            graft builds BPF extensions (congestion controls, schedulers, flow dissectors, packet \
            guards, TCP header options), checks them against the running kernel, registers them and \
            takes them out again; and it makes networks to measure them on. The kernel is the \
            registry: what `graft list` shows is what the kernel says.
            """,
        chapters: [
            Chapter(
                "Make and examine extensions",
                [BuildVerb.command, InspectVerb.command, CheckVerb.command, TryVerb.command]),
            Chapter(
                "Change the kernel",
                [
                    RegisterVerb.command, SwapVerb.command, ConfirmVerb.command,
                    RollbackVerb.command,
                    SetVerb.command, UnregisterVerb.command, RecoverVerb.command,
                    UseVerb.command, UnuseVerb.command,
                ]),
            Chapter(
                "Look",
                [
                    ListVerb.command, TopVerb.command, SocketsVerb.command, HistoryVerb.command,
                    DoctorVerb.command,
                ]),
            Chapter(
                "Measure", [ExperimentVerb.command, ReportVerb.command, TestbedVerb.command]),
            Chapter("Other kernels", [LabVerb.command]),
            Chapter("This program", [CompletionsVerb.command]),
        ],
        examples: [
            Example("graft doctor", "see what this host can do"),
            Example("graft register cubic", "put BPF CUBIC into the kernel, as bpf_cubic"),
            Example("graft list", "see what is live"),
            Example("graft unregister bpf_cubic", "take it out again"),
        ])
}
