// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A line at work: the queue that it serves, and what it holds. It lives on one thread.
final class Line {
    private var queue: PacketQueue
    /// Where super-packets go that lose a segment; none without loss.
    private var cutter: PacketQueue?
    private var rule: QueueRule?
    private var timing: Timing
    private var losses: Losses
    private let segments: Segments
    private var held = HeldLine()
    private let page: FigurePage
    private let number: Int

    /// Packets that leave by one verdict at most: while they go on their way, within the
    /// call that gives it, those of other verdicts wait.
    private static let mostTogether = 16
    /// Rounds of reading before it is looked again whether a packet is due.
    private static let mostRounds = 8

    init(_ settings: LineSettings, number: Int, _ page: FigurePage) throws(KernelError) {
        let namespace = try NetworkNamespace(at: settings.namespace)
        // A rule may name a device that is not there, and would wait for it in silence.
        segments = Segments(mtu: try NetworkDevices.mtu(of: settings.device, in: namespace))
        let queue = try PacketQueue(
            Line.queueNumber(number), in: namespace,
            .init(limit: settings.limit, keepsSuperPackets: true))
        let cutter = try Line.cutter(settings, number, in: namespace)
        self.queue = queue
        self.cutter = cutter
        self.rule = .some(
            try QueueRule(from: settings.device, to: Line.queueNumber(number), in: namespace))
        timing = Timing(settings)
        losses = Losses(chance: settings.loss, seed: ~settings.seed)
        self.page = page
        self.number = number
    }

    private static func cutter(
        _ settings: LineSettings, _ number: Int, in namespace: borrowing NetworkNamespace
    ) throws(KernelError) -> PacketQueue? {
        guard settings.loss > 0 else { return nil }
        // It holds the segments of one packet, for a moment.
        return .some(
            try PacketQueue(
                cutterNumber(number), in: namespace,
                .init(limit: 1 << 12, keepsSuperPackets: false)))
    }

    /// The queue of a line, above the numbers that people give by hand.
    static func queueNumber(_ line: Int) -> UInt16 { 20_000 + UInt16(line) }
    static func cutterNumber(_ line: Int) -> UInt16 { 21_000 + UInt16(line) }

    /// When the next packet is due; none when it holds none.
    var next: UInt64? { held.isEmpty ? nil : held.head.due }

    func join(_ watch: inout TimedWatch) { watch.add(queue) }

    /// Takes in what has come.
    func receive() throws(KernelError) {
        for _ in 0..<Line.mostRounds {
            let reception = try queue.receive { packet in
                let due = timing.due(arrival: packet.arrival.nanoseconds)
                held.append(
                    .init(due: due, id: packet.id, length: packet.length, fate: fate(of: packet)))
            }
            note(reception)
            if reception.messages < PacketQueue.mostMessages { break }
        }
        page[number, .held] = UInt64(held.count)
    }

    private func fate(of packet: HeldPacket) -> HeldLine.Fate {
        let count = segments.count(in: packet)
        let before = losses
        guard losses.pass(count) else { return .passes }
        return count == 1 ? .isLost : .isCut(before)
    }

    private func note(_ reception: PacketQueue.Reception) {
        if reception.overflowed { page[number, .overflows] += 1 }
        if reception.refusals > 0 { page[number, .refusals] += UInt64(reception.refusals) }
    }

    /// Lets go what is due.
    func release() throws(KernelError) {
        var now = Instant.now.nanoseconds
        while !held.isEmpty, held.head.due <= now {
            try releaseSome(dueBy: now)
            now = Instant.now.nanoseconds
        }
    }

    private func releaseSome(dueBy now: UInt64) throws(KernelError) {
        var accepted: UInt32?
        for _ in 0..<Line.mostTogether {
            guard !held.isEmpty, held.head.due <= now else { break }
            let packet = held.head
            held.removeFirst()
            if case .passes = packet.fate {
                accepted = packet.id
                count(packet.length, lateBy: now - packet.due)
                continue
            }
            // Those in front first: a verdict on many reaches all up to its number.
            if let last = accepted { try queue.accept(upTo: last) }
            accepted = nil
            if case .isCut(let losses) = packet.fate {
                try cut(packet, losses, lateBy: now - packet.due)
            } else {
                try queue.drop(packet.id)
                page[number, .lost] += 1
            }
        }
        if let last = accepted { try queue.accept(upTo: last) }
        try queue.send()
    }

    /// Has the kernel cut a super-packet into its segments, and lets go those that stay.
    private func cut(
        _ packet: HeldLine.Entry, _ losses: Losses, lateBy nanoseconds: UInt64
    ) throws(KernelError) {
        guard var cutter = cutter.take() else { preconditionFailure("a line with loss has one") }
        try queue.move(packet.id, to: cutter)
        // When this returns, the segments are there.
        try queue.send()
        var losses = losses
        var staying: [(id: UInt32, length: UInt32)] = []
        var lost: [UInt32] = []
        while true {
            let reception = try cutter.receive { segment in
                if losses.pass(1) {
                    lost.append(segment.id)
                } else {
                    staying.append((segment.id, segment.length))
                }
            }
            note(reception)
            if reception.messages < PacketQueue.mostMessages { break }
        }
        for id in lost { try cutter.drop(id) }
        for segment in staying { count(segment.length, lateBy: nanoseconds) }
        if let last = staying.last { try cutter.accept(upTo: last.id) }
        try cutter.send()
        page[number, .lost] += UInt64(lost.count)
        self.cutter = .some(cutter)
    }

    private func count(_ length: UInt32, lateBy nanoseconds: UInt64) {
        page[number, .packets] += 1
        page[number, .bytes] += UInt64(length)
        page.add(line: number, lateBy: nanoseconds)
    }

    /// Lets all go on its way at once, and takes the rule away.
    ///
    /// In this order: with a rule, the kernel drops whatever is queued in its namespace.
    func end() throws(KernelError) {
        try receive()
        while !held.isEmpty { try releaseSome(dueBy: held.head.due) }
        rule = nil
        page[number, .held] = 0
    }
}
