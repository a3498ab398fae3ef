// SPDX-License-Identifier: Apache-2.0
import Kernel

/// How long nothing of the new version was called, while its sockets moved bytes.
///
/// Only acknowledged bytes count: a socket that only receives has no need to call
/// its congestion control. Two looks must have seen some: those that were in
/// flight when the calls were last counted prove nothing.
struct Silence: Sendable {
    private var calls: UInt64?
    private var since: Instant?
    private var bytesAcked: UInt64 = 0
    private var looksWithBytes = 0

    /// Takes one look: all calls so far (nil: they are not counted), and the bytes
    /// that were acknowledged since the look before.
    mutating func look(at instant: Instant, calls now: UInt64?, bytesAcked bytes: UInt64) {
        guard let now, now == calls else {
            self = Silence()
            (calls, since) = (now, instant)
            return
        }
        bytesAcked += bytes
        if bytes > 0 { looksWithBytes += 1 }
    }

    /// The breach, once it has lasted `limit`.
    func breach(at instant: Instant, after limit: Duration) -> Breach? {
        guard calls != nil, let since, looksWithBytes >= 2 else { return nil }
        let time = instant.since(since)
        return time >= limit ? .operationsSilent(for: time, bytesAcked: bytesAcked) : nil
    }
}
