// SPDX-License-Identifier: Apache-2.0

/// Finds the number that an instruction needs on this kernel: a field's offset
/// or size, a type's number, a value of an enumeration.
///
/// "Compile once, run everywhere": the object says which field it means, in its
/// own types; the answer is looked up in the kernel's.
struct CoreResolver {
    let local: BTF
    let kernel: BTF
    /// The kernel's types by name, for every root that the object mentions.
    let candidates: [String: [BTF.ID]]

    enum Kind: UInt32 {
        case byteOffset = 0
        case byteSize, fieldExists, isSigned, leftShift, rightShift
        case localTypeID, kernelTypeID, typeExists, typeSize
        case valueExists, value, typeMatches

        /// Answers yes or no, so that "it is not there" is an answer.
        var isQuestion: Bool {
            switch self {
            case .fieldExists, .typeExists, .valueExists, .typeMatches: true
            default: false
            }
        }
    }

    struct Answer: Equatable {
        var value: UInt64
        /// The width that a load or store should have here, where it differs.
        var width: Int?
        /// The field has another width here, and it is not an unsigned number.
        var widthMisfit = false
    }

    /// The answer; nil where this kernel has no such thing.
    func resolve(_ relocation: BTFExtensions.CoreRelocation, _ attempt: String)
        throws(KernelError) -> Answer?
    {
        guard let kind = Kind(rawValue: relocation.kind) else {
            throw KernelError(attempt, .said("a relocation of unknown kind \(relocation.kind)"))
        }
        if kind == .localTypeID { return Answer(value: UInt64(relocation.type)) }
        let localName = BTF.withoutFlavour(local.name(relocation.type))
        guard let path = CorePath(access(relocation, kind), root: relocation.type, in: local) else {
            throw KernelError(attempt, .said("a relocation of \"\(localName)\" leads nowhere"))
        }
        var answers: [Answer] = []
        for candidate in candidates[localName] ?? [] where sameKind(candidate, relocation.type) {
            guard let answer = answer(kind, relocation, path, candidate) else { continue }
            if !answers.contains(answer) { answers.append(answer) }
        }
        guard answers.count <= 1 else {
            throw KernelError(
                attempt,
                .said("this kernel has several types \"\(localName)\" that differ"))
        }
        return answers.first ?? (kind.isQuestion ? Answer(value: 0) : nil)
    }

    /// The way to a field; a type or a value has none.
    private func access(_ relocation: BTFExtensions.CoreRelocation, _ kind: Kind) -> String {
        kind.rawValue <= Kind.rightShift.rawValue ? relocation.access : "0"
    }

    private func sameKind(_ candidate: BTF.ID, _ type: BTF.ID) -> Bool {
        let first = local.record(type)
        let second = kernel.record(candidate)
        return first.kind == second.kind
            || CoreCompatibility.isEnumeration(first) && CoreCompatibility.isEnumeration(second)
    }

    private func answer(
        _ kind: Kind, _ relocation: BTFExtensions.CoreRelocation, _ path: CorePath,
        _ candidate: BTF.ID
    ) -> Answer? {
        switch kind {
        case .typeExists:
            return fits(relocation.type, candidate) ? Answer(value: 1) : nil
        case .typeMatches:
            return CoreCompatibility.matches(relocation.type, local, candidate, kernel)
                ? Answer(value: 1) : nil
        case .kernelTypeID:
            return fits(relocation.type, candidate) ? Answer(value: UInt64(candidate)) : nil
        case .typeSize:
            guard fits(relocation.type, candidate) else { return nil }
            return kernel.size(candidate).map { Answer(value: UInt64($0)) }
        case .value, .valueExists:
            return value(relocation, candidate).map { kind == .value ? $0 : Answer(value: 1) }
        default:
            let found = CorePath(following: path, local, from: candidate, in: kernel)
            return found.flatMap { field(kind, path, $0) }
        }
    }

    private func fits(_ type: BTF.ID, _ candidate: BTF.ID) -> Bool {
        CoreCompatibility.types(type, local, candidate, kernel)
    }

    private func value(_ relocation: BTFExtensions.CoreRelocation, _ candidate: BTF.ID) -> Answer? {
        let mine = local.record(local.resolve(relocation.type))
        guard let index = Int(relocation.access), index >= 0, index < mine.count else { return nil }
        let name = BTF.withoutFlavour(local.name(at: mine.value(index).nameOffset))
        let theirs = kernel.record(kernel.resolve(candidate))
        for index in 0..<theirs.count
        where BTF.withoutFlavour(kernel.name(at: theirs.value(index).nameOffset)) == name {
            return Answer(value: theirs.value(index).value)
        }
        return nil
    }

    private func field(_ kind: Kind, _ mine: CorePath, _ theirs: CorePath) -> Answer? {
        guard let place = CorePlace(theirs, in: kernel) else { return nil }
        switch kind {
        case .fieldExists: return Answer(value: 1)
        case .byteOffset: return offset(place, mine, theirs)
        case .byteSize: return Answer(value: UInt64(place.byteSize))
        case .isSigned:
            let record = kernel.record(kernel.resolve(theirs.type))
            return Answer(value: record.isSigned ? 1 : 0)
        case .leftShift:
            return Answer(
                value: UInt64(64 - (place.bitOffset + place.bitSize - place.byteOffset * 8)))
        case .rightShift: return Answer(value: UInt64(64 - place.bitSize))
        default: return nil
        }
    }

    private func offset(_ place: CorePlace, _ mine: CorePath, _ theirs: CorePath) -> Answer {
        var answer = Answer(value: UInt64(place.byteOffset))
        guard let own = CorePlace(mine, in: local), mine.bitSize == 0, theirs.bitSize == 0,
            own.byteSize != place.byteSize
        else { return answer }
        let first = local.record(local.resolve(mine.type))
        let second = kernel.record(kernel.resolve(theirs.type))
        let bothPointers = first.kind == .pointer && second.kind == .pointer
        let bothUnsigned =
            first.kind == .int && second.kind == .int && !first.isSigned && !second.isSigned
        if bothPointers || bothUnsigned {
            answer.width = place.byteSize
        } else if first.kind != .array && !CoreCompatibility.isComposite(first) {
            answer.widthMisfit = true
        }
        return answer
    }
}

/// Where a field lies, in bytes that one load can fetch.
private struct CorePlace {
    let byteOffset: Int
    let byteSize: Int
    let bitOffset: Int
    let bitSize: Int

    init?(_ path: CorePath, in types: BTF) {
        // A flexible array has no size, and an offset all the same.
        guard var size = types.size(path.type), size > 0 || path.bitSize == 0 else { return nil }
        bitOffset = path.bitOffset
        guard path.bitSize > 0 else {
            byteOffset = path.bitOffset / 8
            byteSize = size
            bitSize = size * 8
            return
        }
        // The smallest aligned load that holds all bits of the field.
        bitSize = path.bitSize
        var offset = bitOffset / 8 / size * size
        while bitOffset + bitSize - offset * 8 > size * 8 {
            guard size < 8 else { return nil }
            size *= 2
            offset = bitOffset / 8 / size * size
        }
        byteOffset = offset
        byteSize = size
    }
}
