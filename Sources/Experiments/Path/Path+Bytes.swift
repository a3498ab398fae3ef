// SPDX-License-Identifier: Apache-2.0
extension Path {
    /// The largest packet as a queue counts it: with its Ethernet header.
    public var packetBytes: UInt64 { UInt64(mtu) + 14 }

    /// The length of the bottleneck's queue in one direction, in bytes.
    ///
    /// Without a word on it: one bandwidth-delay product, and at least 16 packets.
    public func queueBytes(at rate: BitsPerSecond) -> UInt64? {
        guard let queue else {
            let product = UInt64(rate.bytes(in: roundTrip).rounded())
            return max(product, 16 * packetBytes)
        }
        return queue.bytes(rate: rate, roundTrip: roundTrip, packet: packetBytes)
    }
}
