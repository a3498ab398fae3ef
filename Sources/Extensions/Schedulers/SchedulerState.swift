// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What the kernel says of sched_ext: whether a scheduler rules, and which.
public struct SchedulerState: Equatable, Sendable {
    /// The kernel's word: `enabled`, `disabled`, or what lies between.
    public let word: String
    /// The scheduler's name while there is one.
    public let name: String?

    private static let folder = Folder("/sys/kernel/sched_ext")

    /// Nil where this kernel has no sched_ext.
    public static func now() throws(KernelError) -> SchedulerState? {
        guard let word = try value(folder.file("state")) else { return nil }
        return SchedulerState(word: word, name: try value(folder.file("root/ops")))
    }

    /// Whether the scheduler of this name rules.
    public func rules(_ name: String) -> Bool { word == "enabled" && self.name == name }

    /// The folder `root` comes and goes with the scheduler, even between two calls.
    private static func value(_ file: File) throws(KernelError) -> String? {
        guard let bytes = try file.bytesIfAny() else { return nil }
        return String(decoding: bytes.prefix { $0 != 10 && $0 != 0 }, as: UTF8.self)
    }
}
