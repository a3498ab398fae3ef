// SPDX-License-Identifier: Apache-2.0
/// Asks the kernel for the sockets of one network namespace, as `ss` does.
public struct SocketDiagnostics: ~Copyable, Sendable {
    var socket: NetlinkSocket

    /// Those of the calling thread's namespace, whichever thread asks later.
    public init() throws(KernelError) {
        socket = try NetlinkSocket(.socketDiagnostics)
    }

    public init(in namespace: borrowing NetworkNamespace) throws(KernelError) {
        socket = try NetlinkSocket(.socketDiagnostics, in: namespace)
    }

    /// Which sockets, and what of each.
    public struct Selection: Sendable {
        public var families = TCPSocket.Family.allCases
        /// All but those that are only bound.
        public var states = Set(TCPSocket.State.allCases).subtracting([.boundInactive])
        public var localPort: UInt16?
        public var remotePort: UInt16?
        public var withInfo = true
        public var withMemory = false
        /// Without it no socket has its congestion control.
        public var withName = true
        /// Only those whose remote port lies in it; the kernel looks, not we.
        public var remotePorts: ClosedRange<UInt16>?
        /// Only those whose local port lies in it.
        public var localPorts: ClosedRange<UInt16>?

        public init() {}

        public init(states: Set<TCPSocket.State>) {
            self.states = states
        }
    }

    /// The sockets of one dump.
    public struct Dump: Equatable, Sendable {
        public internal(set) var sockets: [TCPSocket] = []
        /// The kernel said that its table changed meanwhile: some may be missing or twice.
        public internal(set) var wasInterrupted = false
    }

    public mutating func tcp(_ selection: Selection = Selection()) throws(KernelError) -> Dump {
        var dump = Dump()
        dump.wasInterrupted = try eachTCP(selection) { dump.sockets.append($0) }
        return dump
    }

    /// Hands each socket to `body` as it comes; answers whether the dump was interrupted.
    public mutating func eachTCP(
        _ selection: Selection = Selection(), _ body: (TCPSocket) -> Void
    ) throws(KernelError) -> Bool {
        var wasInterrupted = false
        for family in selection.families {
            let request = selection.request(for: family)
            let interrupted = try socket.dump(request, "list TCP sockets") { _, payload in
                if let socket = TCPSocket(payload) { body(socket) }
            }
            wasInterrupted = wasInterrupted || interrupted
        }
        return wasInterrupted
    }
}

extension SocketDiagnostics.Selection {
    /// `struct inet_diag_req_v2`.
    func request(for family: TCPSocket.Family) -> NetlinkMessage {
        let byFamily: UInt16 = 20
        let tcp: UInt8 = 6
        // An extension is asked for by a bit, one below its attribute's number.
        let name: UInt8 = withName ? 1 << 3 : 0
        let info: UInt8 = withInfo ? 1 << 1 : 0
        let memory: UInt8 = withMemory ? 1 << 6 : 0
        var message = NetlinkMessage(type: byFamily, flags: NetlinkMessage.Flag.dump)
        message.add(family.rawValue)
        message.add(tcp)
        message.add(name | info | memory)
        message.add(UInt8(0))
        message.add(states.reduce(UInt32(0)) { $0 | 1 << UInt32($1.rawValue) })
        message.addBig(localPort ?? 0)
        message.addBig(remotePort ?? 0)
        // Addresses and interface: any; cookie: none.
        message.addZeros(36)
        message.add(UInt64.max)
        let filter = PortFilter(local: localPorts, remote: remotePorts).code
        if !filter.isEmpty { message.attribute(1, filter) }
        return message
    }
}
