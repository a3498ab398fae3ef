// SPDX-License-Identifier: Apache-2.0
import Glibc

/// How many processors there are, as the kernel's maps count them.
public enum Processors {
    public static var online: Int { sysconf(Int32(_SC_NPROCESSORS_ONLN)) }

    /// The possible ones, present or not: a per-CPU value has a copy for each.
    static let possible: Int = {
        // `0-3`, `0` or `0,2-5`: the number after the last mark is the highest.
        guard let text = try? Bytes(file: "/sys/devices/system/cpu/possible"),
            let last = text.raw.split(whereSeparator: { !(48...57).contains($0) }).last,
            let highest = Int(String(decoding: last, as: UTF8.self))
        else { return sysconf(Int32(_SC_NPROCESSORS_CONF)) }
        return highest + 1
    }()
}
