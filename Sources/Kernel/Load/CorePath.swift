// SPDX-License-Identifier: Apache-2.0

/// The way from a type to one of its fields, in one BTF.
///
/// An object says `0:12:3`: "of the first such structure, member 12, of which
/// member 3". In the kernel the same way is found again by the members' names.
struct CorePath {
    enum Step: Equatable {
        /// A named member, with the type that this BTF gives it.
        case member(String, type: BTF.ID)
        case element(Int)
    }

    let root: BTF.ID
    /// How many whole structures to pass first: `array[1].field`.
    let rootIndex: Int
    private(set) var steps: [Step] = []
    private(set) var bitOffset: Int
    /// 0 where the field is no bit field.
    private(set) var bitSize = 0
    /// The type of the field.
    private(set) var type: BTF.ID

    /// Reads the way that an object spells out; nil where it leads nowhere.
    init?(_ access: String, root: BTF.ID, in types: BTF) {
        let indices = access.split(separator: ":").compactMap { Int($0) }
        guard let first = indices.first, first >= 0, first < 1 << 20 else { return nil }
        self.init(root: root, rootIndex: first, in: types)
        for index in indices.dropFirst() {
            let record = types.record(types.resolve(type))
            switch record.kind {
            case .structure, .union:
                guard index >= 0, index < record.count else { return nil }
                let member = record.member(index)
                enter(member)
                if member.nameOffset != 0 {
                    steps.append(.member(types.name(at: member.nameOffset), type: member.type))
                }
            case .array:
                guard index >= 0, enter(element: index, of: record, types) else { return nil }
                steps.append(.element(index))
            default: return nil
            }
        }
    }

    /// Follows the steps of `local` from another root, by name; nil where they lead nowhere.
    init?(following local: CorePath, _ localTypes: BTF, from root: BTF.ID, in types: BTF) {
        self.init(root: root, rootIndex: local.rootIndex, in: types)
        for step in local.steps {
            switch step {
            case .member(let name, let localType):
                guard enter(named: name, types),
                    CoreCompatibility.fields(localType, localTypes, type, types)
                else { return nil }
            case .element(let index):
                let record = types.record(types.resolve(type))
                guard record.kind == .array, index < record.arrayCount || record.arrayCount == 0,
                    enter(element: index, of: record, types)
                else { return nil }
            }
        }
    }

    private init(root: BTF.ID, rootIndex: Int, in types: BTF) {
        self.root = root
        self.rootIndex = rootIndex
        type = root
        bitOffset = rootIndex &* (types.size(root) ?? 0) &* 8
    }

    private mutating func enter(_ member: BTF.Record.Member) {
        bitOffset &+= member.bitOffset
        bitSize = member.bitSize
        type = member.type
    }

    private mutating func enter(element index: Int, of record: BTF.Record, _ types: BTF) -> Bool {
        guard let size = types.size(record.arrayElement), index < 1 << 24 else { return false }
        bitOffset &+= index &* size &* 8
        bitSize = 0
        type = record.arrayElement
        return true
    }

    /// Enters the member with this name, through members that have none.
    private mutating func enter(named name: String, _ types: BTF, depth: Int = 0) -> Bool {
        let record = types.record(types.resolve(type))
        guard depth < 16, record.kind == .structure || record.kind == .union else { return false }
        for index in 0..<record.count {
            let member = record.member(index)
            if member.nameOffset == 0 {
                var inner = self
                inner.enter(member)
                if inner.enter(named: name, types, depth: depth + 1) {
                    self = inner
                    return true
                }
            } else if types.name(at: member.nameOffset) == name {
                enter(member)
                return true
            }
        }
        return false
    }
}
