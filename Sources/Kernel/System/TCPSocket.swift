// SPDX-License-Identifier: Apache-2.0
/// One TCP socket, as the kernel shows it (`struct inet_diag_msg`).
public struct TCPSocket: Equatable, Sendable {
    public let family: Family
    public let state: State
    public let local: Endpoint
    public let remote: Endpoint
    /// The kernel's number for this socket, which is never used again.
    public let cookie: UInt64
    /// 0 once no process holds it.
    public let inode: UInt32
    public let uid: UInt32
    /// Bytes not yet read; of a listener, connections not yet accepted.
    public let receiveQueue: UInt32
    /// Bytes not yet acknowledged; of a listener, how many may wait.
    public let sendQueue: UInt32
    /// The interface that it is bound to; 0: to none.
    public let interface: UInt32
    /// The name of its congestion control; none for a socket that has none (TIME-WAIT).
    public internal(set) var congestionControl: String?
    public internal(set) var info: TCPInfo?
    public internal(set) var memory: SocketMemory?
    /// The inode of the cgroup2 that it was made in.
    public internal(set) var controlGroup: UInt64?

    public enum Family: UInt8, CaseIterable, Sendable {
        case v4 = 2
        case v6 = 10
    }

    public enum State: UInt8, CaseIterable, Sendable {
        case established = 1
        case synSent, synReceived, finWait1, finWait2, timeWait, closed, closeWait, lastAck
        case listen, closing
        /// A connection request that has no socket yet; dumps call it `synReceived`.
        case newSynReceived
        /// Bound to a port, and neither listening nor connected.
        case boundInactive
    }
}

/// The buffers of a socket, in bytes (`INET_DIAG_SKMEMINFO`).
public struct SocketMemory: Equatable, Sendable {
    public let receiveAllocated: UInt32
    public let receiveBuffer: UInt32
    public let sendAllocated: UInt32
    public let sendBuffer: UInt32
    public let sendQueued: UInt32
    public let drops: UInt32
}

extension TCPSocket {
    private enum Attribute {
        static let info: UInt16 = 2
        static let congestionControl: UInt16 = 4
        static let memory: UInt16 = 7
        static let controlGroup: UInt16 = 21
    }

    private static let messageLength = 72

    /// None when it is no such message.
    init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= TCPSocket.messageLength, let family = Family(rawValue: bytes[0]),
            let state = State(rawValue: bytes[1])
        else { return nil }
        func u32(_ offset: Int) -> UInt32 {
            bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
        }
        func endpoint(port: Int, address: Int) -> Endpoint {
            let number = bytes.loadUnaligned(fromByteOffset: port, as: UInt16.self)
            let sixteen = UnsafeRawBufferPointer(rebasing: bytes[address..<address + 16])
            return Endpoint(
                family == .v4
                    ? IPAddress(v4: UInt32(bigEndian: u32(address)))
                    : IPAddress(sixteen: sixteen),
                port: UInt16(bigEndian: number))
        }
        self.family = family
        self.state = state
        local = endpoint(port: 4, address: 8)
        remote = endpoint(port: 6, address: 24)
        interface = u32(40)
        cookie = UInt64(u32(44)) | UInt64(u32(48)) << 32
        receiveQueue = u32(56)
        sendQueue = u32(60)
        uid = u32(64)
        inode = u32(68)
        readAttributes(UnsafeRawBufferPointer(rebasing: bytes[TCPSocket.messageLength...]))
    }

    private mutating func readAttributes(_ bytes: UnsafeRawBufferPointer) {
        eachNetlinkAttribute(in: bytes) { type, content in
            switch type {
            case Attribute.info:
                info = TCPInfo(content)
            case Attribute.congestionControl:
                congestionControl = String(decoding: content.prefix { $0 != 0 }, as: UTF8.self)
            case Attribute.memory:
                memory = SocketMemory(content)
            case Attribute.controlGroup where content.count >= 8:
                controlGroup = content.loadUnaligned(as: UInt64.self)
            default:
                break
            }
        }
    }
}

extension SocketMemory {
    fileprivate init?(_ bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= 36 else { return nil }
        func u32(_ place: Int) -> UInt32 {
            bytes.loadUnaligned(fromByteOffset: 4 * place, as: UInt32.self)
        }
        self.init(
            receiveAllocated: u32(0), receiveBuffer: u32(1), sendAllocated: u32(2),
            sendBuffer: u32(3), sendQueued: u32(5), drops: u32(8))
    }
}
