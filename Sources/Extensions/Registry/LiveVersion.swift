// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A version as the kernel shows it, whatever holds it.
struct LiveVersion {
    let id: UInt32
    let carrier: Carrier
    /// The operations that it fills, or the one program, by the hook's name.
    let operations: [(member: String, program: UInt32)]
    /// A table's; nil for a program.
    let table: LiveTable?

    init(_ map: Map, _ table: LiveTable) {
        id = table.mapID
        carrier = .table(map)
        operations = table.operations
        self.table = table
    }

    init(_ program: Program, as member: String) throws(KernelError) {
        id = try program.details().id
        carrier = .program(program)
        operations = [(member, id)]
        table = nil
    }

    /// The one with this number in this hook; nil when it has gone.
    init?(_ hook: Hook, id: UInt32, in kernel: RunningKernel) throws(KernelError) {
        guard let carrier = try Carrier(hook.carrier, id: id) else { return nil }
        try self.init(carrier, hook, in: kernel)
    }

    init?(_ carrier: Carrier, _ hook: Hook?, in kernel: RunningKernel) throws(KernelError) {
        switch carrier {
        case .table(let map):
            guard let table = try LiveTable(map, in: kernel) else { return nil }
            self.init(map, table)
        case .program(let program):
            try self.init(program, as: hook?.id ?? "program")
        }
    }

    /// It is registered without a link.
    var isRegisteredAlone: Bool { table?.state == .registered }
}
