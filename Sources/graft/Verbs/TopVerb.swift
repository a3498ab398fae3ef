// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft top`: what the extensions cost, as it happens.
enum TopVerb {
    private static let once = Option(flag: "once", "look once, over one interval, and end")
    private static let interval = Option(
        "interval", .duration(), default: "1s", "how long to count before each look")
    private static let count = Option(
        "count", .integer("N", in: 1...1_000_000), "end after so many looks")

    static let command = Command(
        Verb(
            "top", "calls, ns per call and CPU share, per extension and per operation",
            discussion: """
                Refreshes on a terminal until Ctrl-C; into a pipe it prints one table a look. The \
                kernel counts while this runs and stops when it ends. CPU is the share of one \
                processor. What others registered is shown too.
                """,
            options: [OneOf(once, count), interval],
            examples: [
                Example("graft top", "look until Ctrl-C"),
                Example(
                    "graft top --once --json | jq '.extensions[] | {name, cpu_share}'",
                    "for a program"),
            ])
    ) { invocation in
        let watch = try ActivityWatch(Registry(.host), on: RunningKernel())
        var left = invocation[once] ? 1 : invocation[count] ?? Int.max
        Interruption.note()
        while left > 0 {
            wait(invocation[interval])
            if Interruption.hasCome { break }
            let activity = try watch.look()
            if !invocation[once], !invocation[.json] { Terminal.clear() }
            Terminal.show(activity, invocation)
            left -= 1
        }
        return .done
    }

    /// In short steps, so that Ctrl-C ends it at once.
    @Sendable private static func wait(_ time: Duration) {
        let start = Instant.now
        while Instant.now.since(start) < time, !Interruption.hasCome {
            min(time - Instant.now.since(start), .milliseconds(50)).pause()
        }
    }
}
