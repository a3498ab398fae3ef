// SPDX-License-Identifier: Apache-2.0
import Glibc

/// A user of this host.
public struct User: Hashable, Sendable {
    public let id: UInt32
    /// None when /etc/passwd does not know it. The C library would ask the network
    /// too, by libraries that a static program cannot load.
    public let name: String?

    public init(id: UInt32) throws(KernelError) {
        let passwd = File("/etc/passwd")
        let text = try passwd.exists() ? try passwd.text() : ""
        self.init(id: id, passwd: text)
    }

    init(id: UInt32, passwd: String) {
        self.id = id
        let fields = passwd.split(separator: "\n").lazy
            .map { $0.split(separator: ":", omittingEmptySubsequences: false) }
            .first { $0.count > 2 && UInt32($0[2]) == id }
        name = fields.map { String($0[0]) }
    }

    /// The one whose rights are in force.
    public static func current() throws(KernelError) -> User {
        try User(id: geteuid())
    }

    /// The one who sits at the keyboard: behind sudo, the one who called it.
    public static func behind() throws(KernelError) -> User {
        // Only root's word counts: anyone can set a variable for a process of their own.
        if geteuid() == 0, let id = Environment.value(of: "SUDO_UID").flatMap({ UInt32($0) }) {
            return try User(id: id)
        }
        return try current()
    }

    public var isRoot: Bool { id == 0 }
}

extension User {
    /// Who is doing this, for a record: the user, and the one behind sudo.
    public static func inWords() throws(KernelError) -> String {
        // One reading of the file where both are the same, which they are nearly always.
        let user = try current()
        let isBehind = Environment.value(of: "SUDO_UID") != nil
        let behind = isBehind ? try behind() : user
        return behind == user ? "\(user)" : "\(user) (\(behind))"
    }
}

extension User: CustomStringConvertible {
    public var description: String { name ?? "uid \(id)" }
}
