// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// The file system that holds pins.
public enum BPFFileSystem {
    private static let magic = 0xcafe_4a11

    /// Whether a path lies in a bpffs, or would if it were made.
    public static func contains(_ path: String) -> Bool {
        var path = path
        while !File(path).isThere, let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            path = String(path[..<slash])
        }
        return graft_file_system(path) == magic
    }

    /// Mounts bpffs at `/sys/fs/bpf` when `path` lies there and nothing is mounted yet.
    public static func ensure(at path: String) throws(KernelError) {
        if contains(path) { return }
        let usual = "/sys/fs/bpf"
        guard path.hasPrefix(usual) else {
            throw KernelError("keep a registration in \(path)", .said("it lies in no bpffs"))
        }
        if mkdir(usual, 0o700) != 0, errno != EEXIST { throw .last("mount bpffs at \(usual)") }
        guard mount("bpffs", usual, "bpf", 0, "mode=0700") == 0 else {
            throw .last("mount bpffs at \(usual)")
        }
    }
}

/// The library under us.
public enum LibBPF {
    public static var version: String { "\(LIBBPF_MAJOR_VERSION).\(LIBBPF_MINOR_VERSION)" }
}
