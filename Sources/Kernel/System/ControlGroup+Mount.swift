// SPDX-License-Identifier: Apache-2.0

extension ControlGroup {
    /// Where control groups of version 2 are mounted, the first place; none where nowhere.
    public static func mount() throws(KernelError) -> String? {
        for line in try File("/proc/self/mounts").text().split(separator: "\n") {
            let fields = line.split(separator: " ")
            if fields.count > 2, fields[2] == "cgroup2" { return String(fields[1]) }
        }
        return nil
    }
}
