// SPDX-License-Identifier: Apache-2.0
import CKernel

/// Ctrl-C and its kin, for work that must be undone before the process ends.
public enum Interruption {
    /// From now on they are noted, and end nothing.
    public static func note() { graft_note_interruptions() }

    /// Whether one has come.
    public static var hasCome: Bool { graft_interruption() != 0 }
}
