// SPDX-License-Identifier: Apache-2.0

/// What the kernel dropped instead of queueing it.
public struct QueueLosses: Equatable, Sendable {
    /// The queue was at its limit.
    public var full: UInt64 = 0
    /// The kernel could not tell us of the packet.
    public var untold: UInt64 = 0

    /// Those of the queue with this number in the calling thread's namespace; none when
    /// it is not served.
    public init?(ofQueue number: UInt16) throws(KernelError) {
        let table = try File("/proc/thread-self/net/netfilter/nfnetlink_queue").text()
        self.init(ofQueue: number, in: table)
    }

    /// Reads one line for each queue: number, port, packets held, mode, range, dropped
    /// when full, dropped untold, last identity.
    init?(ofQueue number: UInt16, in table: String) {
        for line in table.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count >= 7, UInt16(fields[0]) == number,
                let full = UInt64(fields[5]), let untold = UInt64(fields[6])
            else { continue }
            self.full = full
            self.untold = untold
            return
        }
        return nil
    }
}
