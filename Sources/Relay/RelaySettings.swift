// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel

/// All lines of one relay: one process serves any number of namespaces.
public struct RelaySettings: Equatable, Sendable {
    public var lines: [LineSettings]
    /// The priority among the threads that run before all ordinary ones; none runs it as
    /// an ordinary one.
    public var priority: Int32?

    public init(_ lines: [LineSettings], priority: Int32? = 50) {
        self.lines = lines
        self.priority = priority
    }

    /// More than a path ever has; each has a thread and two sockets.
    static let mostLines = 32

    func check() throws(KernelError) {
        guard (1...RelaySettings.mostLines).contains(lines.count) else {
            throw KernelError(
                "start the relay",
                .said("it has \(lines.count) lines, and 1 to \(RelaySettings.mostLines) can be"))
        }
        for line in lines { try line.check() }
    }
}

extension RelaySettings: JSONConvertible {
    public var json: JSON {
        ["lines": JSON(lines), "priority": JSON(priority)]
    }

    /// As `json` writes it.
    init(parsing text: String) throws(KernelError) {
        let attempt = "read the relay's settings"
        do {
            let place = try JSON(parsing: text).root
            var lines: [LineSettings] = []
            for line in try place["lines"].elements() { lines.append(try LineSettings(line)) }
            self.init(lines, priority: try place["priority"].ifPresent?.integer(Int32.self))
        } catch {
            throw KernelError(attempt, .said("\(error)"))
        }
    }
}
