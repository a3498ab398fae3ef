// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import Extensions

@Suite("The values in a window")
struct WindowValueTests {
    @Test("lie after its left edge, and are those that the kernel has")
    func values() {
        // Milliseconds of round trip, of which the first lies on the edge.
        let trips: [UInt32] = [900, 30, 0, 10, 50, 20, 40]
        let window = Window(
            seconds: 6,
            trips.enumerated().map { index, trip in
                let at = UInt64(index) * 1000
                return (
                    at,
                    [
                        socket(1, at: at) {
                            $0.srttMicroseconds = trip * 1000
                            $0.minRttMicroseconds = index == 1 ? .max : 15_000
                            $0.cwnd = UInt32(index) * 10
                        }
                    ]
                )
            })
        let summary = window.summary
        #expect(summary.words("srtt.mean") == "30 ms")
        #expect(summary.words("srtt.p50") == "30 ms")
        #expect(summary.words("srtt.max") == "50 ms")
        // 0 (10 is below the minimum), 35, 5, 25.
        #expect(summary.words("queueing.max") == "35 ms")
        #expect(summary.words("queueing.mean") == "16.3 ms")
        #expect(summary.words("queueing.p50") == "5 ms")
        #expect(summary.words("cwnd") == "35")
    }

    @Test("are those of sockets that carry data, each once a look")
    func selection() {
        let looks = [0, 1000].map { (at: UInt64) -> (UInt64, [SocketSample]) in
            let states: [SocketSample.State] = [.listen, .timeWait, .synSent, .established]
            let sockets = states.enumerated().map { index, state in
                socket(UInt64(index), at: at) {
                    $0.state = state
                    $0.srttMicroseconds = index == 3 ? 5000 : 9_000_000
                }
            }
            return (at, sockets + sockets)
        }
        let summary = Window(seconds: 1, looks).summary
        #expect(summary.socketsSeen == 1)
        #expect(summary.words("srtt.max") == "5 ms")
        #expect(summary.srtt?.count == 1)
    }

    @Test("slide with it: as many looks as cover its length, and no more")
    func sliding() {
        var window = Window(length: .seconds(1), minimumLooks: 3)
        for at in stride(from: 0, through: 900, by: 100) { window.add([], at: .ms(UInt64(at))) }
        #expect(!window.isFull)
        window.add([], at: .ms(1000))
        #expect(window.isFull)
        #expect(window.lookCount == 11)
        window.add([], at: .ms(1150))
        #expect(window.looks.first?.at == .ms(100))
        #expect(window.duration == .milliseconds(1050))
        // Slow looks stretch it, for three are the least.
        window.add([], at: .ms(3000))
        window.add([], at: .ms(5000))
        #expect(window.looks.map(\.at) == [.ms(1150), .ms(3000), .ms(5000)])
        #expect(window.isFull)
    }

    @Test("fall into thirds that share only their edges")
    func thirds() {
        var window = Window(length: .seconds(1))
        #expect(window.thirds.isEmpty)
        for at in stride(from: UInt64(0), through: 1000, by: 100) {
            window.add([socket(1, at: at) { $0.srttMicroseconds = UInt32(at) + 1 }], at: .ms(at))
        }
        let thirds = window.thirds
        #expect(thirds.map(\.duration) == [300, 400, 300].map { .milliseconds($0) })
        #expect(thirds.map { $0.srtt?.count } == [3, 4, 3])
        #expect(thirds.map { $0.srtt?.max } == [301, 701, 1001])
        #expect(thirds.map { $0.srtt?.mean } == [201, 551, 901])
    }

    @Test("fall into thirds of one look each where they must")
    func unevenThirds() {
        var window = Window(length: .seconds(1))
        for at in [UInt64(0), 900, 950, 1000] { window.add([], at: .ms(at)) }
        #expect(window.thirds.map(\.duration) == [900, 50, 50].map { .milliseconds($0) })
    }
}
