// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A route as `ip` writes it, and takes it again.
struct AssignedRoute: Equatable {
    private(set) var words: [String]

    /// Types that `ip` writes before the destination; it leaves `unicast` out.
    private static let types: Set<String> = [
        "unicast", "local", "broadcast", "multicast", "throw", "unreachable", "prohibit",
        "blackhole", "anycast",
    ]
    /// What `ip` says of a route's present state, and does not take.
    private static let states: Set<String> = [
        "linkdown", "dead", "pervasive", "offload", "trap", "notify", "rt_offload", "rt_trap",
        "offload_failed", "rt_offload_failed", "\\", "cache",
    ]
    private static let statesWithValue: Set<String> = ["expires", "error", "users", "age", "uid"]

    /// Of one line; nil for an empty one.
    init?(_ line: some StringProtocol) {
        words = []
        var parts = line.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" })[...]
        while let part = parts.popFirst().map({ String($0) }) {
            if AssignedRoute.statesWithValue.contains(part) {
                _ = parts.popFirst()
            } else if !AssignedRoute.states.contains(part) {
                words.append(part)
            }
        }
        if words.isEmpty { return nil }
        if type == "local", !words.contains("table") { words += ["table", "local"] }
    }

    var text: String { words.joined(separator: " ") }

    var type: String {
        AssignedRoute.types.contains(words[0]) ? words[0] : "unicast"
    }

    private var place: Int { AssignedRoute.types.contains(words[0]) && words.count > 1 ? 1 : 0 }

    /// Where it leads, as it is written: `default`, `10.0.0.0/8`.
    var destination: String {
        get { words[place] }
        set { words[place] = newValue }
    }

    var table: String? { value(after: "table") }

    private func value(after word: String) -> String? {
        guard let place = words.firstIndex(of: word), place + 1 < words.count else { return nil }
        return words[place + 1]
    }

    /// Nobody below may choose another.
    var isLocked: Bool { value(after: "congctl") == "lock" }

    /// The congestion control that it names.
    var algorithm: String? {
        isLocked ? value(after: "lock") : value(after: "congctl")
    }

    func naming(_ algorithm: String?) -> AssignedRoute {
        var route = self
        if let place = words.firstIndex(of: "congctl") {
            route.words.removeSubrange(place..<min(place + (isLocked ? 3 : 2), words.count))
        }
        if let algorithm {
            // What stands behind the first next hop is said of that alone.
            let end = route.words.firstIndex(of: "nexthop") ?? route.words.count
            route.words.insert(contentsOf: ["congctl", algorithm], at: end)
        }
        return route
    }

    /// The same way to a part of the addresses.
    func leading(to range: AddressPrefix) -> AssignedRoute {
        var route = self
        route.destination = "\(range)"
        // Whoever wrote the wider one did not write this.
        if let place = words.firstIndex(of: "proto"), place + 1 < words.count {
            route.words[place + 1] = "static"
        }
        return route
    }

    func leadsExactly(to range: AddressPrefix) -> Bool {
        if destination == "default" { return range.length == 0 }
        guard let own = try? AddressPrefix(destination) else { return false }
        return own == range
    }
}

/// The routes of one network namespace, by `ip`.
struct AssignedRoutes: ~Copyable {
    private let namespace: NetworkNamespace
    private let family: String

    init(in namespace: consuming NetworkNamespace, for address: IPAddress) {
        self.namespace = namespace
        family = address.isV4 ? "-4" : "-6"
    }

    /// The one that a connection to an address takes.
    borrowing func covering(_ address: IPAddress) throws(Refusal) -> AssignedRoute {
        let said = try ip("find the route to \(address)", "get", "\(address)", "fibmatch")
        guard let route = AssignedRoute(said) else {
            throw Refusal("find the route to \(address)", .said("there is none"))
        }
        return route
    }

    /// The one for exactly this range; nil where there is none.
    borrowing func exact(_ range: AddressPrefix, table: String?) throws(Refusal)
        -> AssignedRoute?
    {
        let table = table.map { ["table", $0] } ?? []
        let said = try ip("look for a route to \(range)", ["show", "exact", "\(range)"] + table)
        return said.split(separator: "\n").first.flatMap { AssignedRoute($0) }
    }

    borrowing func replace(_ route: AssignedRoute) throws(Refusal) {
        _ = try ip("write the route to \(route.destination)", ["replace"] + route.words)
    }

    borrowing func remove(_ route: AssignedRoute) throws(Refusal) {
        _ = try ip("remove the route to \(route.destination)", ["del"] + route.words)
    }

    private borrowing func ip(_ attempt: String, _ words: String...) throws(Refusal) -> String {
        try ip(attempt, words)
    }

    private borrowing func ip(_ attempt: String, _ words: [String]) throws(Refusal) -> String {
        var spawn = Spawn(["ip", family, "-o", "route"] + words)
        let finished: ChildProcess.Finished
        do throws(KernelError) {
            try spawn.enter(namespace)
            finished = try ChildProcess.run(spawn, limit: .seconds(20))
        } catch {
            throw Refusal(error, attempt: attempt)
        }
        switch finished.ending {
        case .exited(0): return finished.text
        case .exited:
            let line = finished.errorText.split(separator: "\n").last
            throw Refusal(attempt, .said("ip says: \(line ?? "nothing")"))
        case .signalled(let number):
            // iproute2 6.1 falls over a name that is not registered any more.
            throw Refusal(
                attempt, .said("ip ended by signal \(number)"),
                hint: "a route may name a congestion control that is not registered any more")
        }
    }
}
