// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel

/// Where packets wait: a queue that is emptied at a rate.
public struct Bottleneck: Equatable, Sendable {
    public let station: String
    public let device: String
    /// Of data from server to client.
    public let isBack: Bool
    public let rate: BitsPerSecond
    /// How much may wait.
    public let queueBytes: UInt32
    /// How much may go at once after a pause.
    public let burstBytes: UInt32
    public let longestSegment: UInt32
    /// From which backlog on packets are marked.
    public let markBytes: UInt64?

    init(_ path: Path, at rate: BitsPerSecond, station: String, device: String, isBack: Bool) {
        self.station = station
        self.device = device
        self.isBack = isBack
        self.rate = rate
        let queue = path.queueBytes(at: rate) ?? path.packetBytes
        let packet = Double(path.packetBytes)
        // A millisecond of the rate, a quarter of the queue, whichever is less; the
        // headers that the kernel reserves in it come on top.
        let room = min(rate.bytes(in: .milliseconds(1)), Double(queue) / 4)
        let segment = min(65_536, max(room, packet) + 320)
        longestSegment = UInt32(segment)
        // Below some milliseconds of the rate a late timer costs throughput.
        let burst = max(rate.bytes(in: .milliseconds(3)), 2 * segment, 2 * packet)
        burstBytes = UInt32(min(burst, 1e9))
        // What waits in front of it is dropped whole, so one segment must fit.
        queueBytes = UInt32(min(max(Double(queue), packet), Double(UInt32.max)))
        markBytes = path.ecn?.bytes(at: rate)
    }

    var discipline: QueueDiscipline {
        .tokenBucket(rate: rate.value / 8, burst: burstBytes, limit: queueBytes)
    }
}
