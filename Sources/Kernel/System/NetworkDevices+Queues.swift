// SPDX-License-Identifier: Apache-2.0
import Glibc

extension NetworkDevices {
    /// A place in a device's tree of queues.
    public struct Handle: Hashable, Sendable {
        public let value: UInt32

        public init(_ major: UInt16, _ minor: UInt16 = 0) {
            value = UInt32(major) << 16 | UInt32(minor)
        }

        private init(value: UInt32) { self.value = value }

        /// The device itself.
        public static let root = Handle(value: .max)
    }

    private enum QueueRequest {
        static let add: UInt16 = 36
        static let get: UInt16 = 38
    }

    /// Puts a discipline into the device's tree, at a place where there is none of ours yet.
    public mutating func add(
        _ queue: QueueDiscipline, at parent: Handle = .root, handle: Handle, to name: String
    ) throws(KernelError) {
        var message = queueMessage(
            QueueRequest.add, NetlinkMessage.Flag.create | NetlinkMessage.Flag.exclusive,
            try index(of: name), handle, parent)
        message.attribute(1, text: queue.kind)
        queue.addOptions(to: &message)
        try socket.change(message, "put the queue \(queue.kind) on \(name)")
    }

    /// Whether the kernel knows a discipline of this kind; tried on a device of ours,
    /// which is as before afterwards.
    public mutating func offersQueue(_ kind: String, triedOn name: String) throws(KernelError)
        -> Bool
    {
        let handle = Handle(0xface)
        let index = try index(of: name)
        var message = queueMessage(
            QueueRequest.add, NetlinkMessage.Flag.create | NetlinkMessage.Flag.exclusive, index,
            handle, .root)
        message.attribute(1, text: kind)
        do throws(KernelError) {
            try socket.change(message, "try the queue \(kind)")
        } catch {
            // Without options some are refused: then it is known. ENOENT: it is not.
            if error.isErrno(EINVAL) { return true }
            guard error.isErrno(ENOENT) else { throw error }
            return false
        }
        let removal = queueMessage(37, 0, index, handle, .root)
        try socket.change(removal, "remove the queue \(kind)")
        return true
    }

    private func queueMessage(
        _ type: UInt16, _ how: UInt16, _ index: UInt32, _ handle: Handle, _ parent: Handle
    ) -> NetlinkMessage {
        var message = NetlinkMessage(type: type, flags: how | NetlinkMessage.Flag.acknowledge)
        message.addZeros(4)  // `struct tcmsg`: any family.
        message.add(index)
        message.add(handle.value)
        message.add(parent.value)
        message.add(UInt32(0))
        return message
    }

    /// What every discipline of this namespace has counted.
    public mutating func queueStatistics() throws(KernelError) -> [QueueStatistics] {
        var found: [QueueStatistics] = []
        var message = NetlinkMessage(type: QueueRequest.get, flags: NetlinkMessage.Flag.dump)
        message.addZeros(20)
        try socket.dump(message, "read the queues") { _, payload in
            if let statistics = QueueStatistics(payload) { found.append(statistics) }
        }
        return found
    }
}

/// Looks at the disciplines of a namespace again and again.
public struct QueueWatch: ~Copyable, Sendable {
    private var socket: NetlinkSocket
    private var request: [UInt8]

    public init(in namespace: borrowing NetworkNamespace) throws(KernelError) {
        var message = NetlinkMessage(type: 38, flags: NetlinkMessage.Flag.dump)
        message.addZeros(20)
        let request = message.finished(sequence: 0)
        socket = try NetlinkSocket(.route, in: namespace)
        self.request = request
    }

    public mutating func look(_ body: (QueueStatistics) -> Void) throws(KernelError) {
        _ = try socket.dump(prepared: &request, "look at the queues") { _, payload in
            if let statistics = QueueStatistics(payload) { body(statistics) }
        }
    }
}

extension QueueStatistics {
    private enum Attribute {
        static let kind: UInt16 = 1
        static let counts: UInt16 = 7
        static let basic: UInt16 = 1
        static let queue: UInt16 = 3
        static let own: UInt16 = 4
    }

    /// None when it is no message of a discipline.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 20 else { return nil }
        device = bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
        handle = bytes.loadUnaligned(fromByteOffset: 8, as: UInt32.self)
        parent = bytes.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
        eachNetlinkAttribute(in: UnsafeRawBufferPointer(rebasing: bytes[20...])) { type, content in
            switch type {
            case Attribute.kind:
                kind = String(decoding: content.prefix { $0 != 0 }, as: UTF8.self)
            case Attribute.counts: readCounts(content)
            default: break
            }
        }
    }

    private mutating func readCounts(_ bytes: UnsafeRawBufferPointer) {
        eachNetlinkAttribute(in: bytes) { type, content in
            func u32(_ offset: Int) -> UInt32 {
                content.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
            }
            switch type {
            case Attribute.basic where content.count >= 12:
                self.bytes = content.loadUnaligned(as: UInt64.self)
                packets = u32(8)
            case Attribute.queue where content.count >= 12:
                (waitingPackets, waitingBytes, drops) = (u32(0), u32(4), u32(8))
            case Attribute.own where content.count >= 16 && (kind == "red" || kind == "fq_codel"):
                // red: early, dropped, other, marked; fq_codel: type, largest, dropped, marked.
                marks = u32(12)
            default: break
            }
        }
    }
}
