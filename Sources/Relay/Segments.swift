// SPDX-License-Identifier: Apache-2.0
import Kernel

/// How many packets of the wire a held one stands for.
///
/// The kernel does not tell. A super-packet is cut into segments as long as the device
/// takes, each with headers of its own; TCP's timestamps are taken to be on, as they are
/// unless somebody turned them off. Where a sender cuts shorter (another MTU on its way),
/// there are more than this counts, and a little less is lost than was asked.
struct Segments {
    let mtu: Int

    func count(in packet: HeldPacket) -> UInt64 {
        guard packet.length > mtu else { return 1 }
        let headers = packet.isV6 ? 40 + 32 : 20 + 32
        let room = max(1, mtu - headers)
        return UInt64((Int(packet.length) - headers + room - 1) / room)
    }
}
