// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A command to be run in a guest, and what it finds there.
public struct Order: Equatable, Sendable {
    public let arguments: [String]
    public var directory: String
    /// `NAME=value`.
    public var environment: [String]
    /// Whether it reads what is said to it; else its standard input is empty.
    public var isSpokenTo = false

    public init(_ arguments: [String], directory: String, environment: [String]) {
        self.arguments = arguments
        self.directory = directory
        self.environment = environment
    }

    /// In this process's folder and environment, without what leads to things of this host
    /// that a guest does not have.
    public static func here(_ arguments: [String]) throws(LabRefusal) -> Order {
        let directory = try labbing { () throws(KernelError) in try File(".").resolved() }
        let environment = Environment.entries.filter { entry in
            !hostly.contains(String(entry.prefix { $0 != "=" }))
        }
        return Order(arguments, directory: directory, environment: environment)
    }

    private static let hostly: Set = [
        "DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "INVOCATION_ID", "JOURNAL_STREAM", "LISTEN_FDS",
        "LISTEN_PID", "NOTIFY_SOCKET", "SSH_AUTH_SOCK", "WAYLAND_DISPLAY", "XDG_RUNTIME_DIR",
    ]

    /// As it goes through the port: no string of it can hold a zero byte.
    var encoded: [UInt8] {
        ([directory, isSpokenTo ? "spoken to" : "", "\(arguments.count)"] + arguments + environment)
            .flatMap { Array($0.utf8) + [0] }
    }

    init?(_ bytes: [UInt8]) {
        let words = bytes.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
        guard words.count >= 4, let count = Int(words[2]), count > 0, words.count >= 3 + count
        else { return nil }
        self.init(
            Array(words[3..<3 + count]), directory: words[0],
            environment: Array(words[(3 + count)...]))
        isSpokenTo = !words[1].isEmpty
    }
}

extension Order {
    /// As a process: its program found on the order's own PATH.
    func spawn() throws(KernelError) -> Spawn {
        var variables: [String: String] = [:]
        for entry in environment {
            guard let sign = entry.firstIndex(of: "=") else { continue }
            variables[String(entry[..<sign])] = String(entry[entry.index(after: sign)...])
        }
        let path = variables["PATH"] ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin"
        var arguments = arguments
        arguments[0] = try Executable.locate(arguments[0], on: path)
        var spawn = Spawn(arguments)
        spawn.environment = .only(variables)
        spawn.directory = directory
        if isSpokenTo { spawn.input = .pipe }
        return spawn
    }
}
