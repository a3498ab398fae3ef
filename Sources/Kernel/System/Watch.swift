// SPDX-License-Identifier: Apache-2.0
import Glibc

/// Several descriptors and processes, waited for together.
public struct Watch: ~Copyable {
    private var polled: [pollfd] = []

    public init() {}

    /// Watches for something to read, or the end of it; the place says which it was.
    @discardableResult
    public mutating func add(_ descriptor: borrowing Descriptor) -> Int {
        add(raw: descriptor.raw)
    }

    /// Watches for the end of a process.
    @discardableResult
    public mutating func add(_ child: borrowing ChildProcess) -> Int {
        add(raw: child.handle.raw)
    }

    private mutating func add(raw: Int32) -> Int {
        polled.append(pollfd(fd: raw, events: Int16(POLLIN), revents: 0))
        return polled.count - 1
    }

    /// Does not look at this one any more.
    public mutating func leaveOut(_ place: Int) { polled[place].fd = -1 }

    /// Waits until one of them is ready, `limit` has passed, or a signal has come.
    public mutating func wait(upTo limit: Duration) throws(KernelError) {
        for place in polled.indices { polled[place].revents = 0 }
        guard poll(&polled, nfds_t(polled.count), Deadline(limit).milliseconds) < 0 else { return }
        let refusal = KernelError.last("wait for what comes first")
        guard refusal.isErrno(EINTR) else { throw refusal }
    }

    public func isReady(_ place: Int) -> Bool { polled[place].revents != 0 }
}
