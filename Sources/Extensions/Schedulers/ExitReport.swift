// SPDX-License-Identifier: Apache-2.0

/// Why a scheduler went, as the kernel told it and it kept it (`EXIT_REPORT` in sched.bpf.h).
public struct ExitReport: Equatable, Sendable {
    /// The kernel's number: below 1024 it was taken out, from there on thrown out.
    public let kind: UInt32
    /// The kernel's words: `runnable task stall`.
    public let reason: String
    public let message: String
    /// All that the kernel wrote down of the moment: its tasks, processors and queues.
    public let dump: String

    public var isError: Bool { kind >= ExitReport.firstError }

    private static let firstError: UInt32 = 1024

    /// The name of the global that holds it.
    static let global = "exit_report"

    /// Nil while the scheduler has not gone, or where these are no report's bytes.
    init?(_ bytes: [UInt8]) {
        guard bytes.count > Place.dump else { return nil }
        kind = (0..<4).reduce(0) { $0 | UInt32(bytes[$1]) << (8 * UInt32($1)) }
        guard kind != 0 else { return nil }
        func text(_ start: Int, _ end: Int) -> String {
            String(decoding: bytes[start..<end].prefix { $0 != 0 }, as: UTF8.self)
        }
        reason = text(Place.reason, Place.message)
        message = text(Place.message, Place.dump)
        dump = text(Place.dump, bytes.count)
    }

    /// As `struct exit_report` is laid out.
    private enum Place {
        static let reason = 16
        static let message = 144
        static let dump = 1168
    }

    /// `runnable task stall: fair[12] failed to run for 3.012s`.
    public var words: String {
        [reason, message].filter { !$0.isEmpty }.joined(separator: ": ")
    }

    /// The lines of the dump that say who waited: tasks with the time that they did, and the
    /// processors' own lines.
    public func decisiveLines(_ count: Int) -> [String] {
        let lines = dump.split(separator: "\n").map(String.init)
        // `CPU 1 : nr_run=2 ...`, and `R kworker/1:2[126] -2820ms`.
        let telling = lines.filter { $0.contains("nr_run=") || $0.hasSuffix("ms") }
        return Array((telling.isEmpty ? lines : telling).prefix(count))
    }
}
