// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// A queue in which the kernel holds packets until we say what becomes of them (NFQUEUE).
///
/// A `QueueRule` fills it. Only an identity, a length and a time come up to us; the packet
/// itself stays in the kernel. Letting go of a queue drops what it holds. It belongs to
/// one thread at a time.
public struct PacketQueue: ~Copyable, @unchecked Sendable {
    // Unchecked for the two pointers, which nobody else has.
    let socket: NetfilterSocket
    public let number: UInt16
    private let incoming: UnsafeMutableRawPointer
    private let outgoing: UnsafeMutableRawPointer
    private var outgoingCount = 0

    /// Room for one of the kernel's messages: they have some 100 bytes.
    private static let messageRoom = 512
    private static let verdictLength = 32
    private static let mostVerdicts = 64

    public struct Settings: Sendable {
        /// Packets that the queue holds at most; what comes then is dropped.
        public var limit: UInt32
        /// Whether a packet that stands for many segments is held as one. If not, the
        /// kernel cuts it and hands us each segment.
        public var keepsSuperPackets: Bool
        /// Bytes for what the kernel tells us before we read it, about 1 KiB a packet.
        public var room: Int32

        public init(limit: UInt32, keepsSuperPackets: Bool, room: Int32 = 64 << 20) {
            self.limit = limit
            self.keepsSuperPackets = keepsSuperPackets
            self.room = room
        }
    }

    public init(
        _ number: UInt16, in namespace: borrowing NetworkNamespace, _ settings: Settings
    ) throws(KernelError) {
        var socket = try NetfilterSocket(in: namespace)
        try socket.makeRoom(settings.room)
        try socket.bind(toQueue: number, settings)
        self.socket = socket
        self.number = number
        incoming = .allocate(
            byteCount: PacketQueue.messageRoom * Int(GRAFT_MESSAGES), alignment: 16)
        outgoing = .allocate(
            byteCount: PacketQueue.verdictLength * PacketQueue.mostVerdicts, alignment: 16)
    }

    deinit {
        incoming.deallocate()
        outgoing.deallocate()
    }

    /// What came of an attempt to read.
    public struct Reception: Sendable {
        /// Messages read; fewer than `PacketQueue.mostMessages` when no more were there.
        public var messages = 0
        /// The kernel had more to tell than there was room for: packets were dropped.
        public var overflowed = false
        /// Verdicts that the kernel refused: packets that went with their device.
        public var refusals = 0
    }

    public static var mostMessages: Int { Int(GRAFT_MESSAGES) }

    /// Hands to `each` the packets that have come since, and does not wait.
    public mutating func receive(
        _ each: (HeldPacket) -> Void
    ) throws(KernelError) -> Reception {
        var reception = Reception()
        let room = UInt32(PacketQueue.messageRoom)
        let count = withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Int(GRAFT_MESSAGES)) {
            lengths in
            let count = graft_receive_many(
                socket.descriptor.raw, incoming, room, lengths.baseAddress)
            guard count > 0 else { return count }
            let clocks = Clocks()
            for index in 0..<Int(count) {
                let message = UnsafeRawBufferPointer(
                    start: incoming + index * PacketQueue.messageRoom, count: Int(lengths[index]))
                guard let packet = HeldPacket(message, clocks) else {
                    reception.refusals += 1
                    continue
                }
                each(packet)
            }
            return count
        }
        guard count < 0 else {
            reception.messages = Int(count)
            return reception
        }
        let refusal = KernelError.last("read of held packets")
        if refusal.isErrno(ENOBUFS) {
            reception.overflowed = true
        } else if !refusal.isErrno(EAGAIN, EINTR) {
            throw refusal
        }
        return reception
    }

    /// Lets go on its way every packet held up to this one.
    public mutating func accept(upTo id: UInt32) throws(KernelError) {
        try add(request: 3, verdict: 1, id)
    }

    /// Drops one.
    public mutating func drop(_ id: UInt32) throws(KernelError) {
        try add(request: 1, verdict: 0, id)
    }

    /// Moves one to another queue, which may cut it.
    public mutating func move(_ id: UInt32, to other: borrowing PacketQueue) throws(KernelError) {
        try add(request: 1, verdict: UInt32(other.number) << 16 | 3, id)
    }

    private mutating func add(
        request: UInt16, verdict: UInt32, _ id: UInt32
    ) throws(KernelError) {
        let place = outgoing + outgoingCount * PacketQueue.verdictLength
        let resource = number
        place.storeBytes(of: UInt32(PacketQueue.verdictLength), as: UInt32.self)
        place.storeBytes(of: Netfilter.queues << 8 | request, toByteOffset: 4, as: UInt16.self)
        place.storeBytes(of: NetlinkMessage.Flag.request, toByteOffset: 6, as: UInt16.self)
        place.storeBytes(of: 0, toByteOffset: 8, as: UInt64.self)
        place.storeBytes(of: 0, toByteOffset: 16, as: UInt16.self)
        place.storeBytes(of: resource.bigEndian, toByteOffset: 18, as: UInt16.self)
        place.storeBytes(of: 12, toByteOffset: 20, as: UInt16.self)
        place.storeBytes(of: 2, toByteOffset: 22, as: UInt16.self)
        place.storeBytes(of: verdict.bigEndian, toByteOffset: 24, as: UInt32.self)
        place.storeBytes(of: id.bigEndian, toByteOffset: 28, as: UInt32.self)
        outgoingCount += 1
        if outgoingCount == PacketQueue.mostVerdicts { try send() }
    }

    /// Sends the verdicts given since; the packets go on within this call.
    public mutating func send() throws(KernelError) {
        guard outgoingCount > 0 else { return }
        let length = outgoingCount * PacketQueue.verdictLength
        outgoingCount = 0
        guard retrying({ Glibc.send(socket.descriptor.raw, outgoing, length, 0) }) == length else {
            throw KernelError.last("give verdicts on held packets")
        }
    }
}

/// Both clocks at one moment: stamps are of the one, and we count by the other.
private struct Clocks {
    let now = clockNanoseconds(CLOCK_MONOTONIC)
    let wallTime = clockNanoseconds(CLOCK_REALTIME)

    /// The moment of a stamp. One that cannot be, after a step of the clock, is now.
    func moment(of stamp: Int64) -> Instant {
        let age = wallTime - stamp
        let longest: Int64 = 60_000_000_000
        return Instant(nanoseconds: UInt64(age >= 0 && age < longest ? now - age : now))
    }

    var moment: Instant { Instant(nanoseconds: UInt64(now)) }
}

extension HeldPacket {
    /// None when the message tells of no packet.
    fileprivate init?(_ message: UnsafeRawBufferPointer, _ clocks: Clocks) {
        let headers = 20
        guard message.count > headers,
            message.loadUnaligned(fromByteOffset: 4, as: UInt16.self) == Netfilter.queues << 8
        else { return nil }
        var id: UInt32?
        var isV6 = false
        var length: UInt32 = 0
        var arrival = clocks.moment
        eachNetlinkAttribute(in: UnsafeRawBufferPointer(rebasing: message[headers...])) {
            type, content in
            switch type {
            case 1 where content.count >= 6:
                id = UInt32(bigEndian: content.loadUnaligned(as: UInt32.self))
                isV6 = content[4] == 0x86 && content[5] == 0xdd
            case 4 where content.count >= 16:
                let seconds = UInt64(bigEndian: content.loadUnaligned(as: UInt64.self))
                let microseconds = UInt64(
                    bigEndian: content.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
                // It was cut to microseconds; rounded up, so that none goes early.
                let stamp = Int64(seconds) * 1_000_000_000 + Int64(microseconds + 1) * 1000
                arrival = clocks.moment(of: min(stamp, clocks.wallTime))
            case 13 where content.count >= 4:
                length = UInt32(bigEndian: content.loadUnaligned(as: UInt32.self))
            default: break
            }
        }
        guard let id else { return nil }
        self.init(id: id, length: length, isV6: isV6, arrival: arrival)
    }
}

extension NetfilterSocket {
    fileprivate func makeRoom(_ bytes: Int32) throws(KernelError) {
        var wish = bytes
        let size = socklen_t(MemoryLayout<Int32>.size)
        guard setsockopt(descriptor.raw, SOL_SOCKET, SO_RCVBUFFORCE, &wish, size) == 0 else {
            throw KernelError.last("make room for the news of held packets")
        }
    }

    fileprivate mutating func bind(
        toQueue number: UInt16, _ settings: PacketQueue.Settings
    ) throws(KernelError) {
        let configure: UInt16 = 2
        let family: UInt8 = 0
        var bind = NetlinkMessage(Netfilter.queues, configure, family: family, resource: number)
        bind.attribute(1, [1, 0, 0, 0])
        try change(bind, "serve the packet queue \(number)")

        let superPackets: UInt32 = 1 << 2
        var wishes = NetlinkMessage(Netfilter.queues, configure, family: family, resource: number)
        wishes.nest(2) { parameters in
            // One byte of each packet: with none, the kernel would not tell the length.
            parameters.addBig(UInt32(1))
            parameters.add(UInt8(2))
        }
        wishes.attribute(3, big: settings.limit)
        wishes.attribute(4, big: superPackets)
        wishes.attribute(5, big: settings.keepsSuperPackets ? superPackets : 0)
        try change(wishes, "set up the packet queue \(number)")
    }
}
