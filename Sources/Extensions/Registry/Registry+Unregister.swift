// SPDX-License-Identifier: Apache-2.0
import Kernel

extension Registry {
    /// Takes a registration of ours out of its hook, and returns when the kernel
    /// says that it is gone.
    public func unregister(
        _ word: String, shelf: Shelf, on kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) -> String {
        try recover(shelf: shelf, on: kernel, session)
        let name = try resolve(word)
        try recording("unregister", session) { entry throws(Refusal) in
            entry.name = name
            let current = try registration(named: name, on: kernel)
            entry.hook = current?.hook.id
            entry.before = current?.current?.record?.digest
            try takeOut(name, kernel, session)
        }
        return name
    }

    private func takeOut(
        _ name: String, _ kernel: RunningKernel, _ session: borrowing Session
    ) throws(Refusal) {
        guard let registration = try registration(named: name, on: kernel) else {
            throw try unknown(name, on: kernel, "unregister \(name)")
        }
        guard registration.owner == .graft else {
            throw Refusal(
                "unregister \(name)", .foreign("\"\(name)\" was not registered by graft"),
                hint: "if you are sure: `graft unregister --foreign \(name)`")
        }
        let record = registration.record.map { [$0] } ?? []
        try session.declare(Intent(.unregister, record))
        try remove(name, session)
        try waitUntilGone(name, registration.hook)
        try forgetPending(name)
        try session.fulfil()
    }

    /// Takes out what somebody else registered.
    public func unregisterForeign(_ name: String, on kernel: RunningKernel) throws(Refusal) {
        let attempt = "unregister \(name)"
        let all = try list(on: kernel).filter { $0.name == name && $0.owner == .foreign }
        guard let registration = all.first, let carrier = registration.current?.carrierID else {
            throw try unknown(name, on: kernel, attempt)
        }
        try refusing(attempt) { () throws(KernelError) in
            var isHeld = false
            for id in try Link.allIDs() {
                guard let link = try Link(id: id), registration.isHeld(by: try link.details())
                else { continue }
                try link.detach(name)
                isHeld = true
            }
            if !isHeld { try Map(id: carrier)?.delete(key: [0, 0, 0, 0]) }
        }
        try waitUntilGone(name, registration.hook)
    }

    /// The refusal for a name that is not there, with the nearest that is.
    func unknown(_ name: String, on kernel: RunningKernel, _ attempt: String) throws(Refusal)
        -> Refusal
    {
        Refusal(
            attempt, .unknown("nothing is registered as \"\(name)\""),
            hint: hint(for: name, among: try names(), otherwise: "see `graft list`"))
    }

    /// Lets go of everything that is held under a name. Every step may find its work done.
    func remove(_ name: String, _ session: borrowing Session) throws(Refusal) {
        try refusing("unregister \(name)") { () throws(KernelError) in
            KillPoint.reached("remove-begun")
            try letGo(places.link(of: name))
            KillPoint.reached("link-let-go")
            for pin in try Folder(places.pins(of: name)).namesIfAny() {
                let path = places.pins(of: name) + "/" + pin
                // A map that was registered without a link stays until its value goes.
                if case .table(let map) = try Carrier(pinnedAt: path), try !map.details().isLinked {
                    try unregister(map)
                }
                try File(path).removeIfAny()
            }
            KillPoint.reached("pins-removed")
            try Folder(places.pins(of: name)).removeIfAny()
            try File(places.record(of: name)).removeIfAny()
        }
    }

    private func unregister(_ map: Map) throws(KernelError) {
        do throws(KernelError) {
            try map.delete(key: [0, 0, 0, 0])
        } catch  where error.isForLackOfIt {
            // It was not registered: loaded and pinned, and then killed.
        }
    }

    /// Unpins a link while holding it, so that the last reference is ours and
    /// the kernel has unregistered it when this returns.
    func letGo(_ path: String) throws(KernelError) {
        guard File(path).isThere else { return }
        let link = try Link(pinnedAt: path)
        try File(path).removeIfAny()
        _ = consume link
    }

    private func waitUntilGone(_ name: String, _ hook: Hook) throws(Refusal) {
        let start = Instant.now
        while try hook.registeredNames()?.contains(name) == true {
            guard Instant.now.since(start) < .seconds(5) else {
                throw Refusal(
                    "unregister \(name)", .said("the kernel still has it: somebody else holds it"),
                    hint: "see `graft list \(name)`")
            }
            Duration.milliseconds(1).pause()
        }
    }
}
