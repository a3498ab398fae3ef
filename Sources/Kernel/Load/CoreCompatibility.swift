// SPDX-License-Identifier: Apache-2.0

/// When a type of an object and a type of the kernel speak of the same thing.
enum CoreCompatibility {
    /// Fields fit when a load that was compiled for one can be moved to the other.
    static func fields(_ a: BTF.ID, _ aTypes: BTF, _ b: BTF.ID, _ bTypes: BTF, depth: Int = 0)
        -> Bool
    {
        let first = aTypes.record(aTypes.resolve(a))
        let second = bTypes.record(bTypes.resolve(b))
        if isComposite(first), isComposite(second) { return true }
        if isEnumeration(first), isEnumeration(second) {
            return sameName(first, aTypes, second, bTypes)
        }
        guard first.kind == second.kind, depth < 16 else { return false }
        switch first.kind {
        case .pointer, .float: return true
        case .forward: return sameName(first, aTypes, second, bTypes)
        case .int: return first.integerOffset == 0 && second.integerOffset == 0
        case .array:
            return fields(first.arrayElement, aTypes, second.arrayElement, bTypes, depth: depth + 1)
        default: return false
        }
    }

    /// Types fit when they are of one kind, and so are those that they point to.
    static func types(_ a: BTF.ID, _ aTypes: BTF, _ b: BTF.ID, _ bTypes: BTF, depth: Int = 0)
        -> Bool
    {
        let first = aTypes.record(aTypes.resolve(a))
        let second = bTypes.record(bTypes.resolve(b))
        if isEnumeration(first), isEnumeration(second) { return true }
        guard first.kind == second.kind, depth < 16 else { return false }
        switch first.kind {
        case .pointer:
            return types(first.target, aTypes, second.target, bTypes, depth: depth + 1)
        case .array:
            return types(first.arrayElement, aTypes, second.arrayElement, bTypes, depth: depth + 1)
        case .prototype:
            guard first.count == second.count else { return false }
            for index in 0..<first.count {
                let mine = first.parameter(index).type
                let theirs = second.parameter(index).type
                guard types(mine, aTypes, theirs, bTypes, depth: depth + 1) else { return false }
            }
            return types(first.target, aTypes, second.target, bTypes, depth: depth + 1)
        default: return true
        }
    }

    /// Types match when, besides, every member and value of the object's is in the kernel's.
    static func matches(_ a: BTF.ID, _ aTypes: BTF, _ b: BTF.ID, _ bTypes: BTF, depth: Int = 0)
        -> Bool
    {
        let first = aTypes.record(aTypes.resolve(a))
        let second = bTypes.record(bTypes.resolve(b))
        guard types(a, aTypes, b, bTypes), depth < 8 else { return depth >= 8 }
        switch first.kind {
        case .structure, .union:
            let there = names(second, bTypes) {
                (second.member($0).nameOffset, second.member($0).type)
            }
            for index in 0..<first.count {
                let member = first.member(index)
                let name = aTypes.name(at: member.nameOffset)
                guard let other = there[name],
                    matches(member.type, aTypes, other, bTypes, depth: depth + 1)
                else { return false }
            }
            return true
        case .enumeration, .enumeration64:
            let there = names(second, bTypes) { (second.value($0).nameOffset, 0) }
            return (0..<first.count).allSatisfy {
                there[aTypes.name(at: first.value($0).nameOffset)] != nil
            }
        case .pointer:
            return matches(first.target, aTypes, second.target, bTypes, depth: depth + 1)
        case .int: return first.size == second.size && first.isSigned == second.isSigned
        default: return true
        }
    }

    static func isComposite(_ record: BTF.Record) -> Bool {
        record.kind == .structure || record.kind == .union
    }

    static func isEnumeration(_ record: BTF.Record) -> Bool {
        record.kind == .enumeration || record.kind == .enumeration64
    }

    private static func sameName(_ a: BTF.Record, _ aTypes: BTF, _ b: BTF.Record, _ bTypes: BTF)
        -> Bool
    {
        let first = BTF.withoutFlavour(aTypes.name(at: a.nameOffset))
        let second = BTF.withoutFlavour(bTypes.name(at: b.nameOffset))
        return first.isEmpty || second.isEmpty || first == second
    }

    private static func names(
        _ record: BTF.Record, _ types: BTF, _ entry: (Int) -> (UInt32, BTF.ID)
    ) -> [String: BTF.ID] {
        var names: [String: BTF.ID] = [:]
        for index in 0..<record.count {
            let (offset, type) = entry(index)
            names[types.name(at: offset)] = type
        }
        return names
    }
}
