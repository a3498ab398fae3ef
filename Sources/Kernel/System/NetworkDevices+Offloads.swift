// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

extension NetworkDevices {
    /// Sets how long a segment may be that the stack hands to a device, in bytes.
    public mutating func setLongestSegment(
        _ bytes: UInt32, of name: String
    ) throws(KernelError) {
        var message = linkMessage(Request.newLink, 0, name)
        message.attribute(Attribute.longestSegment, number: bytes)
        try socket.change(message, "limit the segments of \(name) to \(bytes) bytes")
    }
}

/// What a device does for the stack: segment, and put segments together.
public enum Offload: UInt32, CaseIterable, Sendable {
    case tso = 0x1e
    case gso = 0x23
    case gro = 0x2b

    public var name: String {
        switch self {
        case .tso: "tso"
        case .gso: "gso"
        case .gro: "gro"
        }
    }

    /// Whether a device of the calling thread's namespace does it.
    public func isOn(_ device: String) throws(KernelError) -> Bool {
        var value: UInt32 = 0
        guard graft_offload(device, rawValue, &value) == 0 else {
            throw .last("ask whether \(device) does \(name)")
        }
        return value != 0
    }

    /// Turns it on or off for a device of the calling thread's namespace.
    public func set(_ isOn: Bool, on device: String) throws(KernelError) {
        // The number to set one comes right after the number to ask for it.
        var value: UInt32 = isOn ? 1 : 0
        guard graft_offload(device, rawValue + 1, &value) == 0 else {
            throw .last("turn \(name) of \(device) \(isOn ? "on" : "off")")
        }
    }
}
