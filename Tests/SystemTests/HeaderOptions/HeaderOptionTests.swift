// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    @Suite("A header option")
    struct HeaderOptionTests {
        private static let both = ["gs_max_delack", "gs_trace_id"]
        private static let connections = 20

        private static func word(_ object: String) -> String {
            object == "gs_max_delack" ? "exp-4744" : "exp-4754"
        }

        /// Connections, one after another, with a request and an answer each.
        private static func talk(_ ground: OptionGround) throws {
            let listener = try ground.listener()
            for _ in 0..<connections {
                let conversation = try ground.connection(to: listener)
                try conversation.exchange()
                conversation.end()
            }
        }

        @Test("is in the SYN and in the SYN-ACK as tcpdump decodes it", arguments: both)
        func handshake(object: String) throws {
            try OptionGround.with { ground in
                let option = try ground.register(object)
                let capture = try Capture(ground)
                try HeaderOptionTests.talk(ground)
                let packets = try capture.packets()
                let counts = try option.counts()
                let word = HeaderOptionTests.word(object)
                #expect(counts["syn_written"] == HeaderOptionTests.connections)
                #expect(packets.count(.syn, with: word) == counts["syn_written"])
                #expect(packets.count(.synAck, with: word) == counts["syn_ack_written"])
                #expect(counts["syn_parsed"] == packets.count(.syn, with: word))
                #expect(counts["syn_ack_parsed"] == packets.count(.synAck, with: word))
                #expect(packets.count(.other, with: word) == 0)
                for name in ["data_written", "refused", "unreadable", "peer_absent"] {
                    #expect(counts[name] == 0, "\(name)")
                }
                if object == "gs_max_delack" {
                    #expect(counts["patience_set"] == 2 * HeaderOptionTests.connections)
                }
            }
        }

        @Test("is said again after a SYN cookie, until it is heard", arguments: both)
        func cookies(object: String) throws {
            try OptionGround.with { ground in
                try ground.namespace(.server).run { () throws(KernelError) in
                    try Sysctl("net.ipv4.tcp_syncookies").write("2")
                }
                let option = try ground.register(object)
                let capture = try Capture(ground)
                try HeaderOptionTests.talk(ground)
                let packets = try capture.packets()
                let counts = try option.counts()
                let word = HeaderOptionTests.word(object)
                #expect(packets.count(.synAck, with: word) == counts["syn_ack_written"])
                #expect(packets.count(.other, with: word) == counts["data_written"])
                #expect(counts["data_parsed"] == counts["data_written"])
                // Of each connection at least the ACK or the request, and not all that follows.
                #expect(counts["data_written"] >= HeaderOptionTests.connections)
                #expect(counts["data_written"] <= 3 * HeaderOptionTests.connections)
                #expect(counts["syn_parsed"] == 0)
                if object == "gs_max_delack" {
                    #expect(counts["patience_set"] == 2 * HeaderOptionTests.connections)
                }
            }
        }

        @Test("is said no more when the server has none", arguments: both)
        func absentServer(object: String) throws {
            try OptionGround.with { ground in
                let option = try ground.register(object, at: .client)
                let capture = try Capture(ground)
                try HeaderOptionTests.talk(ground)
                let packets = try capture.packets()
                let counts = try option.counts()
                let word = HeaderOptionTests.word(object)
                #expect(packets.count(.syn, with: word) == HeaderOptionTests.connections)
                #expect(packets.count(.synAck, with: word) == 0)
                #expect(packets.count(.other, with: word) == 0)
                #expect(counts["peer_absent"] == HeaderOptionTests.connections)
            }
        }

        @Test("is not answered where the client did not ask", arguments: both)
        func absentClient(object: String) throws {
            try OptionGround.with { ground in
                let option = try ground.register(object, at: .server)
                let capture = try Capture(ground)
                try HeaderOptionTests.talk(ground)
                #expect(try capture.packets().allSatisfy { $0.options.isEmpty })
                let counts = try option.counts()
                #expect(counts["peer_absent"] == HeaderOptionTests.connections)
                #expect(counts["syn_ack_written"] == 0)
            }
        }

        @Test("is left out of a header without room, and counted", arguments: both)
        func noRoom(object: String) throws {
            try OptionGround.with { ground in
                try ground.register("gs_filling", at: .client)
                let option = try ground.register(object)
                let capture = try Capture(ground)
                try HeaderOptionTests.talk(ground)
                let packets = try capture.packets()
                let counts = try option.counts()
                #expect(packets.filter { $0.kind == .syn }.count == HeaderOptionTests.connections)
                #expect(packets.allSatisfy { $0.options.isEmpty })
                #expect(counts["refused"] == HeaderOptionTests.connections)
                #expect(counts["syn_written"] == 0)
                #expect(counts["unreadable"] == 0)
            }
        }

        @Test("leaves room for another one, with SYN cookies too")
        func together() throws {
            try OptionGround.with { ground in
                try ground.namespace(.server).run { () throws(KernelError) in
                    try Sysctl("net.ipv4.tcp_syncookies").write("2")
                }
                let first = try ground.register("gs_max_delack")
                let second = try ground.register("gs_trace_id")
                let capture = try Capture(ground)
                try HeaderOptionTests.talk(ground)
                let packets = try capture.packets()
                for (option, word) in [(first, "exp-4744"), (second, "exp-4754")] {
                    let counts = try option.counts()
                    #expect(packets.count(.syn, with: word) == HeaderOptionTests.connections)
                    #expect(packets.count(.synAck, with: word) == HeaderOptionTests.connections)
                    #expect(packets.count(.other, with: word) == counts["data_written"])
                    #expect(counts["data_parsed"] == counts["data_written"])
                    #expect(counts["refused"] == 0)
                }
            }
        }
    }
}
