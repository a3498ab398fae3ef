// SPDX-License-Identifier: Apache-2.0
/// The part of a run that is measured, counted from its start.
public struct MeasuredWindow: Equatable, Sendable {
    public var start: Duration
    /// Nil: to the end of the run.
    public var end: Duration?

    public init(from start: Duration, to end: Duration? = nil) {
        self.start = start
        self.end = end
    }

    /// All of it: netperf's own figures are of this, and of no other.
    public static let whole = MeasuredWindow(from: .zero)

    /// All that comes after the warm-up.
    public static func after(_ warmUp: Duration) -> MeasuredWindow {
        MeasuredWindow(from: warmUp)
    }

    public var isWhole: Bool { start <= .zero && end == nil }
}
