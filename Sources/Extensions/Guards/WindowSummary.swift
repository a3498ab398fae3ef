// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What the sockets of a window did. A measure without data has no value: not 0.
public struct WindowSummary: Equatable, Sendable {
    public let duration: Duration
    /// How many were there at any moment.
    public let socketsSeen: Int
    /// Of those, how many are gone at its end.
    public let socketsLeft: Int
    /// What they did together, each from its first sight to its last.
    let counters: SocketCounters
    /// Whether at least one was seen twice, so that counters say something.
    let hasCounters: Bool
    /// Of one socket, in bits a second of the time that it was watched.
    let goodput: Distribution?
    let srtt: Distribution?
    let queueing: Distribution?
    let cwnd: Distribution?

    init(_ looks: ArraySlice<Window.Look>) {
        var tally = Tally()
        for look in looks.prefix(1) { tally.begin(look) }
        for look in looks.dropFirst() { tally.take(look) }
        duration = looks.last.map { last in last.at.since(looks[looks.startIndex].at) } ?? .zero
        socketsSeen = tally.tracks.count
        socketsLeft = socketsSeen - (looks.last?.sockets.count ?? 0)
        counters = tally.tracks.values.reduce(into: SocketCounters()) { $0 += $1.counters }
        hasCounters = tally.tracks.values.contains { $0.watched > .zero }
        goodput = Distribution(tally.tracks.values.compactMap(\.goodput))
        srtt = Distribution(tally.srtt)
        queueing = Distribution(tally.queueing)
        cwnd = Distribution(tally.cwnd)
    }

    /// The value of a measure; nil where there is no data.
    public subscript(measure: Measure) -> Quantity? {
        value(measure).map { Quantity($0, measure.unit) }
    }

    private func value(_ measure: Measure) -> Double? {
        if let statistic = measure.statistic {
            return distribution(measure.metric).map { $0[statistic] }
        }
        switch measure.metric {
        case .goodput: return rate(counters.bytesAcked).map { $0 * 8 }
        case .delivered: return rate(counters.delivered)
        case .retransmits: return counters.retransmittedShare
        case .marks: return counters.markedShare
        case .sockets: return duration > .zero ? Double(socketsSeen) : nil
        case .srtt, .queueing, .cwnd: return distribution(measure.metric)?.mean
        }
    }

    private func distribution(_ metric: Metric) -> Distribution? {
        switch metric {
        case .goodput: goodput
        case .srtt: srtt
        case .queueing: queueing
        case .cwnd: cwnd
        case .retransmits, .marks, .delivered, .sockets: nil
        }
    }

    private func rate(_ count: UInt64) -> Double? {
        hasCounters ? Double(count) / duration.seconds : nil
    }
}

/// What is gathered on the way through a window.
private struct Tally {
    var tracks: [UInt64: Track] = [:]
    var srtt: [Double] = []
    var queueing: [Double] = []
    var cwnd: [Double] = []

    /// The left edge: counters begin here, and its values lie before the window.
    mutating func begin(_ look: Window.Look) {
        for socket in look.sockets { tracks[socket.cookie] = Track(socket) }
    }

    mutating func take(_ look: Window.Look) {
        for socket in look.sockets {
            tracks[socket.cookie, default: Track(socket)].see(socket)
            if socket.srttMicroseconds > 0 { srtt.append(Double(socket.srttMicroseconds)) }
            if let wait = socket.queueingMicroseconds { queueing.append(wait) }
            if socket.cwnd > 0 { cwnd.append(Double(socket.cwnd)) }
        }
    }
}

/// One socket's way through a window.
private struct Track {
    private let first: Instant
    private var last: SocketSample
    private(set) var counters = SocketCounters()

    init(_ sample: SocketSample) {
        first = sample.instant
        last = sample
    }

    mutating func see(_ sample: SocketSample) {
        // One that began anew in between counts from here.
        if let step = SocketCounters(from: last, to: sample) { counters += step }
        last = sample
    }

    var watched: Duration { last.instant.since(first) }

    var goodput: Double? {
        watched > .zero ? Double(counters.bytesAcked) * 8 / watched.seconds : nil
    }
}

extension Duration {
    /// As a number, for arithmetic on rates.
    var seconds: Double {
        let (whole, attoseconds) = components
        return Double(whole) + Double(attoseconds) / 1e18
    }
}
