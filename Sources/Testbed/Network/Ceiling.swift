// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// What this machine carries at most: measured, and kept until it is booted again.
public enum Ceiling {
    public static func check(_ path: Path, in places: Places) throws(Refusal) {}
}
