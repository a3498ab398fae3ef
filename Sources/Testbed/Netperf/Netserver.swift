// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// A netserver of ours at a station: it listens when this value is there, and ends with it.
final class Netserver: Sendable {
    private let process: HeldProcess

    init(
        _ netperf: Netperf, at station: Station, port: UInt16, family: AddressFamily,
        groups: [String], output: File
    ) throws(Refusal) {
        let attempt = "start netserver at \(station.role)"
        let words = [netperf.server, "-D", family == .v4 ? "-4" : "-6", "-p", "\(port)"]
        process = try refusing(attempt) { () throws(KernelError) in
            var diagnostics = try SocketDiagnostics(in: station.namespace)
            if try Netserver.listens(port, &diagnostics) {
                throw KernelError(attempt, .said("port \(port) is taken there"))
            }
            var spawn = Spawn(words)
            spawn.leadsGroup = true
            spawn.controlGroups = groups
            spawn.output = .descriptor(try Descriptor.create(output.path))
            spawn.errors = .null
            try spawn.enter(station.namespace)
            let process = HeldProcess(try ChildProcess.start(spawn))
            let deadline = Instant.now.adding(.seconds(10))
            while try !Netserver.listens(port, &diagnostics) {
                if try process.ending() != nil {
                    let said = try output.text().split(separator: "\n").last.map(String.init)
                    throw KernelError(attempt, .said(said ?? "it ended and said nothing"))
                }
                guard Instant.now < deadline else {
                    throw KernelError(attempt, .said("it did not listen within 10 s"))
                }
                Duration.milliseconds(1).pause()
            }
            return process
        }
    }

    private static func listens(
        _ port: UInt16, _ diagnostics: inout SocketDiagnostics
    ) throws(KernelError) -> Bool {
        var selection = SocketDiagnostics.Selection(states: [.listen])
        selection.localPort = port
        selection.withInfo = false
        return try !diagnostics.tcp(selection).sockets.isEmpty
    }

    func end() { process.end() }
}
