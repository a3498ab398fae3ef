// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Kernel

/// An object comes from a stranger: whatever it holds, it is read or refused.
///
/// A trap would end the whole run, which is how these tests fail.
@Suite("A damaged object")
struct RobustnessTests {
    let whole: [UInt8]

    init() throws { whole = try Fixture.strippedBytes("reading") }

    @Test("is refused when it is not ELF")
    func notELF() {
        for bytes: [UInt8] in [[], [0x7f], Array("#!/bin/sh\n".utf8)] {
            #expect(throws: KernelError("read x", .said("not an ELF file"))) {
                try Object(Bytes(bytes), name: "x")
            }
        }
    }

    @Test("is refused when it is for another machine")
    func otherMachine() {
        var bytes = whole
        bytes[18] = 62
        bytes[19] = 0
        #expect(throws: KernelError("read x", .said("an ELF file, but not a BPF object"))) {
            try Object(Bytes(bytes), name: "x")
        }
        bytes = whole
        bytes[4] = 1
        #expect(
            throws: KernelError(
                "read x",
                .said("built for another machine: a 64-bit little-endian object is needed"))
        ) {
            try Object(Bytes(bytes), name: "x")
        }
    }

    @Test("is refused when it is cut short, wherever that is")
    func cutShort() {
        var accepted: [Int] = []
        for count in stride(from: 0, to: whole.count, by: 7) where use(Array(whole[..<count])) {
            accepted.append(count)
        }
        #expect(accepted == [])
    }

    @Test(
        "is read or refused when a byte of it is wrong")
    func flipped() {
        var random = Splitmix(state: 20_261_121)
        var refused = 0
        for _ in 0..<2000 {
            var bytes = whole
            bytes[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 8))
            if !use(bytes) { refused += 1 }
        }
        // Some damage lies in the code or in a name, some in what must be refused.
        #expect(refused > 20)
        #expect(refused < 2000)
    }

    @Test(
        "is read or refused when a word of its types or headers is wild")
    func wild() throws {
        var random = Splitmix(state: 7)
        let elf = try ElfImage(Bytes(whole), attempt: "read")
        let names = [".BTF", ".BTF.ext", ".symtab", ".rel.struct_ops", ".rel.struct_ops.link"]
        var parts = elf.sections.filter { names.contains($0.name) }.map { ($0.offset, $0.size) }
        parts.append((0, 64))
        // The section headers stand at the end.
        parts.append((whole.count - elf.sections.count * 64, elf.sections.count * 64))
        var refused = 0
        for turn in 0..<2000 {
            let (offset, size) = parts[turn % parts.count]
            var bytes = whole
            let at = offset + Int(random.next() % UInt64(size - 4)) / 4 * 4
            let values: [UInt32] = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x0400_0001]
            let value = values[Int(random.next() % UInt64(values.count))]
            for byte in 0..<4 { bytes[at + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
            if !use(bytes) { refused += 1 }
        }
        #expect(refused > 100)
        #expect(refused < 2000)
    }

    /// Everything that is done with an object before the kernel sees it; false when refused.
    private func use(_ bytes: [UInt8]) -> Bool {
        do throws(KernelError) {
            let object = try Object(Bytes(bytes), name: "x")
            for global in object.globals {
                _ = global.initial.text(in: object.types)
                _ = try? global.value(from: "1", in: object.types)
            }
            for table in object.tables { _ = table.number("flags", in: object) }
            _ = (object.metadata.count, object.kernelTypes, object.maps.map(\.typeName))
            _ = ObjectTypes(object)
            let linker = try CodeLinker(
                object, targets: CodeLinker.Targets(),
                core: CoreResolver(local: object.types, kernel: object.types, candidates: [:]),
                attempt: "link")
            for program in object.programs {
                let linked = try? linker.link(program)
                if let linked { _ = linker.records(linked, from: object.extensions.lines) }
            }
            return true
        } catch {
            return false
        }
    }
}

/// Sebastiano Vigna's splitmix64: the same numbers in every run.
struct Splitmix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
