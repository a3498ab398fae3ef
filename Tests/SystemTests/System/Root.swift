// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

/// What a suite of this target needs; without it the suite is skipped, and says so.
struct NeedsRoot {
    static let trait: any SuiteTrait = ConditionTrait.enabled(
        if: geteuid() == 0, "skipped: it needs root")
}
