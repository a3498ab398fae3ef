// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import KernelLab

@Suite("What is said through the port")
struct FrameTests {
    @Test("is the same when it comes byte by byte")
    func pieces() throws {
        let frames = [
            Frame(.ready), Frame(.output, [1, 2, 3]), Frame(.exited, number: -7),
            Frame(.errors, [UInt8](repeating: 9, count: 70_000)),
        ]
        var reader = Frame.Reader()
        var found: [Frame] = []
        for byte in frames.flatMap(\.encoded) {
            reader.add([byte])
            while let frame = try reader.next() { found.append(frame) }
        }
        #expect(found == frames)
        #expect(found[2].number == -7)
    }

    @Test("is nonsense with an unknown kind or an endless length")
    func nonsense() {
        for bytes: [UInt8] in [[99, 0, 0, 0, 0], [2, 255, 255, 255, 255]] {
            var reader = Frame.Reader()
            reader.add(bytes)
            #expect(throws: Frame.Reader.Nonsense.self) { try reader.next() }
        }
    }

    @Test("keeps an order as it is, empty words and all")
    func order() {
        let order = Order(
            ["sh", "", "a b\n'c'"], directory: "/tmp/ä", environment: ["A=", "B=x=y"])
        #expect(Order(order.encoded) == order)
        var spokenTo = order
        spokenTo.isSpokenTo = true
        #expect(Order(spokenTo.encoded) == spokenTo)
    }

    @Test("is all there when it takes several frames")
    func portions() throws {
        let bytes = (0..<2_500_000).map { UInt8(truncatingIfNeeded: $0 / 1000) }
        var reader = Frame.Reader()
        reader.add(Frame.portioned(.output, bytes))
        var found: [UInt8] = []
        while let frame = try reader.next() {
            #expect(frame.kind == .output)
            found += frame.bytes
        }
        #expect(found == bytes)
    }

    @Test("is no order when words are missing")
    func noOrder() {
        #expect(Order([]) == nil)
        #expect(Order(Array("/tmp\u{0}\u{0}3\u{0}sh\u{0}".utf8)) == nil)
        #expect(Order(Array("/tmp\u{0}\u{0}0\u{0}sh\u{0}".utf8)) == nil)
    }
}
