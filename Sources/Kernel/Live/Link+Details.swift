// SPDX-License-Identifier: Apache-2.0
import CKernel

extension Link {
    /// What the kernel tells about a link.
    public struct Details: Sendable {
        public let id: UInt32
        public let type: Kind
        public let programID: UInt32
        /// What it is attached to: a struct_ops map's number, a namespace's inode, a
        /// control group's number, an interface's index; 0 when that has gone.
        public let target: UInt64
        /// Of a namespace's, a control group's and a tcx link; else 0.
        public let attachType: UInt32

        public var isStructOps: Bool { type == .structOps }
        /// The map of a struct_ops link; 0 when the link has been severed.
        public var mapID: UInt32 { isStructOps ? UInt32(truncatingIfNeeded: target) : 0 }
        /// What it holds there: the map, or the program.
        public var carrierID: UInt32 { isStructOps ? mapID : programID }
        /// It holds nothing any more: unregistered, or what it was attached to is gone.
        public var isSevered: Bool { type.hasTarget && target == 0 }
    }

    /// The kernel's `bpf_link_type`.
    public struct Kind: RawRepresentable, Equatable, Sendable {
        public let rawValue: UInt32

        public init(rawValue: UInt32) { self.rawValue = rawValue }

        public static let controlGroup = Kind(rawValue: 3)
        public static let namespace = Kind(rawValue: 5)
        public static let xdp = Kind(rawValue: 6)
        public static let structOps = Kind(rawValue: 9)
        public static let tcx = Kind(rawValue: 11)

        var hasTarget: Bool {
            [.controlGroup, .namespace, .xdp, .structOps, .tcx].contains(self)
        }
    }

    public borrowing func details() throws(KernelError) -> Details {
        var info = graft_link_info()
        try KernelError.check(graft_link_info(descriptor.raw, &info), "ask about a link")
        let type = Kind(rawValue: info.type)
        // A control group's number has 64 bits, and its attach type comes after it;
        // all others have 32 and the attach type beside them.
        let isWide = type == .controlGroup
        return Details(
            id: info.id, type: type, programID: info.prog_id,
            target: isWide ? info.first : info.first & 0xffff_ffff,
            attachType: UInt32(truncatingIfNeeded: isWide ? info.second : info.first >> 32))
    }
}
