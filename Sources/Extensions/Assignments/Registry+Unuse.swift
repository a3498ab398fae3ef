// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// Puts back what was before, for the assignments of an algorithm, or a scope, or both.
    ///
    /// What somebody else has changed since is left to them, and the session says so.
    public func unuse(
        _ algorithm: String?, for scope: Assignment.Scope?, shelf: Shelf,
        on kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> [Assignment] {
        try recover(shelf: shelf, on: kernel, session)
        let scope = try scope?.settled("unuse")
        let subject = [algorithm, scope.map { "for \($0)" }].compactMap { $0 }
            .joined(separator: " ")
        return try recording("unuse", session) { entry throws(Refusal) in
            entry.name = algorithm
            entry.hook = Hook.congestionControl.id
            if let scope { entry.knobs = [Record.Setting(knob: "for", value: "\(scope)")] }
            var left = try assignments()
            let found = left.filter {
                (algorithm ?? $0.algorithm) == $0.algorithm && (scope ?? $0.scope) == $0.scope
            }
            guard !found.isEmpty else {
                throw Refusal(
                    "unuse \(subject)", .unknown("no such use is in place"),
                    hint: left.isEmpty ? nil : "see `graft use`")
            }
            for assignment in found {
                left.removeAll { $0 == assignment }
                try takeBack(assignment, leaving: left, shelf, kernel, session)
                try AssignmentFile(places).write(left, session)
            }
            return found
        }
    }

    private func takeBack(
        _ assignment: Assignment, leaving left: [Assignment], _ shelf: Shelf,
        _ kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) {
        let standing = try self.standing(of: assignment)
        if let group = assignment.scope.group {
            let rest = left.filter { $0.scope.group == group }
            let chooser = Chooser(group, places)
            let isThere = ControlGroup.contains(group)
            return rest.isEmpty || !isThere
                ? try chooser.remove() : try chooser.apply(rest, shelf: shelf, on: kernel)
        }
        if case .drifted(let why) = standing {
            session.warn("\(assignment.scope) is left as it is: \(why)")
            return
        }
        switch assignment.scope {
        case .namespace(let name): try restoreDefault(assignment, name, session)
        case .route(let range, let name):
            do throws(Refusal) {
                try restoreRoute(assignment, to: range, name)
            } catch  where standing == .unregistered {
                // It could not be looked at, so it may be gone.
                session.warn("\(error)")
            }
        case .controlGroup: break
        }
    }

    private func restoreRoute(
        _ assignment: Assignment, to range: AddressPrefix, _ name: String?
    ) throws(Refusal) {
        guard let route = assignment.route.flatMap({ AssignedRoute($0) }) else { return }
        let namespace = try open(name, "unuse \(assignment.algorithm)")
        let routes = AssignedRoutes(in: namespace, for: range.address)
        if let before = assignment.before.flatMap({ AssignedRoute($0) }) {
            try routes.replace(before)
        } else {
            try routes.remove(route)
        }
    }

    private func restoreDefault(
        _ assignment: Assignment, _ name: String?, _ session: borrowing Session
    ) throws(Refusal) {
        guard let before = assignment.before else { return }
        let attempt = "put back \(before) as \(assignment.scope)"
        guard try isRegistered(before) else {
            session.warn("\(assignment.scope) stays: \(before), which it was, is gone")
            return
        }
        let namespace = try open(name, attempt)
        guard try isAllowed(before, namespace.identity, attempt) else {
            session.warn("\(assignment.scope) stays: only the initial one may have \(before)")
            return
        }
        try refusing(attempt) { () throws(KernelError) in
            try Sysctl.congestionControl.write(before, in: namespace)
        }
    }
}
