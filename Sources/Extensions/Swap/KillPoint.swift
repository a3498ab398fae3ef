// SPDX-License-Identifier: Apache-2.0
import Glibc
import Kernel

/// A named step at which a test can have the process killed, as a power cut would.
///
/// Only debug builds look; in a release build a kill point is nothing.
enum KillPoint {
    static func reached(_ name: String) {
        #if DEBUG
            guard Environment.value(of: "GRAFT_KILL_AT") == name else { return }
            kill(getpid(), SIGKILL)
        #endif
    }
}
