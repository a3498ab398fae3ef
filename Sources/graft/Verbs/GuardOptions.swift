// SPDX-License-Identifier: Apache-2.0
import Arguments
import Extensions
import Kernel

/// The options by which a swap is watched.
enum GuardOptions {
    static let guards = Option(
        repeating: "guard", .guard,
        "what must hold afterwards, such as \"retransmits < 2%\"; may be repeated")
    static let time = Option(
        "for", .duration(), default: "30s", "with --guard: how long to watch")
    static let all: [any DeclaredOptions] = [guards, time]

    static let discussion = """
        A guard names a metric of the sockets on the new version, a comparison and a number: \
        retransmits, marks, goodput, srtt, queueing, cwnd, delivered, sockets; of srtt, queueing \
        and cwnd also .p50, .p90, .p99, .max and .mean. "1.5x before" compares with the two \
        seconds before the swap. When a guard is false for a second, when the new operations are \
        never called, when the link is severed, and on Ctrl-C, everything goes back: exit status 4.
        """
}

extension Form where Value == GuardExpression {
    /// `srtt.p99 < 1.5x before`
    static var `guard`: Form {
        Form("EXPR", expected: "a guard, such as \"retransmits < 2%\"") { text in
            // Read again by the verb, which tells what is wrong and where.
            try? GuardExpression(text)
        }
    }
}
