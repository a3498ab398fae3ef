// SPDX-License-Identifier: Apache-2.0
import CKernel

/// An object's BTF as the kernel accepts it.
///
/// A compiler leaves three things open that the kernel wants closed: where in
/// their sections the globals lie, which functions are to be verified on their
/// own, and what it expects from outside, which the kernel's BTF knows no way
/// to say. All are mended in place: no record changes its size.
struct ObjectTypes {
    private var bytes: [UInt8]
    private let types: BTF
    private let elf: ElfImage

    init(_ object: Object) {
        bytes = [UInt8](object.types.bytes.raw)
        types = object.types
        elf = object.elf
        for id in 1..<BTF.ID(max(types.count, 1)) {
            switch types.kind(id) {
            case .datasec: mendSection(id)
            case .function: mendFunction(id)
            case .variable where types.record(id).variableLinkage == 2:
                // An extern: the kernel knows no such linkage; call it allocated.
                write(1, at: types.position(of: id) + 12)
                write(anyInteger, at: types.position(of: id) + 8)
            default: break
            }
        }
    }

    func load(_ name: String) throws(KernelError) -> Descriptor {
        let status = bytes.withUnsafeBytes { bpf_btf_load($0.baseAddress, $0.count, nil) }
        try KernelError.check(status, "load the types of \(name)")
        return Descriptor(owning: status)
    }

    private mutating func write(_ word: UInt32, at position: Int) {
        withUnsafeBytes(of: word.littleEndian) {
            bytes.replaceSubrange(position..<position + 4, with: $0)
        }
    }

    /// Some integer type of the object, of a sound size; every object with code has one.
    private var anyInteger: BTF.ID {
        (1..<BTF.ID(max(types.count, 2))).first {
            types.kind($0) == .int && types.record($0).size <= 16
        } ?? 1
    }

    private mutating func mendSection(_ id: BTF.ID) {
        let record = types.record(id)
        let position = types.position(of: id)
        let name = types.name(id)
        if name == ".ksyms" || name == ".kconfig" {
            return mendExterns(record, position)
        }
        guard let index = elf.section(named: name) else { return }
        write(UInt32(elf.sections[index].size), at: position + 8)
        var entries: [(type: BTF.ID, offset: Int, size: Int)] = []
        for place in 0..<record.count {
            var entry = record.variable(place)
            let variable = types.name(entry.type)
            let symbol = elf.symbols.first { $0.name == variable && $0.section == index }
            if let symbol { entry.offset = symbol.value }
            if entry.size == 0 { entry.size = types.size(entry.type) ?? 0 }
            entries.append(entry)
        }
        entries.sort { $0.offset < $1.offset }
        for (place, entry) in entries.enumerated() {
            write(entry.type, at: position + 12 + place * 12)
            write(UInt32(entry.offset), at: position + 16 + place * 12)
            write(UInt32(entry.size), at: position + 20 + place * 12)
        }
    }

    /// What is outside lies in no section. The record becomes a structure of
    /// integers without names: of the same size, and harmless.
    private mutating func mendExterns(_ record: BTF.Record, _ position: Int) {
        write(0, at: position)
        write(BTF.Kind.structure.rawValue << 24 | UInt32(record.count), at: position + 4)
        let integer = anyInteger
        let size = UInt32(types.size(integer) ?? 4)
        write(size &* UInt32(record.count), at: position + 8)
        for place in 0..<record.count {
            write(0, at: position + 12 + place * 12)
            write(integer, at: position + 16 + place * 12)
            write(size &* 8 &* UInt32(place), at: position + 20 + place * 12)
        }
    }

    /// Linkage 0 is static, 1 global, 2 extern.
    private mutating func mendFunction(_ id: BTF.ID) {
        let record = types.record(id)
        let position = types.position(of: id)
        if record.count == 2 {
            // A kernel function, declared: a typedef of its prototype says as much.
            write(BTF.Kind.typedef.rawValue << 24, at: position + 4)
        } else if record.count == 1 {
            let name = types.name(id)
            let symbol = elf.symbols.first {
                $0.name == name && $0.kind == ElfImage.Symbol.function
            }
            // Hidden functions are verified with their callers, as static ones are.
            if symbol?.isHidden == true {
                write(BTF.Kind.function.rawValue << 24, at: position + 4)
            }
        }
    }
}
