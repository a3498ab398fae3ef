// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What fills the hooks of this kernel, whoever put it there: read once.
///
/// Programs that were attached without a link are not among them: the kernel
/// keeps no list of those.
struct LiveHooks {
    /// Every struct_ops map there is, by number.
    private(set) var tables: [LiveVersion] = []
    private var tableByID: [UInt32: Int] = [:]
    /// The struct_ops maps that some link holds.
    private(set) var linked: Set<UInt32> = []
    private(set) var programs: [Attached] = []

    /// A program that a link holds in a hook.
    struct Attached {
        let name: String
        let hook: Hook
        let site: String
        let version: LiveVersion
    }

    init(_ kernel: RunningKernel) throws(KernelError) {
        for id in try Map.allIDs().sorted() {
            guard let map = try Map(id: id), let table = try LiveTable(map, in: kernel) else {
                continue
            }
            tableByID[table.mapID] = tables.count
            tables.append(LiveVersion(map, table))
        }
        for id in try Link.allIDs() {
            guard let link = try Link(id: id) else { continue }
            try add(link.details())
        }
    }

    func table(_ id: UInt32) -> LiveVersion? { tableByID[id].map { tables[$0] } }

    /// The table that a pin was found to hold; nil for a program.
    func table(_ carrier: Carrier) throws(KernelError) -> LiveVersion? {
        guard case .table = carrier else { return nil }
        return table(try carrier.id())
    }

    private mutating func add(_ link: Link.Details) throws(KernelError) {
        if link.isStructOps { linked.insert(link.mapID) }
        guard !link.isSevered,
            let hook = Hook.known.first(where: { $0.program?.made(link) == true }),
            let program = try Program(id: link.programID)
        else { return }
        programs.append(
            Attached(
                name: try program.details().name, hook: hook, site: hook.words(link.target),
                version: try LiveVersion(program, as: hook.id)))
    }
}

extension Hook {
    /// A site by the number that the kernel has for it.
    fileprivate func words(_ target: UInt64) -> String {
        switch site {
        case .host: "\(Site.host)"
        case .namespace: "netns net:[\(target)]"
        case .device: "dev \(target)"
        case .controlGroup: "cgroup \(target)"
        }
    }
}
