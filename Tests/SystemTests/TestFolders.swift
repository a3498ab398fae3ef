// SPDX-License-Identifier: Apache-2.0
import Kernel

/// The folders of these tests in /tmp and in the BPF file system, by what their names begin with.
enum TestFolders {
    private static let above = ["/tmp", "/sys/fs/bpf"]
    private static let marks = ["gt_", "gs_", "gb_"]

    static func paths() throws -> [String] {
        try above.flatMap { above in
            try Folder(above).namesIfAny()
                .filter { name in marks.contains { name.hasPrefix($0) } }
                .map { "\(above)/\($0)" }
                .filter { try Folder($0).exists() }
        }
    }

    /// What is mounted in one of them, or was before it was removed.
    static func mounts() throws -> [String] {
        let starts = above.flatMap { above in marks.map { "\(above)/\($0)" } }
        return try File("/proc/mounts").text().split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 1, starts.contains(where: fields[1].hasPrefix) else { return nil }
            return String(fields[1])
        }
    }

    /// Removes all that nothing is mounted in: a mount may lead anywhere.
    static func remove() {
        // Each may be gone already; what stays is told by the last test.
        let mounts = (try? mounts()) ?? []
        for path in (try? paths()) ?? [] where !mounts.contains(where: { $0.hasPrefix(path) }) {
            try? Folder(path).removeTree()
        }
    }
}
