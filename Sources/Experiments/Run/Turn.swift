// SPDX-License-Identifier: Apache-2.0
/// One arm's turn in a run whose arms were swapped while the traffic stayed up.
public struct Turn: Equatable, Sendable {
    /// Its name.
    public var arm: String
    /// When every socket was on it, by the monotonic clock.
    public var startNanoseconds: UInt64
    /// Connections that the swap moved; none where it is the first turn.
    public var moved: Int
    /// How often the kernel called it until the next turn.
    public var calls: UInt64

    public init(arm: String, startNanoseconds: UInt64, moved: Int = 0, calls: UInt64 = 0) {
        self.arm = arm
        self.startNanoseconds = startNanoseconds
        self.moved = moved
        self.calls = calls
    }
}
