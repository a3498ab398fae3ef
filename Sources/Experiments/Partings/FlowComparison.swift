// SPDX-License-Identifier: Apache-2.0
/// One flow in two runs: how far they went the same way, and where they part.
///
/// What was sent and what was received are compared each by itself, the first with the first:
/// whether an acknowledgement came just before a packet left or just after it is a matter of
/// times, and they have their tolerance.
public struct FlowComparison: Equatable, Sendable {
    public let flow: Int
    public let tolerance: Duration
    /// The first packet that is not the same; nil where all are.
    public let packet: Parting?
    /// The first acknowledgement, or whatever else came, that is not the same.
    public let acknowledgement: Parting?
    private let sent: Pairing
    private let received: Pairing

    private struct Pairing: Equatable, Sendable {
        let left: [Segment]
        let right: [Segment]

        init(_ left: Exchange?, _ right: Exchange?, isSent: Bool) {
            self.left = left?.segments.filter { $0.way.isSent == isSent } ?? []
            self.right = right?.segments.filter { $0.way.isSent == isSent } ?? []
        }

        var count: Int { max(left.count, right.count) }

        subscript(place: Int) -> (left: Segment?, right: Segment?) {
            (
                left.indices.contains(place) ? left[place] : nil,
                right.indices.contains(place) ? right[place] : nil
            )
        }
    }

    /// A flow that one run does not have has sent nothing there.
    public init(
        _ flow: Int, _ left: Exchange?, _ right: Exchange?, tolerance: Duration
    ) {
        self.flow = flow
        self.tolerance = tolerance
        sent = Pairing(left, right, isSent: true)
        received = Pairing(left, right, isSent: false)
        packet = Parting(sent.left, sent.right, isSent: true, tolerance: tolerance)
        acknowledgement = Parting(
            received.left, received.right, isSent: false, tolerance: tolerance)
    }

    /// How many are the same, until they part or to the end.
    public var packets: Int { packet?.before ?? sent.count }
    public var acknowledgements: Int { acknowledgement?.before ?? received.count }

    /// When the runs part; nil where they do not.
    public var time: Duration? { [packet, acknowledgement].compactMap { $0?.time }.min() }

    /// Every flow that either run has, by their numbers.
    public static func all(
        _ left: [Exchange], _ right: [Exchange], tolerance: Duration
    ) -> [FlowComparison] {
        Set((left + right).map(\.flow)).sorted().map { flow in
            FlowComparison(
                flow, left.first { $0.flow == flow }, right.first { $0.flow == flow },
                tolerance: tolerance)
        }
    }
}

extension FlowComparison {
    /// A line of the two runs side by side.
    public struct Row: Equatable, Sendable {
        public let left: Segment?
        public let right: Segment?
        public let isSame: Bool
        /// Whether it is one of the two at which they part.
        public let isParting: Bool
    }

    /// What stands around the partings, so many lines before and behind each; a list for each
    /// place, one where they touch.
    public func surroundings(_ context: Int) -> [[Row]] {
        let order = order()
        var stretches: [Range<Int>] = []
        for parting in [packet, acknowledgement].compactMap({ $0 }) {
            guard let place = order.firstIndex(where: { $0.is(parting) }) else { continue }
            stretches.append(max(0, place - context)..<min(order.count, place + context + 1))
        }
        stretches.sort { $0.lowerBound < $1.lowerBound }
        if stretches.count == 2, stretches[1].lowerBound <= stretches[0].upperBound {
            let end = max(stretches[0].upperBound, stretches[1].upperBound)
            stretches = [stretches[0].lowerBound..<end]
        }
        return stretches.map { $0.map { row(order[$0]) } }
    }

    /// A pair by its place among those of its kind.
    private struct Entry {
        let isSent: Bool
        let place: Int
        let time: Duration

        func `is`(_ parting: Parting) -> Bool {
            isSent == parting.isSent && place == parting.before
        }
    }

    /// By when the first of each pair was there.
    private func order() -> [Entry] {
        func entries(_ pairing: Pairing, isSent: Bool) -> [Entry] {
            (0..<pairing.count).map { place in
                let (left, right) = pairing[place]
                let time = [left, right].compactMap { $0?.time }.min() ?? .zero
                return Entry(isSent: isSent, place: place, time: time)
            }
        }
        // Both are in order by themselves: what came at the same time as a packet left goes first.
        let (came, left) = (entries(received, isSent: false), entries(sent, isSent: true))
        var order: [Entry] = []
        order.reserveCapacity(came.count + left.count)
        var (next, other) = (0, 0)
        while next < came.count || other < left.count {
            let takesReceived =
                other == left.count || next < came.count && came[next].time <= left[other].time
            order.append(takesReceived ? came[next] : left[other])
            if takesReceived { next += 1 } else { other += 1 }
        }
        return order
    }

    private func row(_ entry: Entry) -> Row {
        let (left, right) = (entry.isSent ? sent : received)[entry.place]
        var isSame = false
        if let left, let right {
            isSame = left.differences(from: right, tolerance: tolerance).isEmpty
        }
        let isParting = [packet, acknowledgement].contains { $0.map(entry.is) ?? false }
        return Row(left: left, right: right, isSame: isSame, isParting: isParting)
    }
}
