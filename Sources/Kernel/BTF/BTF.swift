// SPDX-License-Identifier: Apache-2.0

/// Type information in BTF: an object's own, or the running kernel's.
///
/// A type is known by its number. Number 0 is void. The table of offsets is
/// made in one pass at the start (half a millisecond for the kernel's hundred
/// thousand types); everything else is read where it lies.
public final class BTF: @unchecked Sendable {
    public typealias ID = UInt32

    /// Keeps the memory alive.
    let bytes: Bytes
    let types: UnsafeRawBufferPointer
    let strings: UnsafeRawBufferPointer
    /// Where each type begins in `types`; entry 0 stands for void and is unused.
    private let offsets: ContiguousArray<UInt32>

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
        guard let offsets = BTF.index(types) else {
            throw KernelError(attempt, .said("its BTF is damaged"))
        }
        self.offsets = offsets
    }

    /// How many types there are, void included.
    public var count: Int { offsets.count }

    public func name(at offset: UInt32) -> String { strings.text(at: Int(offset)) }

    /// The record of a type; void for a number that is out of range.
    func record(_ id: ID) -> Record {
        guard id != 0, id < offsets.count, let base = types.baseAddress else { return Record.void }
        return Record(base: base + Int(offsets[Int(id)]))
    }

    public func name(_ id: ID) -> String { name(at: record(id).nameOffset) }

    public func kind(_ id: ID) -> Kind { record(id).kind }

    /// Where the record of `id` begins, counted from the start of the BTF.
    func position(of id: ID) -> Int {
        guard let start = types.baseAddress, let whole = bytes.raw.baseAddress else { return 0 }
        return start - whole + Int(offsets[Int(id)])
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
    private static func index(_ types: UnsafeRawBufferPointer) -> ContiguousArray<UInt32>? {
        guard let base = types.baseAddress else { return [0] }
        var offsets: ContiguousArray<UInt32> = [0]
        // The kernel's records take 26 bytes on average; an object's more.
        offsets.reserveCapacity(types.count / 22)
        var at = 0
        while at + 12 <= types.count {
            let record = Record(base: base + at)
            guard let size = record.byteCount, at + size <= types.count else { return nil }
            offsets.append(UInt32(truncatingIfNeeded: at))
            at += size
        }
        return at == types.count ? offsets : nil
    }

    public enum Kind: UInt32, Sendable {
        case void = 0
        case int, pointer, array, structure, union, enumeration, forward, typedef, volatile
        case const, restrict, function, prototype, variable, datasec, float, declarationTag
        case typeTag, enumeration64
    }
}
