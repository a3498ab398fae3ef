// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

/// Everything that one run needs, and the order in which it is used.
struct RunStage {
    let request: RunRequest
    let name: String
    let layout: Layout
    let means: Means
    let stations: [Station]
    let standing: Standing
    let delayLine: DelayLine?
    let markers: [EcnMarker]
    let netperf: Netperf
    let arms: [ArmInPlace]
    /// Where the arms take turns.
    let succession: Succession?
    let shelf: Shelf

    func station(_ role: String) -> Station {
        guard let station = stations.first(where: { $0.role == role }) else {
            preconditionFailure("the layout has no station \(role)")
        }
        return station
    }

    var ends: [Station] { stations.filter { !layout.routers.contains($0.role) } }

    func run() throws(Refusal) -> RunRecord {
        let flows = request.load.flows(
            clients: layout.clients, servers: layout.servers,
            arms: request.arms.filter { $0.hook == .congestionControl }.map(\.name))
        let folder = standing.runFolder
        try refusing { () throws(KernelError) in try folder.create() }
        defer { try? folder.removeTree() }
        let settings = try Settings(request.arms, at: ends)
        let defaults = try makeDefaults(flows)
        let accounts = try refusing { () throws(KernelError) in
            try Accounts(arms.count + 1, prefix: standing.groupPrefix)
        }
        let servers = try startServers(flows, accounts, folder)
        defer {
            for server in servers { server.end() }
            withExtendedLifetime((settings, defaults, accounts)) {}
        }
        return try measure(flows, accounts, folder)
    }

    /// For the test that can ask for no algorithm itself.
    private func makeDefaults(_ flows: [Flow]) throws(Refusal) -> [RouteDefault] {
        var defaults: [RouteDefault] = []
        var known: [String: Int] = [:]
        for flow in flows where flow.part.test == .tcpSendfile {
            guard let arm = flow.arm, let server = layout.address(of: flow.server) else { continue }
            if let other = known.updateValue(arm, forKey: "\(flow.client) \(flow.server)") {
                guard other != arm else { continue }
                throw Refusal(
                    "run the load",
                    .misfit(
                        "TCP_SENDFILE takes no algorithm of its own: between one client and one "
                            + "server such flows have the same arm"))
            }
            let gateway = layout.routes.first { $0.station == flow.client }?.route.gateway
            defaults.append(
                try RouteDefault(
                    arms[arm].algorithm, at: station(flow.client), to: server, by: gateway))
        }
        return defaults
    }

    private func startServers(
        _ flows: [Flow], _ accounts: Accounts, _ folder: Folder
    ) throws(Refusal) -> [Netserver] {
        var servers: [Netserver] = []
        var known: Set<String> = []
        for flow in flows {
            let key = "\(flow.server)-\(flow.account)"
            guard known.insert(key).inserted else { continue }
            servers.append(
                try Netserver(
                    netperf, at: station(flow.server), port: flow.controlPort,
                    family: layout.path.family, groups: [accounts.servers[flow.account].path],
                    output: folder.file("netserver-\(key)")))
        }
        return servers
    }

    private func measure(
        _ flows: [Flow], _ accounts: Accounts, _ folder: Folder
    ) throws(Refusal) -> RunRecord {
        let runs = flows.map { flow in
            guard let address = layout.address(of: flow.server) else {
                preconditionFailure("the layout has no address of \(flow.server)")
            }
            let words = netperf.words(
                flow, to: address, algorithm: flow.arm.map { arms[$0].algorithm },
                path: layout.path)
            return FlowRun(
                flow, words, arm: flow.arm.map { arms[$0].arm.name },
                output: folder.file("flow-\(flow.number)"))
        }
        let tasks = request.load.tasks.enumerated().map { place, task in
            TaskRun(
                task, number: flows.count + place, for: request.load.time,
                output: folder.file("task-\(place)"))
        }
        let statistics = try countCalls()
        let sampler = try Sampler(
            subjects(flows), request.sampling, for: request.load.time, shelf: shelf)
        let load = LoadRun(
            flows: runs, tasks: tasks, time: request.load.time,
            groups: accounts.clients.map { [$0.path] },
            taskGroups: accounts.clients.suffix(1).map(\.path), station: station,
            family: layout.path.family, roundTrip: layout.path.roundTrip,
            changes: request.changes, alignment: request.alignment,
            startSeed: request.startSeed)
        let books = Books(arms: arms, accounts: accounts, delayLine: delayLine)
        let ending: LoadRun.Ending
        do throws(Refusal) {
            ending = try load.run { () throws(Refusal) in
                try books.open()
                try succession?.begin()
            } onChange: { arm throws(Refusal) in
                try succession?.change(to: arm)
            }
        } catch {
            _ = sampler.finish()
            throw error
        }
        try books.close()
        let turns = try succession?.finish() ?? []
        let taken = sampler.finish()
        _ = consume statistics
        let schedulers = try schedulerFlaws()
        return try Judgement(
            stage: self, flows: flows, runs: runs, tasks: tasks, ending: ending, taken: taken,
            books: books, turns: turns, schedulers: schedulers
        ).record()
    }

    /// What is wrong with who rules the processors, now that the run is over.
    private func schedulerFlaws() throws(Refusal) -> [VoidReason] {
        var flaws: [VoidReason] = []
        for arm in arms {
            if let flaw = try arm.schedulerFlaw(standing) { flaws.append(flaw) }
        }
        return flaws
    }

    /// The kernel counts calls as long as this lives.
    private func countCalls() throws(Refusal) -> RunStatistics? {
        guard arms.contains(where: { $0.digest != nil }) else { return nil }
        let statistics = try refusing { () throws(KernelError) in try RunStatistics() }
        return .some(statistics)
    }

    private func subjects(_ flows: [Flow]) -> Sampler.Subjects {
        let clients = Set(flows.filter { !$0.part.test.isFromServer }.map(\.client)).sorted()
        let servers = Set(flows.filter { $0.part.test.isFromServer }.map(\.server)).sorted()
        let asking = Set(flows.filter { $0.part.test.isRequestResponse }.map(\.client)).sorted()
        let bottlenecks = layout.bottlenecks.enumerated().map { index, bottleneck in
            (
                bottleneck: bottleneck, station: station(bottleneck.station),
                marker: markers.isEmpty ? nil : markers[index]
            )
        }
        return Sampler.Subjects(
            ends: clients.map { (station($0), false) } + servers.map { (station($0), true) },
            tests: flows.map(\.part.test), asking: asking.map(station), bottlenecks: bottlenecks,
            arms: arms, family: layout.path.family)
    }
}
