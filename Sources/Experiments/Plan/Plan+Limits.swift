// SPDX-License-Identifier: Apache-2.0
/// Beyond these, something was not meant.
extension Plan {
    public static let roundsAtMost = 1000
    public static let runsAtMost = 20_000
}
