// SPDX-License-Identifier: Apache-2.0
/// When there are rounds enough before the last: `width(primary) < 2%`.
public struct StoppingRule: Equatable, Sendable {
    /// How narrow the interval of the primary metric has to be, on every path, under every
    /// load and for every treatment: on the metric's scale, from end to end.
    public var width: Width
    public var mostRounds: Int

    public init(width: Width, mostRounds: Int) {
        self.width = width
        self.mostRounds = mostRounds
    }

    /// A width in the unit that the metric's differences have.
    public enum Width: Equatable, Sendable {
        /// Of the control's value where ratios are compared; else in points of a share or index.
        case share(Share)
        case time(Duration)
        case bytes(UInt64)

        /// On the metric's scale: 0.02 for 2 %, seconds, bytes.
        public var value: Double {
            switch self {
            case .share(let share): share.value
            case .time(let time): time.inSeconds
            case .bytes(let count): Double(count)
            }
        }
    }
}
