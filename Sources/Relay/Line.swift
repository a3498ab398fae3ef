// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A line at work: the queue that it serves, and what it holds. It lives on one thread.
final class Line {
    private var queue: PacketQueue
    private var rule: QueueRule?
    private var timing: Timing
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
        var devices = try NetworkDevices(in: namespace)
        _ = try devices.index(of: settings.device)
        let queue = try PacketQueue(
            Line.queueNumber(number), in: namespace,
            .init(limit: settings.limit, keepsSuperPackets: settings.loss == 0))
        self.queue = queue
        self.rule = .some(
            try QueueRule(from: settings.device, to: Line.queueNumber(number), in: namespace))
        timing = Timing(settings)
        self.page = page
        self.number = number
    }

    /// The queue of a line, above the numbers that people give by hand.
    static func queueNumber(_ line: Int) -> UInt16 { 20_000 + UInt16(line) }

    /// When the next packet is due; none when it holds none.
    var next: UInt64? { held.isEmpty ? nil : held.head.due }

    func join(_ watch: inout Watch) { watch.add(queue) }

    /// Takes in what has come.
    func receive() throws(KernelError) {
        for _ in 0..<Line.mostRounds {
            let reception = try queue.receive { packet in
                let (due, isLost) = timing.next(arrival: packet.arrival.nanoseconds)
                held.append(.init(due: due, id: packet.id, length: packet.length, isLost: isLost))
            }
            if reception.overflowed { page[number, .overflows] += 1 }
            if reception.refusals > 0 { page[number, .refusals] += UInt64(reception.refusals) }
            if reception.messages < PacketQueue.mostMessages { break }
        }
        page[number, .held] = UInt64(held.count)
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
        var packets: UInt64 = 0
        var bytes: UInt64 = 0
        for _ in 0..<Line.mostTogether {
            guard !held.isEmpty, held.head.due <= now else { break }
            let packet = held.head
            held.removeFirst()
            if packet.isLost {
                // Those in front first: a verdict on many reaches all up to its number.
                if let last = accepted { try queue.accept(upTo: last) }
                accepted = nil
                try queue.drop(packet.id)
                page[number, .lost] += 1
                continue
            }
            accepted = packet.id
            packets += 1
            bytes += UInt64(packet.length)
            page.add(line: number, lateBy: now - packet.due)
        }
        if let last = accepted { try queue.accept(upTo: last) }
        try queue.send()
        page[number, .packets] += packets
        page[number, .bytes] += bytes
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

    /// Notes what the kernel dropped. Called by a thread inside of the namespace.
    static func note(_ losses: QueueLosses, line: Int, on page: FigurePage) {
        page[line, .full] = losses.full
        page[line, .untold] = losses.untold
    }
}
