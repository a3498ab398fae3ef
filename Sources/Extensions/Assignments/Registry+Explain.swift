// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// Says which congestion control a new connection with `address` gets, and why.
    ///
    /// Who connects: first the control group's program chooses, when the socket sends its
    /// SYN, and the route after it, which wins. Who accepts: first the route back, when
    /// the socket is made, and the program after it, which wins unless the route is locked.
    /// What the application chooses itself, and programs of others, are not seen here.
    public func explain(
        _ address: IPAddress, _ side: Explanation.Side = .connecting, group: String? = nil,
        namespace: String? = nil, port: UInt16? = nil, on kernel: RunningKernel
    ) throws(Refusal) -> Explanation {
        let attempt = "explain the way to \(address)"
        var assignments: [Assignment] = []
        for assignment in try self.assignments()
        where try standing(of: assignment).isThere { assignments.append(assignment) }
        let registrations = try list(on: kernel).filter(\.hook.hasSockets)
        let inode = try open(namespace, attempt).identity.inode
        let (route, isLocked) = try routeClaim(
            address, in: namespace, inode, assignments, registrations, attempt)
        let groups = try groupClaims(address, port, group, assignments, registrations, attempt)
        let fallback = try defaultClaim(
            in: namespace, inode, assignments, registrations, attempt)
        let ordered =
            side == .connecting || isLocked
            ? route + groups + [fallback] : groups + route + [fallback]
        let names = try Hook.congestionControl.registeredNames() ?? []
        return Explanation(
            address: address, side: side, claims: Self.judged(ordered, available: names))
    }

    private static func judged(
        _ claims: [Explanation.Claim], available: Set<String>
    ) -> [Explanation.Claim] {
        var judged = claims
        var winner: String?
        for place in judged.indices where judged[place].lost == nil {
            // A default keeps what it stood for alive; the others only have the name.
            let isDefault = place == judged.count - 1
            if !isDefault, !available.contains(judged[place].algorithm) {
                judged[place].lost = "it is not registered, and passed over"
            } else if let winner {
                judged[place].lost = "\(winner) goes before it"
            } else {
                winner = judged[place].place
            }
        }
        return judged.filter { $0.lost == nil } + judged.filter { $0.lost != nil }
    }

    private func routeClaim(
        _ address: IPAddress, in namespace: String?, _ inode: UInt64,
        _ assignments: [Assignment], _ registrations: [Registration], _ attempt: String
    ) throws(Refusal) -> (claims: [Explanation.Claim], isLocked: Bool) {
        let routes = AssignedRoutes(in: try open(namespace, attempt), for: address)
        let route = try routes.covering(address)
        guard let algorithm = route.algorithm else { return ([], false) }
        let isOurs = assignments.contains { assignment in
            guard case .route(let range, _) = assignment.scope else { return false }
            return assignment.namespace == inode && route.leadsExactly(to: range)
        }
        let claim = Explanation.Claim(
            algorithm: algorithm, version: try Self.version(of: algorithm, registrations),
            place: "the route \(route.naming(nil).text)"
                + (route.isLocked ? ", which is locked" : ""),
            isOurs: isOurs)
        return ([claim], route.isLocked)
    }

    /// The nearest group first, and in each what is most precise.
    private func groupClaims(
        _ address: IPAddress, _ port: UInt16?, _ group: String?, _ assignments: [Assignment],
        _ registrations: [Registration], _ attempt: String
    ) throws(Refusal) -> [Explanation.Claim] {
        var claims: [Explanation.Claim] = []
        for path in try groups(above: group, attempt) {
            let rules = assignments.filter { $0.scope.group == path }
                .sorted { $0.scope.precision > $1.scope.precision }
            var best: Assignment?
            for rule in rules {
                var claim = Explanation.Claim(
                    algorithm: rule.algorithm,
                    version: try Self.version(of: rule.algorithm, registrations),
                    place: "\(rule.scope)", isOurs: true)
                if !rule.scope.matches(address, port: port) {
                    // Rules for other peers have nothing to say here; ports may be meant.
                    guard case .controlGroup(_, let range, let wanted?) = rule.scope,
                        range?.contains(address) != false
                    else { continue }
                    claim.lost = "it is for port \(wanted)"
                } else if let best {
                    claim.lost = "\(best.scope) is more precise"
                } else {
                    best = rule
                }
                claims.append(claim)
            }
        }
        return claims
    }

    /// A group and those above it, up to the mount; the top one alone where none is named.
    private func groups(above group: String?, _ attempt: String) throws(Refusal) -> [String] {
        let mount = try refusing(attempt) { () throws(KernelError) in try ControlGroup.mount() }
        guard let group else { return mount.map { [$0] } ?? [] }
        let scope = try Assignment.Scope.controlGroup(group, to: nil, port: nil).settled(attempt)
        guard var path = scope.group, ControlGroup.contains(path) else {
            throw Refusal(attempt, .said("\(group) is no control group of version 2"))
        }
        var paths: [String] = []
        while ControlGroup.contains(path) {
            paths.append(path)
            if path == mount || path == "/" { break }
            path = File(path).folder.path
        }
        return paths
    }

    private func defaultClaim(
        in namespace: String?, _ inode: UInt64, _ assignments: [Assignment],
        _ registrations: [Registration], _ attempt: String
    ) throws(Refusal) -> Explanation.Claim {
        let opened = try open(namespace, attempt)
        let algorithm = try refusing(attempt) { () throws(KernelError) in
            try Sysctl.congestionControl.read(in: opened)
        }
        let isOurs = assignments.contains { assignment in
            if case .namespace = assignment.scope { return assignment.namespace == inode }
            return false
        }
        return Explanation.Claim(
            algorithm: algorithm, version: try Self.version(of: algorithm, registrations),
            place: "\(Assignment.Scope.namespace(namespace))", isOurs: isOurs)
    }

    /// Whose it is, and which version a connection gets now.
    private static func version(
        of algorithm: String, _ registrations: [Registration]
    ) throws(Refusal) -> String {
        // Only a default can stand for what has gone, and keeps it alive.
        let gone = "not registered any more"
        guard let registration = registrations.first(where: { $0.name == algorithm }) else {
            let names = try Hook.congestionControl.registeredNames() ?? []
            return names.contains(algorithm) ? "the kernel's own" : gone
        }
        guard registration.owner == .graft else { return "registered by others" }
        guard let current = registration.current else { return gone }
        let digest = current.record.map { ", sha256 \($0.digest.short)" } ?? ""
        return "version \(current.number)\(digest)"
    }
}
