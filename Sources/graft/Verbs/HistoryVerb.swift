// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// `graft history [NAME]`: who changed what, when, and how it ended.
enum HistoryVerb {
    private static let name = Operand(optional: .registration, "only what was done to this one")
    private static let last = Option(
        "last", .integer("N", in: 1...1_000_000), "only the newest N entries")
    private static let since = Option(
        "since", .since, "only what was done since: a time ago (2h), a day or a moment (UTC)")

    static let command = Command(
        Verb(
            "history", "show who changed what, when, and how it ended",
            discussion: """
                Every command that changes the kernel adds one line, also when it was refused or \
                went back. BEFORE and AFTER are the versions that were live, by the SHA-256 of \
                their objects; knobs and guards are in the JSON.
                """,
            operands: [name], options: [last, since],
            examples: [
                Example("graft history --last 10", "the newest ten"),
                Example("graft history bpf_cubic --since 2h", "one, in the last two hours"),
                Example(
                    "graft history --since 2026-11-21 --json | jq '.[] | .outcome'",
                    "how each ended, for a program"),
            ])
    ) { invocation in
        let filter = History.Filter(
            name: invocation[name], since: invocation[since]?.moment(before: .now),
            last: invocation[last])
        let reading = try History(.host).read(filter)
        Terminal.show(reading, invocation)
        if let note = reading.note { Terminal.note("note: \(note)") }
        return .done
    }
}

/// Where a stretch of history begins.
enum Since: Sendable {
    case ago(Duration)
    case moment(WallTime)

    func moment(before now: WallTime) -> WallTime {
        switch self {
        case .ago(let time):
            let (nanoseconds, overflow) = now.nanoseconds.subtractingReportingOverflow(
                time.wholeNanoseconds)
            return WallTime(nanoseconds: overflow ? .min : nanoseconds)
        case .moment(let time): return time
        }
    }
}

extension Form where Value == Since {
    /// `2h`, `2026-11-21` or `2026-11-21T14:00:00Z`.
    static var since: Form {
        Form("TIME", expected: "a time such as 2h, 2026-11-21 or 2026-11-21T14:00:00Z") { text in
            Form<Duration>.duration().read(text).map(Since.ago)
                ?? WallTime(text).map(Since.moment)
        }
    }
}
