// SPDX-License-Identifier: Apache-2.0
import Testing

/// A command, a step at which it is killed, and what must be live afterwards.
struct KillCase: Sendable, CustomTestStringConvertible {
    enum Command: String, Sendable, CaseIterable {
        case register
        case registerUnlinked = "register (no link)"
        case swap
        case swapMigrating = "swap --migrate"
        case swapConfirming = "swap --confirm-within --migrate"
        case rollback
        case rollbackMigrating = "rollback --migrate"
        case rollbackOfUnconfirmed = "rollback of an unconfirmed swap"
        case unregister
        case unregisterOfUnconfirmed = "unregister of an unconfirmed swap"
        case unregisterUnlinked = "unregister (no link)"

        /// The steps in their order. Those from `decisive` on leave the new state.
        var steps: (points: [String], decisive: String) {
            switch self {
            case .register:
                (
                    [
                        "declared", "version-pinned", "committed", "registered", "link-pinned",
                        "before-fulfilled",
                    ], "link-pinned"
                )
            case .registerUnlinked:
                (["declared", "version-pinned", "committed", "before-fulfilled"], "committed")
            case .swap:
                (Command.updating(["declared", "swap-pinned", "swap-committed"], false), updated)
            case .swapMigrating:
                (Command.updating(["declared", "swap-pinned", "swap-committed"], true), updated)
            case .swapConfirming:
                (
                    Command.updating(
                        ["declared", "swap-watched", "swap-pinned", "swap-committed"], true),
                    updated
                )
            case .rollback, .rollbackOfUnconfirmed:
                (Command.updating(["declared"], false), updated)
            case .rollbackMigrating: (Command.updating(["declared"], true), updated)
            case .unregister, .unregisterOfUnconfirmed, .unregisterUnlinked:
                (
                    [
                        "declared", "remove-begun", "link-let-go", "pins-removed",
                        "before-fulfilled",
                    ], "declared"
                )
            }
        }

        private var updated: String { "swap-updated" }

        private static func updating(_ before: [String], _ isMigrating: Bool) -> [String] {
            before + ["swap-updated", "recorded", "defaults-renewed", "listeners-moved"]
                + (isMigrating ? ["connections-moved"] : []) + ["decided", "before-fulfilled"]
        }
    }

    let command: Command
    let point: String
    /// The step lies behind the one that decides.
    let isDone: Bool

    var testDescription: String { "\(command.rawValue) at \(point)" }

    static let all = Command.allCases.flatMap { command -> [KillCase] in
        let (points, decisive) = command.steps
        let first = points.firstIndex(of: decisive) ?? 0
        return points.enumerated().map { index, point in
            KillCase(command: command, point: point, isDone: index >= first)
        }
    }
}

/// A command that is killed, and then the `recover` that settles it is killed too.
struct DoubleKillCase: Sendable, CustomTestStringConvertible {
    let first: KillCase
    /// The step of `recover`.
    let second: String

    var testDescription: String { "\(first.testDescription), recover at \(second)" }

    static let all: [DoubleKillCase] =
        cases(
            .swapMigrating, "swap-updated",
            ["recorded", "defaults-renewed", "listeners-moved", "connections-moved"])
        + cases(.swap, "swap-committed", ["before-fulfilled"])
        + cases(.rollback, "swap-updated", ["recorded", "defaults-renewed", "before-fulfilled"])
        + cases(.register, "link-pinned", ["recorded", "before-fulfilled"])
        + cases(
            .register, "version-pinned", ["remove-begun", "pins-removed", "before-fulfilled"])
        + cases(.unregister, "declared", ["remove-begun", "link-let-go", "pins-removed"])

    private static func cases(
        _ command: KillCase.Command, _ point: String, _ seconds: [String]
    ) -> [DoubleKillCase] {
        KillCase.all.filter { $0.command == command && $0.point == point }.flatMap { first in
            seconds.map { DoubleKillCase(first: first, second: $0) }
        }
    }
}
