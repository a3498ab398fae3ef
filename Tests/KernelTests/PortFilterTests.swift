// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Kernel

@Suite("A filter of ports for the kernel")
struct PortFilterTests {
    @Test("is empty where nothing is asked")
    func empty() {
        #expect(PortFilter(local: nil, remote: nil).code == [])
    }

    @Test("jumps past its end where a comparison does not hold")
    func jumps() {
        let code = PortFilter(local: nil, remote: 20_000...32_767).code
        #expect(
            code == [
                4, 8, 20, 0, 0, 0, 0x20, 0x4e,
                5, 8, 12, 0, 0, 0, 0xff, 0x7f,
            ])
    }
}

@Suite("A queue's message")
struct QueueDisciplineTests {
    @Test("tells a rate beyond 32 bits in 64")
    func fast() {
        func message(_ rate: UInt64) -> [UInt8] {
            var message = NetlinkMessage(type: 36, flags: 0)
            QueueDiscipline.tokenBucket(rate: rate, burst: 1000, limit: 2000)
                .addOptions(to: &message)
            return message.finished(sequence: 0)
        }
        // One attribute of 8 bytes more.
        #expect(message(1 << 33).count == message(1 << 20).count + 12)
    }
}

@Suite("The processors' time")
struct ProcessorTimeTests {
    @Test("is read from the first line of /proc/stat")
    func parsed() throws {
        let time = try #require(ProcessorTime("cpu  10 1 20 300 5 2 3 7 0 0"))
        #expect(time.busy == 36)
        #expect(time.all == 348)
        #expect(time.stolen == 7)
        #expect(ProcessorTime("cpu0 1 2 3 4 5 6 7 8") == nil)
        #expect(ProcessorTime("cpu  1 2 3") == nil)
    }
}
