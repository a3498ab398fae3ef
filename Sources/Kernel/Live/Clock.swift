// SPDX-License-Identifier: Apache-2.0
import Glibc

/// The time of day, and waiting.
public enum Clock {
    /// Nanoseconds since 1970: for people.
    public static var wall: UInt64 { UInt64(clockNanoseconds(CLOCK_REALTIME)) }
}

extension Clock {
    /// Sleeps: between two looks at what only the kernel can hurry.
    public static func pause(_ time: Duration) {
        let (seconds, fraction) = time.components
        var wish = timespec(tv_sec: Int(seconds), tv_nsec: Int(fraction / 1_000_000_000))
        nanosleep(&wish, nil)
    }
}
