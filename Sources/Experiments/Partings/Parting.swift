// SPDX-License-Identifier: Apache-2.0
/// The first segments of one kind, sent or received, in which two runs differ.
public struct Parting: Equatable, Sendable {
    public let isSent: Bool
    /// How many of its kind were the same before it.
    public let before: Int
    /// Nil where one run has no more of them.
    public let left: Segment?
    public let right: Segment?
    /// Empty where one of them is not there.
    public let differences: [Segment.Difference]

    /// When it was, by the run that was first there.
    public var time: Duration {
        [left, right].compactMap { $0?.time }.min() ?? .zero
    }

    /// Compares one after the other; nil where all are the same.
    init?(_ left: [Segment], _ right: [Segment], isSent: Bool, tolerance: Duration) {
        let common = min(left.count, right.count)
        for place in 0..<common {
            let differences = left[place].differences(from: right[place], tolerance: tolerance)
            guard !differences.isEmpty else { continue }
            self.init(
                isSent: isSent, before: place, left: left[place], right: right[place],
                differences: differences)
            return
        }
        guard left.count != right.count else { return nil }
        self.init(
            isSent: isSent, before: common, left: left.count > common ? left[common] : nil,
            right: right.count > common ? right[common] : nil, differences: [])
    }

    private init(
        isSent: Bool, before: Int, left: Segment?, right: Segment?,
        differences: [Segment.Difference]
    ) {
        self.isSent = isSent
        self.before = before
        self.left = left
        self.right = right
        self.differences = differences
    }
}
