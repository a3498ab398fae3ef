// SPDX-License-Identifier: Apache-2.0
import CKernel

/// Ctrl-C and its kin, for work that must be undone before the process ends.
public enum Interruption {
    /// From now on they are noted, and end nothing.
    public static func note() { graft_note_interruptions() }

    /// Whether one has come.
    public static var hasCome: Bool { graft_interruption() != 0 }

    /// The one that has come last and was not taken yet: SIGINT, SIGTERM or SIGHUP.
    public static func take() -> Int32? {
        let number = graft_take_interruption()
        return number == 0 ? nil : number
    }
}
