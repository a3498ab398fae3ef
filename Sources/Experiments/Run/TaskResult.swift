// SPDX-License-Identifier: Apache-2.0
/// What came of one of a load's tasks.
public struct TaskResult: Equatable, Sendable {
    /// Behind the numbers of all flows; its wake-ups have it in the samples.
    public let number: Int
    /// Its name in the load.
    public let part: String
    /// When it was told to begin, by the monotonic clock.
    public var startNanoseconds: UInt64
    /// Of each thread that has ended its work, how long that took from then on.
    public var seconds: [Double]

    public init(
        number: Int, part: String, startNanoseconds: UInt64 = 0, seconds: [Double] = []
    ) {
        self.number = number
        self.part = part
        self.startNanoseconds = startNanoseconds
        self.seconds = seconds
    }
}
