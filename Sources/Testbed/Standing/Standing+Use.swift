// SPDX-License-Identifier: Apache-2.0
import Experiments
import Extensions
import Kernel

extension Standing {
    /// The network with this name.
    public static func named(_ name: String, in places: Places) throws(Refusal) -> Standing {
        let all = try all(in: places)
        if let found = all.first(where: { $0.name == name }) { return found }
        let names = all.map { "\"\($0.name)\"" }.joined(separator: ", ")
        throw Refusal(
            "find the network \"\(name)\"", .unknown("there is none"),
            hint: names.isEmpty
                ? "make one with `graft testbed up`" : "these stand: \(names); say --name NAME")
    }

    /// Runs a program at a station, with our streams, to its end.
    public func run(_ words: [String], at role: String) throws(Refusal) -> ChildProcess.Ending {
        var fields = Fields(
            words: pathWords.filter { $0 != "direct" }, known: Path.fieldNames)
        let layout = Layout(Path(reading: &fields))
        let roles = try standingRoles()
        guard roles.contains(role) else {
            throw Refusal(
                "run at \"\(role)\"", .unknown("the network \(name) has no such station"),
                hint: "it has \(roles.joined(separator: ", "))")
        }
        var addresses: [String: String] = [:]
        for other in roles {
            if let address = layout.address(of: other) {
                addresses["GRAFT_\(other.uppercased())"] = "\(address)"
            }
        }
        return try refusing("run at \(role)") { () throws(KernelError) in
            var spawn = Spawn(words)
            spawn.input = .inherit
            spawn.environment = .inheritedWith(addresses)
            try spawn.enter(try NetworkNamespace(named: namespace(of: role)))
            let child = try ChildProcess.start(spawn)
            return try child.wait()
        }
    }

    /// Those of its stations that were made.
    private func standingRoles() throws(Refusal) -> [String] {
        let names = try refusing { () throws(KernelError) in try NetworkNamespace.names() }
        return roles.filter { names.contains(namespace(of: $0)) }
    }
}

extension Network {
    /// Its stations and their namespaces' names.
    public var stationNames: [(role: String, namespace: String)] {
        stations.map { ($0.role, $0.name) }
    }
}
