// SPDX-License-Identifier: Apache-2.0
/// What the kernel had counted of an extension's programs at one moment, all together.
public struct CodeSample: BitwiseCopyable, Equatable, Sendable {
    public var nanoseconds: UInt64
    /// The arm's place in the run.
    public var arm: UInt32
    public var calls: UInt64
    public var spentNanoseconds: UInt64

    public init(nanoseconds: UInt64, arm: UInt32, calls: UInt64, spentNanoseconds: UInt64) {
        self.nanoseconds = nanoseconds
        self.arm = arm
        self.calls = calls
        self.spentNanoseconds = spentNanoseconds
    }
}
