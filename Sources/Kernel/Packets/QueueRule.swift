// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The rule that sends what comes in by one device to a packet queue. Letting go of
/// one takes it away.
///
/// It is a table of nf_tables that belongs to our socket (Linux 5.12): the kernel removes
/// it when the socket closes, however the process ends, and nobody else can change it.
/// Packets pass when nobody serves the queue. It stands before connection tracking, for
/// IPv4 and IPv6. What finds neighbours (ICMPv6, as ARP does for IPv4) goes by at once.
public struct QueueRule: ~Copyable, Sendable {
    // Held for its closing.
    private let socket: NetfilterSocket

    /// Adds it; the queue is to be served already.
    public init(
        from device: String, to queue: UInt16, in namespace: borrowing NetworkNamespace
    ) throws(KernelError) {
        let attempt = "queue what comes in by \(device)"
        var socket = try NetfilterSocket(in: namespace)
        let table = RuleTable(name: "graft_queue_\(queue)")
        do throws(KernelError) {
            try socket.change(
                together: table.messages(from: device) { $0.queue(queue) }, attempt)
        } catch  where error.isErrno(ENOENT, EOPNOTSUPP) {
            // Some kernels have the queue only as the target of iptables.
            try socket.change(
                together: table.messages(from: device) { $0.queueTarget(queue) }, attempt)
        }
        self.socket = socket
    }
}
