// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

/// What is on the wire, in the words of tcpdump's own decoder.
final class Capture {
    private let file: File
    private var tcpdump: ChildProcess?

    /// Captures from now on, at one end of the ground's wire.
    init(_ ground: OptionGround, at end: OptionGround.End = .client) throws {
        let device = end == .client ? "to_server" : "to_client"
        file = ground.ground.folder.file("\(end.rawValue).pcap")
        try file.removeIfAny()
        var spawn = Spawn([
            "tcpdump", "-i", device, "-n", "-U", "--immediate-mode", "-s", "160", "-Z", "root",
            "-w", file.path, "tcp",
        ])
        spawn.errors = .null
        try spawn.enter(ground.namespace(end))
        tcpdump = try ChildProcess.start(spawn)
        // The header of the file is written once packets are taken.
        let file = file
        let isReady = try SwapGround.wait { try (file.bytesIfAny()?.count ?? 0) >= 24 }
        #expect(isReady, "tcpdump does not begin")
    }

    /// Ends it, when nothing more has come for a while.
    func packets() throws -> [Packet] {
        var size = 0
        var isQuiet = false
        while !isQuiet {
            Duration.milliseconds(150).pause()
            let now = try file.bytes().count
            isQuiet = now == size
            size = now
        }
        _ = try tcpdump.take()?.end(within: .seconds(5))
        let decoded = try ChildProcess.run(
            ["tcpdump", "-n", "-v", "-r", file.path], limit: .seconds(60))
        // With -v a packet has two lines: that of IP, and that of TCP.
        let lines = decoded.text.split(separator: "\n").map(String.init)
        return zip(lines, lines.dropFirst()).compactMap { Packet($0, $1) }
    }

    struct Packet {
        enum Kind { case syn, synAck, other }

        let kind: Kind
        /// Of the IP packet.
        let length: Int
        /// `exp-4744`.
        let options: Set<String>

        init?(_ internet: String, _ transport: String) {
            guard transport.hasPrefix("    "), let at = internet.firstRange(of: "), length "),
                let length = Int(internet[at.upperBound...].prefix { $0.isNumber })
            else { return nil }
            self.length = length
            kind =
                transport.contains("Flags [S],")
                ? .syn : transport.contains("Flags [S.],") ? .synAck : .other
            let words = transport.split { $0 == "," || $0 == " " || $0 == "[" || $0 == "]" }
            options = Set(words.filter { $0.hasPrefix("exp-") }.map(String.init))
        }
    }
}

extension [Capture.Packet] {
    func count(_ kind: Capture.Packet.Kind, with option: String) -> Int {
        filter { $0.kind == kind && $0.options.contains(option) }.count
    }
}
