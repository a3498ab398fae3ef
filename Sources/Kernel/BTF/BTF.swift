// SPDX-License-Identifier: Apache-2.0

/// Type information in BTF: an object's own, or the running kernel's.
///
/// A type is known by its number. Number 0 is void. One pass at the start notes
/// where every 32nd type begins (half a millisecond for the kernel's hundred
/// thousand, and 15 KB); everything else is read where it lies.
public final class BTF: @unchecked Sendable {
    public typealias ID = UInt32

    /// Keeps the memory alive.
    let bytes: Bytes
    let types: UnsafeRawBufferPointer
    let strings: UnsafeRawBufferPointer
    /// Where types 1, 33, 65 and so on begin in `types`.
    private let marks: [UInt32]
    /// How many types there are, void included.
    public let count: Int

    private static let stride = 32

    /// Reads BTF from `bytes`; `attempt` names its source in a refusal.
    public init(_ bytes: Bytes, attempt: String) throws(KernelError) {
        guard bytes.load(0, as: UInt16.self) == 0xEB9F,
            let header = bytes.load(4, as: UInt32.self),
            let typesAt = bytes.load(8, as: UInt32.self),
            let typesSize = bytes.load(12, as: UInt32.self),
            let stringsAt = bytes.load(16, as: UInt32.self),
            let stringsSize = bytes.load(20, as: UInt32.self),
            let types = bytes.slice(Int(header) + Int(typesAt), count: Int(typesSize)),
            let strings = bytes.slice(Int(header) + Int(stringsAt), count: Int(stringsSize)),
            strings.isEmpty || strings.last == 0
        else { throw KernelError(attempt, .said("its BTF is damaged")) }
        self.bytes = bytes
        self.types = types
        self.strings = strings
        guard let index = BTF.index(types) else {
            throw KernelError(attempt, .said("its BTF is damaged"))
        }
        marks = index.marks
        count = index.count
    }

    public func name(at offset: UInt32) -> String { strings.text(at: Int(offset)) }

    /// The record of a type; void for a number that is out of range.
    func record(_ id: ID) -> Record {
        guard id != 0, id < count, let base = types.baseAddress else { return Record.void }
        let (mark, steps) = Int(id - 1).quotientAndRemainder(dividingBy: BTF.stride)
        var at = base + Int(marks[mark])
        // The index was made by the same steps: every size is known and inside.
        for _ in 0..<steps { at += Record(base: at).byteCount ?? 0 }
        return Record(base: at)
    }

    /// Every type in order, at the cost of one step each.
    @inline(__always)
    func forEach(_ body: (ID, Record) -> Void) {
        guard var at = types.baseAddress else { return }
        for id in 1..<ID(max(count, 1)) {
            let record = Record(base: at)
            body(id, record)
            at += record.byteCount ?? 0
        }
    }

    public func name(_ id: ID) -> String { name(at: record(id).nameOffset) }

    public func kind(_ id: ID) -> Kind { record(id).kind }

    /// Where the record of `id` begins, counted from the start of the BTF.
    func position(of id: ID) -> Int {
        guard let whole = bytes.raw.baseAddress else { return 0 }
        return record(id).base - whole
    }

    /// The type behind typedefs, qualifiers and type tags.
    public func resolve(_ id: ID) -> ID {
        var id = id
        for _ in 0..<32 {
            let record = record(id)
            switch record.kind {
            case .typedef, .const, .volatile, .restrict, .typeTag: id = record.target
            default: return id
            }
        }
        return 0
    }

    /// The size of a value of this type in bytes; nil where it has none.
    public func size(_ id: ID, depth: Int = 0) -> Int? {
        let resolved = resolve(id)
        let record = record(resolved)
        switch record.kind {
        case .int, .structure, .union, .enumeration, .enumeration64, .float, .datasec:
            return Int(record.size)
        case .pointer: return 8
        case .array:
            guard depth < 16, let element = size(record.arrayElement, depth: depth + 1) else {
                return nil
            }
            let (product, overflow) = element.multipliedReportingOverflow(by: record.arrayCount)
            return overflow ? nil : product
        case .variable: return depth < 16 ? size(record.target, depth: depth + 1) : nil
        default: return nil
        }
    }
}

extension BTF {
    private static func index(_ types: UnsafeRawBufferPointer) -> (marks: [UInt32], count: Int)? {
        guard let base = types.baseAddress else { return ([], 1) }
        var marks: [UInt32] = []
        var count = 1
        var at = 0
        while at + 12 <= types.count {
            guard let size = Record(base: base + at).byteCount, at + size <= types.count else {
                return nil
            }
            if (count - 1) % stride == 0 { marks.append(UInt32(truncatingIfNeeded: at)) }
            count += 1
            at += size
        }
        return at == types.count ? (marks, count) : nil
    }

    public enum Kind: UInt32, Sendable {
        case void = 0
        case int, pointer, array, structure, union, enumeration, forward, typedef, volatile
        case const, restrict, function, prototype, variable, datasec, float, declarationTag
        case typeTag, enumeration64
    }
}
