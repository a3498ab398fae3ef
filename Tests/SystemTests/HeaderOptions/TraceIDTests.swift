// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    @Suite("An id of a flow")
    struct TraceIDTests {
        private static let id: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
        private static let other: [UInt8] = [8, 7, 6, 5, 4, 3, 2, 1]

        private static func key(_ socket: SwapSocket) -> [UInt8] {
            withUnsafeBytes(of: socket.descriptor.littleEndian) { Array($0) }
        }

        /// What this end has heard.
        private static func heard(_ option: OptionExtension, _ socket: SwapSocket) throws
            -> [UInt8]?
        {
            try option.map("trace_incoming").value(key(socket), size: 8)
        }

        private static func say(_ option: OptionExtension, _ socket: SwapSocket, _ id: [UInt8])
            throws
        {
            try option.map("trace_outgoing").update(key: key(socket), value: id)
        }

        @Test("that is set before the connection is read when it is accepted")
        func before() throws {
            try OptionGround.with { ground in
                let option = try ground.register("gs_trace_id")
                let talk = try ground.connection(to: ground.listener()) {
                    try TraceIDTests.say(option, $0, TraceIDTests.id)
                }
                #expect(try TraceIDTests.heard(option, talk.server) == TraceIDTests.id)
                #expect(try TraceIDTests.heard(option, talk.client) == nil)
                talk.end()
            }
        }

        @Test("that is set or changed later goes with the data that follows, both ways")
        func later() throws {
            try OptionGround.with { ground in
                let option = try ground.register("gs_trace_id")
                let talk = try ground.connection(to: ground.listener())
                try talk.exchange()
                #expect(try TraceIDTests.heard(option, talk.server) == nil)
                try TraceIDTests.say(option, talk.client, TraceIDTests.id)
                try TraceIDTests.say(option, talk.server, TraceIDTests.other)
                try talk.exchange()
                #expect(try TraceIDTests.heard(option, talk.server) == TraceIDTests.id)
                #expect(try TraceIDTests.heard(option, talk.client) == TraceIDTests.other)
                try TraceIDTests.say(option, talk.client, TraceIDTests.other)
                try talk.exchange()
                #expect(try TraceIDTests.heard(option, talk.server) == TraceIDTests.other)
                talk.end()
            }
        }

        @Test("that is set for all flows to a port is read by the server, and the other way")
        func flows() throws {
            try OptionGround.with { ground in
                let option = try ground.register("gs_trace_id")
                let listener = try ground.listener()
                let port = try withUnsafeBytes(of: listener.port().bigEndian) { Array($0) }
                let anybody = [UInt8](repeating: 0, count: 16)
                let flows = try option.map("trace_flows")
                try flows.update(key: anybody + port + [0, 0], value: TraceIDTests.id)
                try flows.update(key: anybody + [0, 0, 1, 0], value: TraceIDTests.other)
                let talk = try ground.connection(to: listener)
                #expect(try TraceIDTests.heard(option, talk.server) == TraceIDTests.id)
                #expect(try TraceIDTests.heard(option, talk.client) == TraceIDTests.other)
                talk.end()
            }
        }

        @Test("outlives a swap of the program, and can be changed after it")
        func swapped() throws {
            try OptionGround.with { ground in
                let option = try ground.register("gs_trace_id")
                let talk = try ground.connection(to: ground.listener()) {
                    try TraceIDTests.say(option, $0, TraceIDTests.id)
                }
                let file = try ground.ground.file("gs_trace_id2")
                try ground.ground.done("swap", "gs_trace_id", file)
                let swapped = try ground.live("gs_trace_id")
                #expect(try swapped.counts()["syn_written"] == 0)
                #expect(try TraceIDTests.heard(swapped, talk.server) == TraceIDTests.id)
                try TraceIDTests.say(swapped, talk.client, TraceIDTests.other)
                try talk.exchange()
                #expect(try TraceIDTests.heard(swapped, talk.server) == TraceIDTests.other)
                #expect(try swapped.counts()["data_written"] > 0)
                talk.end()
            }
        }

        @Test("that is changed in the middle of a stream makes no packet too long")
        func mtu() throws {
            try OptionGround.with { ground in
                let option = try ground.register("gs_trace_id")
                // Each segment is to be seen on the wire as it is.
                try ground.ground.ip(
                    "-n", ground.ground.name(ofNamespace: "client"), "link", "set", "to_server",
                    "gso_max_segs", "1")
                let talk = try ground.connection(to: ground.listener())
                let capture = try Capture(ground)
                let server = talk.server
                let reader = try Errand { _ = try server.read(200 * 20_000) }
                for round in 0..<200 {
                    try TraceIDTests.say(
                        option, talk.client, [UInt8](repeating: UInt8(round), count: 8))
                    try talk.client.write([UInt8](repeating: 1, count: 20_000))
                }
                _ = try reader.value()
                #expect(
                    try TraceIDTests.heard(option, talk.server)
                        == [UInt8](repeating: 199, count: 8))
                talk.end()
                let packets = try capture.packets()
                #expect(packets.map(\.length).max() == 1500)
                let marked = packets.filter { !$0.options.isEmpty }
                #expect(marked.map(\.length).max() == 1500)
                // Some have it and some do not: the size changed under way.
                #expect(packets.contains { $0.length == 1500 && $0.options.isEmpty })
            }
        }
    }
}
