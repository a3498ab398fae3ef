// SPDX-License-Identifier: Apache-2.0
import Kernel

/// Control groups that tell apart whose processor time is whose: for each arm the
/// clients' and the servers', and behind them what has no arm.
final class Accounts: Sendable {
    private let groups: [HeldGroup]
    let clients: [Folder]
    let servers: [Folder]

    private final class HeldGroup: Sendable {
        let group: ControlGroup

        init(_ group: consuming ControlGroup) { self.group = group }
    }

    init(_ count: Int, prefix: String) throws(KernelError) {
        var groups: [HeldGroup] = []
        for index in 0..<count {
            for end in ["client", "server"] {
                groups.append(
                    HeldGroup(try ControlGroup.create(named: "\(prefix)\(index).\(end)")))
            }
        }
        self.groups = groups
        clients = stride(from: 0, to: groups.count, by: 2).map { groups[$0].group.folder }
        servers = stride(from: 1, to: groups.count, by: 2).map { groups[$0].group.folder }
    }

    struct Times: Equatable, Sendable {
        var client = Duration.zero
        var server = Duration.zero
    }

    /// What each account has used so far.
    func times() throws(KernelError) -> [Times] {
        var times: [Times] = []
        for index in stride(from: 0, to: groups.count, by: 2) {
            times.append(
                Times(
                    client: try groups[index].group.processorTime(),
                    server: try groups[index + 1].group.processorTime()))
        }
        return times
    }
}
