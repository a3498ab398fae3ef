// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// How an assignment stands against the kernel.
    public func standing(of assignment: Assignment) throws(Refusal) -> AssignmentStanding {
        if let group = assignment.scope.group {
            return try standing(of: assignment, in: group)
        }
        if let gone = try namespaceGone(assignment) { return .drifted(gone) }
        let isRegistered = try isRegistered(assignment.algorithm)
        let attempt = "look at \(assignment.scope)"
        switch assignment.scope {
        case .namespace(let name):
            let namespace = try open(name, attempt)
            let now = try refusing(attempt) { () throws(KernelError) in
                try Sysctl.congestionControl.read(in: namespace)
            }
            guard now == assignment.algorithm else {
                return .drifted("somebody has set it to \(now)")
            }
            return isRegistered ? .inForce : .unregistered
        case .route(let range, let name):
            // `ip` cannot be asked for it: iproute2 6.1 falls over such a route.
            guard isRegistered else { return .unregistered }
            let routes = AssignedRoutes(in: try open(name, attempt), for: range.address)
            let table = assignment.route.flatMap { AssignedRoute($0)?.table }
            guard let now = try routes.exact(range, table: table) else {
                return .drifted("the route is gone")
            }
            if now.algorithm == assignment.algorithm { return .inForce }
            return .drifted("the route names \(now.algorithm ?? "none") now")
        case .controlGroup:
            return .inForce
        }
    }

    func isRegistered(_ algorithm: String) throws(Refusal) -> Bool {
        try Hook.congestionControl.registeredNames()?.contains(algorithm) != false
    }

    private func standing(of assignment: Assignment, in group: String) throws(Refusal)
        -> AssignmentStanding
    {
        guard ControlGroup.contains(group) else { return .drifted("the control group is gone") }
        let chooser = Chooser(group, places)
        guard try chooser.isAttached() else { return .drifted("its program is gone") }
        guard try chooser.holds(assignment) else { return .drifted("its rule was changed") }
        return try isRegistered(assignment.algorithm) ? .inForce : .unregistered
    }

    /// Why its namespace is not the one that it was; nil where it is.
    private func namespaceGone(_ assignment: Assignment) throws(Refusal) -> String? {
        let name: String?
        switch assignment.scope {
        case .namespace(let named), .route(_, in: let named): name = named
        case .controlGroup: return nil
        }
        do throws(KernelError) {
            let namespace = try Site.open(name)
            return namespace.identity.inode == assignment.namespace
                ? nil : "another network namespace has its name now"
        } catch  where error.isForLackOfIt {
            return "the network namespace is gone"
        } catch {
            throw Refusal(error)
        }
    }

    /// The programs by which control groups are served: graft's own, and no registrations.
    public func choosers() throws(Refusal) -> Set<UInt32> {
        var programs: Set<UInt32> = []
        for group in Set(try assignments().compactMap(\.scope.group)) {
            let id = try refusing { () throws(KernelError) in
                try Chooser(group, places).program()
            }
            if let id { programs.insert(id) }
        }
        return programs
    }
}
