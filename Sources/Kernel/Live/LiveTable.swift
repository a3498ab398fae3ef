// SPDX-License-Identifier: Apache-2.0

/// A struct_ops map as the kernel shows it: what is in which slot, and whether it is in use.
public struct LiveTable: Sendable {
    public let mapID: UInt32
    /// The C variable's name, cut at 15 bytes.
    public let tableName: String
    public let structName: String
    /// The name that it registers, where the structure has one.
    public let registeredName: String?
    public let isLinked: Bool
    public let state: State
    /// Filled operations, in the kernel's order.
    public let operations: [(member: String, program: UInt32)]

    public enum State: UInt32, Sendable {
        /// No value was committed.
        case empty = 0
        /// Registered, without a link.
        case registered = 1
        /// Unregistered, and held by those who still use it.
        case leaving = 2
        /// Committed, for a link to register.
        case ready = 3
    }

    /// Reads the value of a map; nil for one that is no struct_ops map.
    public init?(_ map: Map, in kernel: RunningKernel) throws(KernelError) {
        let details = try map.details()
        guard details.type == Map.structOps else { return nil }
        let types = kernel.types
        let wrapper = details.kernelValueType
        guard let data = types.member("data", of: wrapper),
            let value = try map.value([0, 0, 0, 0], size: details.valueSize), value.count >= 8
        else { return nil }
        let structure = types.resolve(data.type)
        let base = data.bitOffset / 8
        mapID = details.id
        tableName = details.name
        structName = types.name(structure)
        isLinked = details.isLinked
        // refcnt and state come first in every wrapper.
        state = State(rawValue: LiveTable.number(value, at: 4, size: 4)) ?? .empty
        var operations: [(member: String, program: UInt32)] = []
        var name: String?
        let record = types.record(structure)
        for index in 0..<record.count {
            let member = record.member(index)
            let offset = base + member.bitOffset / 8
            let memberName = types.name(at: member.nameOffset)
            let target = types.record(types.resolve(member.type))
            if target.kind == .pointer, offset + 8 <= value.count,
                types.kind(types.resolve(target.target)) == .prototype
            {
                let program = LiveTable.number(value, at: offset, size: 4)
                if program != 0 { operations.append((memberName, program)) }
            } else if name == nil, memberName == "name" || memberName == "id",
                target.kind == .array, offset + target.arrayCount <= value.count
            {
                let field = value[offset..<offset + target.arrayCount]
                name = String(decoding: field.prefix { $0 != 0 }, as: UTF8.self)
            }
        }
        self.operations = operations
        registeredName = name
    }

    private static func number(_ bytes: [UInt8], at offset: Int, size: Int) -> UInt32 {
        bytes[offset..<offset + size].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    }
}
