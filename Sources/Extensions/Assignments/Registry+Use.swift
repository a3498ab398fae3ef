// SPDX-License-Identifier: Apache-2.0
import Kernel
import Spelling

extension Registry {
    /// What was asked for, the oldest first.
    public func assignments() throws(Refusal) -> [Assignment] {
        try AssignmentFile(places).read()
    }

    /// Gives a congestion control to those in a scope; in place of the one that
    /// graft gave them before, where it did.
    public func use(
        _ algorithm: String, for scope: Assignment.Scope, shelf: Shelf,
        on kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> Assignment {
        try recover(shelf: shelf, on: kernel, session)
        let scope = try scope.settled("use \(algorithm)")
        return try recording("use", session) { entry throws(Refusal) in
            entry.name = algorithm
            entry.hook = Hook.congestionControl.id
            // The history has no other room for what a verb was told.
            entry.knobs = [Record.Setting(knob: "for", value: "\(scope)")]
            try requireAvailable(algorithm)
            let old = try assignments()
            let assignment = try prepared(algorithm, scope, old.first { $0.scope == scope })
            let new = old.filter { $0.scope != scope } + [assignment]
            try session.prepareFolders()
            try AssignmentFile(places).write(new, session)
            do throws(Refusal) {
                try putInPlace(assignment, among: new, shelf, kernel)
            } catch {
                try AssignmentFile(places).write(old, session)
                throw error
            }
            return assignment
        }
    }

    func requireAvailable(_ algorithm: String) throws(Refusal) {
        if try isRegistered(algorithm) { return }
        let names = try Hook.congestionControl.registeredNames() ?? []
        throw Refusal(
            "use \(algorithm)",
            .unknown("the kernel has no congestion control \"\(algorithm)\""),
            hint: hint(
                for: algorithm, among: names.sorted(),
                otherwise: "it has \(names.sorted().joined(separator: ", ")); "
                    + "see `graft register`"))
    }

    /// The assignment with what is there now, before anything is changed.
    private func prepared(
        _ algorithm: String, _ scope: Assignment.Scope, _ old: Assignment?
    ) throws(Refusal) -> Assignment {
        let by = try refusing { () throws(KernelError) in try User.inWords() }
        var assignment = Assignment(
            algorithm: algorithm, scope: scope, namespace: nil, before: old?.before,
            route: old?.route, needsECN: try needsECN(algorithm), by: by, at: .now)
        switch scope {
        case .namespace(let name):
            let namespace = try open(name, "use \(algorithm)")
            assignment.namespace = namespace.identity.inode
            try requireAllowed(algorithm, namespace.identity, name)
            if old == nil || old?.namespace != assignment.namespace {
                assignment.before = try refusing { () throws(KernelError) in
                    try Sysctl.congestionControl.read(in: namespace)
                }
            }
        case .route(let range, let name):
            let namespace = try open(name, "use \(algorithm)")
            assignment.namespace = namespace.identity.inode
            let known = old?.namespace == assignment.namespace ? old : nil
            try prepareRoute(
                &assignment, to: range, known,
                AssignedRoutes(in: namespace, for: range.address))
        case .controlGroup(let path, _, _):
            let site = Site.controlGroup(path)
            let objection = try refusing("use \(algorithm)") { () throws(KernelError) in
                try Hook.socketOperations.program?.objection?(site)
            }
            if let objection { throw Refusal("use \(algorithm) for \(scope)", .said(objection)) }
        }
        return assignment
    }

    /// A route of ours that stands already keeps what was there before it.
    private func prepareRoute(
        _ assignment: inout Assignment, to range: AddressPrefix, _ old: Assignment?,
        _ routes: borrowing AssignedRoutes
    ) throws(Refusal) {
        let table = old?.route.flatMap { AssignedRoute($0)?.table }
        let exact = try routes.exact(range, table: table)
        if old != nil, exact != nil { return }
        let covering = try routes.covering(range.host)
        guard covering.type == "unicast" || covering.type == "local" else {
            throw Refusal(
                "use \(assignment.algorithm) for \(assignment.scope)",
                .said("the route there is of the type \"\(covering.type)\""))
        }
        let same = exact ?? (covering.leadsExactly(to: range) ? covering : nil)
        assignment.before = same?.text
        assignment.route = (same ?? covering.leading(to: range)).naming(nil).text
    }

    /// Looks before it is written: a write that the kernel refuses leaks a reference
    /// to a BPF congestion control until the machine restarts.
    private func requireAllowed(
        _ algorithm: String, _ namespace: NetworkNamespace.Identity, _ name: String?
    ) throws(Refusal) {
        let attempt = "use \(algorithm) for \(Assignment.Scope.namespace(name))"
        if try isAllowed(algorithm, namespace, attempt) { return }
        throw Refusal(
            attempt, .said("only the initial namespace may have it as its default"),
            hint: "an extension allows it to all by TCP_CONG_NON_RESTRICTED in `.flags`; "
                + "--to and --cgroup work without")
    }

    func isAllowed(
        _ algorithm: String, _ namespace: NetworkNamespace.Identity, _ attempt: String
    ) throws(Refusal) -> Bool {
        if namespace.isInitial { return true }
        let allowed = try refusing(attempt) { () throws(KernelError) in
            // Only the initial namespace shows it. Where we are not in it, init may be.
            let allowed = Sysctl("net.ipv4.tcp_allowed_congestion_control")
            if try NetworkNamespace.Identity.current().isInitial { return try allowed.read() }
            return try allowed.read(in: NetworkNamespace(ofProcess: 1))
        }
        return allowed.split(separator: " ").contains(algorithm[...])
    }

    /// By the flags of its newest version, and by name of the kernel's own. A swap to a
    /// version with other flags asks for another `use`.
    private func needsECN(_ algorithm: String) throws(Refusal) -> Bool {
        guard try names().contains(algorithm), let record = try record(of: algorithm),
            let version = record.versions.last
        else { return algorithm.hasSuffix("dctcp") }
        return version.flags & 0x2 != 0
    }

    private func putInPlace(
        _ assignment: Assignment, among all: [Assignment], _ shelf: Shelf,
        _ kernel: RunningKernel
    ) throws(Refusal) {
        let attempt = "use \(assignment.algorithm) for \(assignment.scope)"
        switch assignment.scope {
        case .namespace(let name):
            let namespace = try open(name, attempt)
            try refusing(attempt) { () throws(KernelError) in
                try Sysctl.congestionControl.write(assignment.algorithm, in: namespace)
            }
        case .route(let range, let name):
            guard let route = assignment.route.flatMap({ AssignedRoute($0) }) else { return }
            try AssignedRoutes(in: open(name, attempt), for: range.address)
                .replace(route.naming(assignment.algorithm))
        case .controlGroup(let path, _, _):
            try Chooser(path, places).apply(
                all.filter { $0.scope.group == path }, shelf: shelf, on: kernel)
        }
    }

    func open(_ name: String?, _ attempt: String) throws(Refusal) -> NetworkNamespace {
        do throws(KernelError) {
            return try Site.open(name)
        } catch  where error.isForLackOfIt {
            let names = (try? NetworkNamespace.names()) ?? []  // only for the hint
            throw Refusal(
                attempt, .unknown("there is no network namespace \"\(name ?? "")\""),
                hint: hint(for: name ?? "", among: names, otherwise: "see `ip netns`"))
        } catch {
            throw Refusal(error, attempt: attempt)
        }
    }
}

extension Assignment.Scope {
    /// With the control group's path as everybody writes it.
    func settled(_ attempt: String) throws(Refusal) -> Assignment.Scope {
        guard case .controlGroup(let path, let range, let port) = self, File(path).isThere else {
            return self
        }
        let resolved = try refusing(attempt) { () throws(KernelError) in
            try File(path).resolved()
        }
        return .controlGroup(resolved, to: range, port: port)
    }

    /// The one that the words of a command line ask for; nil where none does.
    public init?(
        isDefault: Bool, namespace: String?, range: AddressPrefix?, group: String?, port: UInt16?
    ) throws(Refusal) {
        if isDefault {
            guard range == nil, group == nil, port == nil else {
                throw Refusal(
                    "choose for whom", .misfit("a default is for all: no --to, --cgroup, --port"))
            }
            self = .namespace(namespace)
        } else if group != nil || port != nil {
            guard namespace == nil else {
                throw Refusal(
                    "choose for whom", .misfit("a control group belongs to no namespace"),
                    hint: "leave --netns out, or --cgroup and --port")
            }
            let root = try refusing { () throws(KernelError) in try ControlGroup.mount() }
            guard let path = group ?? root else {
                throw Refusal("choose by port", .lacks("no cgroup2 is mounted here"))
            }
            self = .controlGroup(path, to: range, port: port)
        } else if let range {
            self = .route(range, in: namespace)
        } else {
            return nil
        }
    }
}
