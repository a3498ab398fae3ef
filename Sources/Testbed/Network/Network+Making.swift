// SPDX-License-Identifier: Apache-2.0
import Draws
import Experiments
import Extensions
import Kernel

extension Network {
    /// Every name of ours begins so.
    public static let prefix = "graft-"
    public static let longestName = 40

    /// Makes the network of a path. What a failure left half made is gone when it throws.
    ///
    /// `isKept` says that it is to outlive this process; `program` is the file of graft
    /// where that is not the program that runs. What jitter and loss draw comes from `seed`;
    /// without one netem's comes from the kernel.
    public static func make(
        _ path: Path, named name: String, in places: Places, shelf: Shelf = .host,
        isKept: Bool = false, program: String? = nil, seed: UInt64? = nil
    ) throws(Refusal) -> Network {
        try Standing.clearOrphans(in: places)
        let standing = try Standing.claim(name, path, in: places, isKept: isKept)
        do throws(Refusal) {
            return try build(path, name, standing, shelf, program, seed)
        } catch {
            // The first refusal is the one to report.
            try? standing.clear()
            throw error
        }
    }

    private static func build(
        _ path: Path, _ name: String, _ standing: Standing, _ shelf: Shelf, _ program: String?,
        _ seed: UInt64?
    ) throws(Refusal) -> Network {
        let nursery = try refusing { () throws(KernelError) in try Network.nursery() }
        let means = try refusing("make the network \(name)") { () throws(KernelError) in
            try Means(for: path, try Means.Offer.cached(nursery))
        }
        let layout = Layout(path, needsExit: means.delay == .netem)
        let stations = try refusing { () throws(KernelError) in
            var stations: [Station] = []
            for role in layout.stations {
                let full = standing.namespace(of: role)
                let namespace = try NetworkNamespace.create(named: full, from: nursery)
                stations.append(Station(role, name: full, namespace))
            }
            return stations
        }
        let maker = Maker(layout: layout, means: means, stations: stations, seed: seed)
        try refusing { () throws(KernelError) in try maker.make() }
        try QueueExtension(shelf: shelf, standing: standing).put(
            path.aqm, at: layout.bottlenecks, maker.station)
        var line: DelayLine?
        if means.delay == .relay {
            line = try DelayLine.start(layout, standing, program, seed: seed)
        }
        var markers: [EcnMarker] = []
        if means.marks == .program {
            for bottleneck in layout.bottlenecks {
                markers.append(
                    try EcnMarker.attach(bottleneck, maker.station(bottleneck.station), shelf))
            }
        }
        return Network(
            name: name, layout: layout, means: means, stations: stations, standing: standing,
            delayLine: line, markers: markers)
    }

    /// A namespace whose children have a table of connections of their own, and a small
    /// one: the machine's holds hundreds of thousands of places, and to look at the
    /// sockets of one namespace the kernel walks all of them.
    private static func nursery() throws(KernelError) -> NetworkNamespace {
        let nursery = try NetworkNamespace.unnamed()
        do throws(KernelError) {
            try Sysctl("net.ipv4.tcp_child_ehash_entries").write("1024", in: nursery)
        } catch  where error.isErrno(2) {
            // Linux 6.1 brought it; without, sampling costs more.
        }
        return nursery
    }
}

/// Makes what a layout says, in namespaces that are there.
struct Maker {
    let layout: Layout
    let means: Means
    let stations: [Station]
    let seed: UInt64?

    func station(_ role: String) -> Station {
        guard let station = stations.first(where: { $0.role == role }) else {
            preconditionFailure("the layout has no station \(role)")
        }
        return station
    }

    func make() throws(KernelError) {
        for station in stations { try prepare(station) }
        for cable in layout.cables { try lay(cable) }
        for item in layout.routes {
            var devices = try NetworkDevices(in: station(item.station).namespace)
            try devices.setRoute(item.route)
        }
        for bottleneck in layout.bottlenecks { try narrow(bottleneck) }
        if means.delay == .netem { try delay() }
    }

    /// Before there is a device: what a device finds when it is made.
    private func prepare(_ station: Station) throws(KernelError) {
        var devices = try NetworkDevices(in: station.namespace)
        try devices.setUp("lo")
        let settings = settings(of: station.role)
        try station.namespace.run { () throws(KernelError) in
            for (name, value) in settings { try Sysctl(name).write(value) }
        }
    }

    private func settings(of role: String) -> [(String, String)] {
        var settings: [(String, String)] = [
            // Runs must not learn from those before them.
            ("net.ipv4.tcp_no_metrics_save", "1")
        ]
        if layout.path.family == .v6 {
            // Else an address is not used for a second or two, until nobody objects.
            settings += [
                ("net.ipv6.conf.all.accept_dad", "0"), ("net.ipv6.conf.default.accept_dad", "0"),
            ]
        }
        if layout.routers.contains(role) {
            settings.append(
                layout.path.family == .v4
                    ? ("net.ipv4.ip_forward", "1") : ("net.ipv6.conf.all.forwarding", "1"))
        } else {
            settings += buffers
        }
        return settings
    }

    /// Buffers that do not limit: four times what can be on its way and in the queue.
    private var buffers: [(String, String)] {
        guard let rate = layout.path.rate else { return [] }
        let fastest = max(rate.forth, rate.back)
        let onItsWay = fastest.bytes(in: layout.path.roundTrip)
        let queued = layout.bottlenecks.map { Double($0.queueBytes) }.max() ?? 0
        let wanted = Int(min(4 * (onItsWay + queued), 1e9))
        let largest = max(wanted, 8 << 20)
        return [
            ("net.ipv4.tcp_rmem", "4096 131072 \(largest)"),
            ("net.ipv4.tcp_wmem", "4096 65536 \(largest)"),
        ]
    }

    private func lay(_ cable: Layout.Cable) throws(KernelError) {
        let (left, right) = (station(cable.left.station), station(cable.right.station))
        var devices = try NetworkDevices(in: left.namespace)
        try devices.createPair(cable.left.device, cable.right.device, in: right.namespace)
        try finish(cable.left, &devices)
        var others = try NetworkDevices(in: right.namespace)
        try finish(cable.right, &others)
        if !layout.path.offloads {
            for (station, device) in [(left, cable.left.device), (right, cable.right.device)] {
                try station.namespace.run { () throws(KernelError) in
                    for offload in Offload.allCases { try offload.set(false, on: device) }
                }
            }
        }
    }

    private func finish(
        _ end: Layout.End, _ devices: inout NetworkDevices
    ) throws(KernelError) {
        if layout.path.mtu != 1500 {
            try devices.setMTU(UInt32(layout.path.mtu), of: end.device)
        }
        if let longest = layout.longestSegment, !layout.routers.contains(end.station) {
            try devices.setLongestSegment(longest, of: end.device)
        }
        try devices.add(end.address, prefix: end.prefix, to: end.device)
        try devices.setUp(end.device)
    }

    private func narrow(_ bottleneck: Bottleneck) throws(KernelError) {
        guard layout.path.aqm.extension == nil else { return }
        let router = station(bottleneck.station)
        var devices = try NetworkDevices(in: router.namespace)
        try devices.add(bottleneck.discipline, handle: .init(1), to: bottleneck.device)
        guard let queue = means.queue, queue != "bfifo" else { return }
        try TrafficControl.run(
            TrafficControl.queue(queue, bottleneck, layout.path), in: router.namespace)
    }

    /// Behind the bottleneck, on the device that leads to the end.
    private func delay() throws(KernelError) {
        let path = layout.path
        for (router, ends, isBack) in [
            ("exit", layout.servers, false), ("router", layout.clients, true),
        ] {
            let delay = isBack ? path.delay.back : path.delay.forth
            let jitter = isBack ? path.jitter.back : path.jitter.forth
            let rate = path.rate.map { isBack ? $0.back : $0.forth } ?? .megabits(10_000)
            // Packets that wait for their time: those of twice the delay at the full rate.
            let waiting = rate.bytes(in: (delay + jitter) * 2) / 500
            var emulation = QueueDiscipline.Emulation(
                delay: delay, jitter: jitter,
                loss: (isBack ? path.loss.back : path.loss.forth).value,
                limit: UInt32(min(max(waiting, 1000), 1e9)))
            var devices = try NetworkDevices(in: station(router).namespace)
            for (place, end) in ends.enumerated() {
                var draws = seed.map {
                    Draws(seed: $0, stream: UInt64(isBack ? 1 + 2 * place : 2 * place))
                }
                emulation.seed = draws?.next()
                try devices.add(.netem(emulation), handle: .init(3), to: "to-\(end)")
            }
        }
    }
}
