// SPDX-License-Identifier: Apache-2.0
import CKernel
import Glibc

/// The things that a thread waits for, with the precision of the kernel's timers.
public struct TimedWatch: Sendable {
    private var descriptors: [Int32] = []

    public init() { descriptors.reserveCapacity(16) }

    public mutating func clear() { descriptors.removeAll(keepingCapacity: true) }

    public mutating func add(_ bell: Bell) { descriptors.append(bell.listening) }

    public mutating func add(_ queue: borrowing PacketQueue) {
        descriptors.append(queue.socket.descriptor.raw)
    }

    /// Returns when one of them has something to say, or at `moment`; with none, not before.
    public func wait(until moment: Instant?) throws(KernelError) {
        let now = Instant.now.nanoseconds
        let left = moment.map { $0.nanoseconds > now ? Int64($0.nanoseconds - now) : 0 } ?? -1
        let status = graft_wait_readable(descriptors, UInt32(descriptors.count), left)
        if status < 0 {
            let refusal = KernelError.last("wait for packets")
            if !refusal.isErrno(EINTR) { throw refusal }
        }
    }
}

/// What one thread rings and another hears, once.
public final class Bell: Sendable {
    private let reading: Descriptor
    private let writing: Descriptor

    public init() throws(KernelError) {
        let ends = try Descriptor.pipe()
        reading = ends.reading
        writing = ends.writing
        try reading.makeNonblocking()
    }

    public func ring() throws(KernelError) { try writing.write([0]) }

    fileprivate var listening: Int32 { reading.raw }
}
