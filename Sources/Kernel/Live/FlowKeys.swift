// SPDX-License-Identifier: Apache-2.0
import CKernel

/// What a flow dissector has found in a packet: by this the kernel tells flows apart.
public struct FlowKeys: Hashable, Sendable {
    /// Where the innermost network and transport headers begin.
    public let networkOffset: UInt16
    public let transportOffset: UInt16
    /// The Ethernet type of the addresses; 0 where there are none.
    public let addressType: UInt16
    public let isFragment: Bool
    public let isFirstFragment: Bool
    /// Found inside another header.
    public let isEncapsulated: Bool
    public let ipProtocol: UInt8
    /// The Ethernet type of the packet.
    public let networkType: UInt16
    public let sourcePort: UInt16
    public let destinationPort: UInt16
    /// Of 4 or 16 bytes, as `addressType` says; nil where it says neither.
    public let source: IPAddress?
    public let destination: IPAddress?
    public let flags: UInt32
    public let flowLabel: UInt32

    /// How many bytes the kernel hands back.
    public static let size = MemoryLayout<bpf_flow_keys>.size

    /// Nil where there are fewer bytes.
    public init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= FlowKeys.size else { return nil }
        let keys = bytes.loadUnaligned(as: bpf_flow_keys.self)
        networkOffset = keys.nhoff
        transportOffset = keys.thoff
        addressType = keys.addr_proto
        isFragment = keys.is_frag != 0
        isFirstFragment = keys.is_first_frag != 0
        isEncapsulated = keys.is_encap != 0
        ipProtocol = keys.ip_proto
        networkType = UInt16(bigEndian: keys.n_proto)
        sourcePort = UInt16(bigEndian: keys.sport)
        destinationPort = UInt16(bigEndian: keys.dport)
        flags = keys.flags
        flowLabel = UInt32(bigEndian: keys.flow_label)
        let addresses = FlowKeys.addresses(bytes, type: keys.addr_proto)
        source = addresses?.source
        destination = addresses?.destination
    }

    private static func addresses(
        _ bytes: UnsafeRawBufferPointer, type: UInt16
    ) -> (source: IPAddress, destination: IPAddress)? {
        // The union lies behind sixteen bytes of other keys.
        let start = 16
        switch type {
        case 0x0800:
            return (
                IPAddress(Array(bytes[start..<start + 4])),
                IPAddress(Array(bytes[start + 4..<start + 8]))
            )
        case 0x86dd:
            return (
                IPAddress(Array(bytes[start..<start + 16])),
                IPAddress(Array(bytes[start + 16..<start + 32]))
            )
        default: return nil
        }
    }
}
