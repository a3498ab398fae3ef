// SPDX-License-Identifier: Apache-2.0
import CKernel

/// A control group of version 2.
public enum ControlGroup {
    private static let magic = 0x6367_7270

    /// Whether a path lies in a cgroup2 file system.
    public static func contains(_ path: String) -> Bool { graft_file_system(path) == magic }
}
