// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Who is doing this: the user, and the user behind sudo.
public enum Actor {
    public static var current: String {
        let user = name(of: getuid())
        guard let behind = getenv("SUDO_USER").map({ String(cString: $0) }), behind != user else {
            return user
        }
        return "\(user) (\(behind))"
    }

    public static var isRoot: Bool { geteuid() == 0 }

    /// Read from the file itself: a static program has no name service.
    private static func name(of user: uid_t) -> String {
        let lines = (try? File("/etc/passwd").text()) ?? ""
        for line in lines.split(separator: "\n") {
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            if fields.count > 2, fields[2] == "\(user)" { return String(fields[0]) }
        }
        return "user \(user)"
    }
}
