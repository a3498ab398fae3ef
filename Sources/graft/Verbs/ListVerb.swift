// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft list [NAME]`: what is live.
enum ListVerb {
    private static let name = Operand(optional: .registration, "only this one, with its operations")
    private static let counting = Option(
        "count", .duration(), "count calls for so long first, and show those")

    static let command = Command(
        Verb(
            "list", "show what is registered, ours and others'",
            discussion: """
                The kernel is read first and our records second; where they differ, the state \
                says how. Calls are counted by the kernel while somebody looks: with --count, or \
                while the sysctl kernel.bpf_stats_enabled is on.
                """,
            operands: [name], options: [counting],
            examples: [
                Example("graft list", "everything"),
                Example("graft list bpf_cubic --count 2s", "one, with its calls in two seconds"),
                Example("graft list --json | jq '.[].name'", "the names, for a program"),
            ])
    ) { invocation in
        let registry = Registry(.host)
        let kernel = try RunningKernel()
        var listing = try Listing(registry.list(on: kernel))
        if let time = invocation[counting] {
            let statistics = try RunStatistics()
            let before = try registry.list(on: kernel)
            time.pause()
            listing = Listing(try registry.list(on: kernel), since: before, during: time)
            _ = consume statistics
        }
        try listing.askSchedulers(registry)
        try listing.askUses(registry)
        if let name = invocation[name] {
            listing = try listing.only(registry.resolve(name))
            try listing.look(registry, on: kernel)
        }
        Terminal.show(listing, invocation)
        return .done
    }
}
