// SPDX-License-Identifier: Apache-2.0
/// Looks at the sockets of one namespace again and again, at as little cost as can be.
///
/// The request is put together once, and nothing is kept of an answer: who looks takes
/// what it wants from each socket as it passes.
public struct SocketWatch: ~Copyable, Sendable {
    private var diagnostics: SocketDiagnostics
    private var requests: [[UInt8]]

    public init(
        _ selection: SocketDiagnostics.Selection, in namespace: borrowing NetworkNamespace
    ) throws(KernelError) {
        diagnostics = try SocketDiagnostics(in: namespace)
        requests = selection.families.map { selection.request(for: $0).finished(sequence: 0) }
    }

    /// One socket: its ports, and what the kernel knows of it.
    public struct Look {
        public let localPort: UInt16
        public let remotePort: UInt16
        public let info: TCPInfo
    }

    /// Hands each socket that has a state to tell of to `body`.
    public mutating func look(_ body: (Look) -> Void) throws(KernelError) {
        for place in requests.indices {
            _ = try diagnostics.socket.dump(prepared: &requests[place], "look at TCP sockets") {
                _, payload in
                guard payload.count >= SocketWatch.messageLength else { return }
                let ports = payload.loadUnaligned(fromByteOffset: 4, as: UInt32.self).bigEndian
                let attributes = UnsafeRawBufferPointer(
                    rebasing: payload[SocketWatch.messageLength...])
                eachNetlinkAttribute(in: attributes) { type, content in
                    guard type == 2, let info = TCPInfo(content) else { return }
                    body(
                        Look(
                            localPort: UInt16(ports >> 16),
                            remotePort: UInt16(truncatingIfNeeded: ports), info: info))
                }
            }
        }
    }

    /// `struct inet_diag_msg`.
    private static let messageLength = 72
}
