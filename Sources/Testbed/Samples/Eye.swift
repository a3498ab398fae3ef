// SPDX-License-Identifier: Apache-2.0
import Experiments
import Kernel
import Synchronization

/// The thread that looks: everything that it needs is made before it starts.
final class Eye: @unchecked Sendable {
    // Unchecked: made by one thread, and from then on touched by the looking one alone.
    private let subjects: Sampler.Subjects
    private let interval: Duration
    private var ends: [End] = []
    private var routers: [Router] = []
    private var taken = Sampler.Taken()
    private let isFromServer: [Bool]
    private let acks: AckWatch?
    private let segments: SegmentWatch?
    private let transactions: TransactionWatch?

    /// Names and code change slowly, and cost more to ask for.
    private let ticksPerName: Int
    /// Whether a flow's socket was seen whose name is not known.
    private var hasNameless = false

    /// A class, because arrays hold no owners.
    private final class End {
        let isServer: Bool
        var watch: SocketWatch
        var names: SocketDiagnostics
        let selection: SocketDiagnostics.Selection

        init(_ station: Station, isServer: Bool, _ family: AddressFamily) throws(KernelError) {
            var selection = SocketDiagnostics.Selection(
                states: [.established, .finWait1, .finWait2, .closeWait])
            let ports =
                UInt16(Load.ports.lowerBound)...UInt16(Load.ports.upperBound)
            if isServer { selection.localPorts = ports } else { selection.remotePorts = ports }
            selection.families = [family == .v4 ? .v4 : .v6]
            selection.withName = false
            let watch = try SocketWatch(selection, in: station.namespace)
            selection.withName = true
            let names = try SocketDiagnostics(in: station.namespace)
            self.isServer = isServer
            self.selection = selection
            self.watch = watch
            self.names = names
        }
    }

    /// The bottlenecks of one station: one look shows all of them.
    private final class Router {
        let role: String
        var watch: QueueWatch
        var queues: [(device: UInt32, isBack: Bool, marker: EcnMarker?)] = []
        /// What the last look showed, in the queues' order.
        var found: [(total: QueueStatistics?, marks: UInt32?)] = []

        init(_ station: Station) throws(KernelError) {
            let watch = try QueueWatch(in: station.namespace)
            role = station.role
            self.watch = watch
        }

        func add(
            _ bottleneck: Bottleneck, _ station: Station, _ marker: EcnMarker?
        ) throws(KernelError) {
            var devices = try NetworkDevices(in: station.namespace)
            queues.append(
                (try devices.index(of: bottleneck.device), bottleneck.isBack, marker))
            found.append((nil, nil))
        }

        func look() throws(KernelError) {
            let queues = queues
            var found = found
            try watch.look { statistics in
                guard let place = queues.firstIndex(where: { $0.device == statistics.device })
                else { return }
                if statistics.parent == NetworkDevices.Handle.root.value {
                    found[place].total = statistics
                }
                if let marks = statistics.marks { found[place].marks = marks }
            }
            self.found = found
        }
    }

    init(
        _ subjects: Sampler.Subjects, _ sampling: Sampling, _ acks: AckWatch?,
        _ segments: SegmentWatch?, _ transactions: TransactionWatch?, for time: Duration
    ) throws(KernelError) {
        self.subjects = subjects
        self.acks = acks
        self.segments = segments
        self.transactions = transactions
        interval = max(sampling.interval, .milliseconds(10))
        isFromServer = subjects.tests.map(\.isFromServer)
        ticksPerName = subjects.tests.count > 20 ? 50 : 10
        for (station, isServer) in subjects.ends {
            ends.append(try End(station, isServer: isServer, subjects.family))
        }
        for (bottleneck, station, marker) in subjects.bottlenecks {
            let known = routers.first { $0.role == station.role }
            var router = known
            if router == nil {
                let added = try Router(station)
                routers.append(added)
                router = added
            }
            try router?.add(bottleneck, station, marker)
        }
        let ticks = Int(time.inSeconds / interval.inSeconds) + 200
        taken.flows.reserve(min(ticks * subjects.tests.count, 1 << 22))
        taken.queues.reserve(ticks * subjects.bottlenecks.count)
    }

    func watch(until flag: Sampler.Flag) -> Sampler.Taken {
        let before = Instant.ownProcessorTime
        var next = Instant.now
        do throws(KernelError) {
            while !flag.isSet.load(ordering: .relaxed) {
                try look()
                next = next.adding(interval)
                let rest = next.since(.now)
                if rest > .zero { rest.pause() } else { next = .now }
            }
            try lookAtNames()
            try lookAtCode()
            hear()
            transactions?.handOver { taken.latencies.add($0) }
            taken.lostAcks = try acks?.lost()
            taken.lostSegments = try segments?.lost()
            taken.lostLatencies = try transactions?.lost()
        } catch {
            taken.failure = error
        }
        taken.cost = Instant.ownProcessorTime - before
        return taken
    }

    private func look() throws(KernelError) {
        for end in ends { try lookAtSockets(end) }
        for router in routers { try look(at: router) }
        hear()
        let isTurn = taken.ticks % ticksPerName == 0
        // On a busy machine a short flow may be over before the next turn.
        if isTurn || hasNameless { try lookAtNames() }
        if isTurn { try lookAtCode() }
        taken.ticks += 1
    }

    /// What the instruments have told since the last time.
    private func hear() {
        acks?.read { taken.acks.add($0) }
        segments?.read { taken.segments.add($0) }
        transactions?.read { taken.latencies.add($0) }
    }

    private func lookAtSockets(_ end: End) throws(KernelError) {
        let now = Instant.now.nanoseconds
        let first = Load.ports.lowerBound
        let isServer = end.isServer
        try end.watch.look { look in
            let flow = Int(isServer ? look.localPort : look.remotePort) - first
            guard flow < isFromServer.count, isFromServer[flow] == isServer else { return }
            taken.flows.add(FlowSample(look.info, flow: UInt32(flow), at: now))
            if taken.sightings[flow] == nil { hasNameless = true }
        }
    }

    private func look(at router: Router) throws(KernelError) {
        let now = Instant.now.nanoseconds
        try router.look()
        for (queue, found) in zip(router.queues, router.found) {
            guard let total = found.total else { continue }
            taken.queues.add(
                QueueSample(
                    nanoseconds: now, isBack: queue.isBack, sentBytes: total.bytes,
                    sentPackets: total.packets, waitingBytes: total.waitingBytes,
                    waitingPackets: total.waitingPackets, drops: total.drops,
                    marks: try queue.marker?.marks() ?? found.marks ?? 0))
        }
    }

    private func lookAtNames() throws(KernelError) {
        hasNameless = false
        let first = Load.ports.lowerBound
        for end in ends {
            let isServer = end.isServer
            _ = try end.names.eachTCP(end.selection) { socket in
                let port = isServer ? socket.local.port : socket.remote.port
                let flow = Int(port) - first
                guard flow >= 0, flow < isFromServer.count, isFromServer[flow] == isServer,
                    let name = socket.congestionControl
                else { return }
                taken.sightings[flow, default: []].insert(name)
            }
        }
    }

    private func lookAtCode() throws(KernelError) {
        for (index, arm) in subjects.arms.enumerated() where !arm.operations.isEmpty {
            let now = Instant.now.nanoseconds
            let counts = try arm.counts()
            taken.code.add(
                CodeSample(
                    nanoseconds: now, arm: UInt32(index),
                    calls: counts.reduce(0) { $0 + $1.calls },
                    spentNanoseconds: counts.reduce(0) { $0 + $1.nanoseconds }))
        }
    }
}

extension FlowSample {
    @inline(__always)
    init(_ info: TCPInfo, flow: UInt32, at nanoseconds: UInt64) {
        self.init(
            nanoseconds: nanoseconds, flow: flow, bytesAcked: info.bytesAcked,
            bytesReceived: info.bytesReceived, bytesRetrans: info.bytesRetrans,
            bytesSent: info.bytesSent, deliveryRate: info.deliveryRate,
            pacingRate: info.pacingRate, cwnd: info.cwnd, ssthresh: info.ssthresh,
            srttMicroseconds: info.rttMicroseconds, rttvarMicroseconds: info.rttvarMicroseconds,
            minRTTMicroseconds: info.minRTTMicroseconds, unacked: info.unacked, lost: info.lost,
            totalRetrans: info.totalRetrans, delivered: info.delivered,
            deliveredCE: info.deliveredCE, sendMSS: info.sendMSS, state: info.state,
            congestionState: info.congestionState, options: info.options,
            isApplicationLimited: info.isApplicationLimited)
    }
}
