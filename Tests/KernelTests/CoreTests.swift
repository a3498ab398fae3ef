// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Kernel

/// The "kernel" here is `answering.bpf.c`; `asking.bpf.c` asks.
@Suite("A relocation")
struct CoreTests {
    let asking: Object
    let kernel: BTF
    let resolver: CoreResolver

    init() throws {
        asking = try Fixture.object("asking")
        kernel = try Fixture.object("answering").types
        let names = ["gt_outer", "gt_inner", "gt_missing", "gt_kind"]
        resolver = CoreResolver(
            local: asking.types, kernel: kernel, candidates: kernel.find(names))
    }

    private func answer(_ question: String) throws -> CoreResolver.Answer? {
        let relocations = try #require(asking.extensions.core["syscall/\(question)"])
        try #require(relocations.count == 1)
        return try resolver.resolve(relocations[0], "ask")
    }

    /// The code of a question, with the kernel's numbers in it.
    private func code(_ question: String) throws -> [Instruction] {
        let linker = try CodeLinker(
            asking, targets: CodeLinker.Targets(), core: resolver, attempt: "link")
        let program = try #require(asking.programs.first { $0.section == "syscall/\(question)" })
        return try linker.link(program).instructions
    }

    @Test(
        "finds where a field is",
        arguments: [
            ("offset_second", 24), ("offset_number", 44), ("offset_ancient", 64),
        ])
    func offsets(question: String, offset: UInt64) throws {
        #expect(try answer(question)?.value == offset)
    }

    @Test("finds a field that has moved into members without a name")
    func hidden() throws {
        #expect(try answer("offset_hidden")?.value == 12)
        #expect(try answer("exists_hidden")?.value == 1)
    }

    @Test("finds how wide a field is", arguments: [("size_second", 4), ("size_numbers", 12)])
    func sizes(question: String, size: UInt64) throws {
        #expect(try answer(question)?.value == size)
    }

    @Test("finds a bit field and the load that holds all of it")
    func bits() throws {
        // Bits 7 to 9 of the word at 32.
        #expect(try answer("offset_bits")?.value == 32)
        #expect(try answer("size_bits")?.value == 4)
        #expect(try answer("up_bits")?.value == 64 - 10)
        #expect(try answer("down_bits")?.value == 64 - 3)
    }

    @Test("finds whether a field has a sign")
    func signs() throws {
        #expect(try answer("signed_wider")?.value == 0)
        #expect(try answer("signed_wider_signed")?.value == 1)
    }

    @Test(
        "has no answer for a field that is not there, is outside, or of another kind",
        arguments: [
            "offset_gone", "offset_number_outside", "offset_other_kind", "type_size_missing",
            "value_gone",
        ])
    func nothing(question: String) throws {
        #expect(try answer(question) == nil)
    }

    @Test(
        "answers no, where it only asks whether a thing is there",
        arguments: [
            "exists_gone", "exists_in_missing", "type_missing", "there_gone", "matches_outer",
        ])
    func no(question: String) throws {
        #expect(try answer(question) == CoreResolver.Answer(value: 0))
    }

    @Test(
        "answers yes, where it only asks whether a thing is there",
        arguments: [
            "exists_hidden", "type_outer", "there_second", "matches_inner",
        ])
    func yes(question: String) throws {
        #expect(try answer(question) == CoreResolver.Answer(value: 1))
    }

    @Test("finds how big a type is")
    func typeSize() throws {
        #expect(try answer("type_size")?.value == 96)
    }

    @Test("finds the number of a type, here and in the kernel")
    func typeNumbers() throws {
        let here = try #require(try answer("local_id"))
        let there = try #require(try answer("kernel_id"))
        #expect(asking.types.name(BTF.ID(here.value)) == "gt_inner")
        #expect(kernel.name(BTF.ID(there.value)) == "gt_inner")
    }

    @Test("finds the kernel's value of an enumeration")
    func values() throws {
        #expect(try answer("value_second")?.value == 20)
        #expect(try answer("value_late")?.value == 30)
    }

    @Test("puts the offset into a load")
    func load() throws {
        let code = try code("load_hidden")
        #expect(code[0].code == 0x61)
        #expect(code[0].offset == 12)
    }

    @Test("widens a load of an unsigned number that is wider here")
    func widened() throws {
        let code = try code("load_wider")
        #expect(code[0].code == 0x79)
        #expect(code[0].offset == 48)
    }

    @Test("poisons a load of a field that is not there")
    func poisoned() throws {
        let code = try code("load_gone")
        #expect(code[0].code == Instruction.call)
        #expect(code[0].immediate == 195_896_080)
    }

    @Test("poisons a load of a signed number that is wider here")
    func poisonedSigned() throws {
        #expect(try code("load_wider_signed")[0].code == Instruction.call)
    }

    @Test("is refused where the kernel has two types of the name that differ")
    func ambiguous() throws {
        let relocation = try #require(asking.extensions.core["syscall/type_size"]?.first)
        let found = kernel.find(["gt_outer", "gt_inner"])
        let both = (found["gt_outer"] ?? []) + (found["gt_inner"] ?? [])
        let confused = CoreResolver(
            local: asking.types, kernel: kernel, candidates: ["gt_outer": both])
        #expect(
            throws: KernelError(
                "ask", .said("this kernel has several types \"gt_outer\" that differ"))
        ) {
            try confused.resolve(relocation, "ask")
        }
    }

    @Test("is refused when its kind is unknown")
    func unknownKind() throws {
        let relocation = BTFExtensions.CoreRelocation(
            instructionOffset: 0, type: 1, access: "0", kind: 99)
        #expect(throws: KernelError("ask", .said("a relocation of unknown kind 99"))) {
            try resolver.resolve(relocation, "ask")
        }
    }

    @Test("that leads nowhere is refused", arguments: ["", "0:99", "0:0:0", "-1", "x", "0:1:9"])
    func nowhere(access: String) throws {
        let outer = try #require(asking.types.find(["gt_outer"])["gt_outer"]?.first)
        let relocation = BTFExtensions.CoreRelocation(
            instructionOffset: 0, type: outer, access: access, kind: 0)
        #expect(
            throws: KernelError("ask", .said("a relocation of \"gt_outer\" leads nowhere"))
        ) {
            try resolver.resolve(relocation, "ask")
        }
    }
}

@Suite("The running kernel's type information")
struct RunningKernelTests {
    let kernel: RunningKernel

    init() throws { kernel = try RunningKernel() }

    @Test("knows congestion control as a hook, and no hook that does not exist")
    func hooks() {
        #expect(kernel.structOpsTypes().contains("tcp_congestion_ops"))
        #expect(kernel.structOps("tcp_congestion_ops")?.name == "tcp_congestion_ops")
        #expect(kernel.structOps("gt_no_such_ops") == nil)
        // A structure of the kernel's that is no hook.
        #expect(kernel.structOps("tcp_sock") == nil)
    }

    @Test("knows the members of a hook")
    func members() throws {
        let type = try #require(kernel.structOps("tcp_congestion_ops"))
        let members = type.members(in: kernel)
        #expect(
            Set(["ssthresh", "undo_cwnd", "cong_avoid", "name", "flags"]).isSubset(of: members))
    }

    @Test("tells its functions from names that it does not have")
    func functions() {
        let there = kernel.functions(among: ["tcp_reno_undo_cwnd", "gt_no_such_function"])
        #expect(there == ["tcp_reno_undo_cwnd"])
    }

    @Test("has every type within reach of its number")
    func numbers() {
        let types = kernel.types
        var wrong = 0
        types.forEach { id, record in
            if id % 97 == 0, types.position(of: id) != record.base - types.bytes.raw.baseAddress! {
                wrong += 1
            }
        }
        #expect(wrong == 0)
        #expect(types.count > 10_000)
        #expect(types.kind(BTF.ID(types.count)) == .void)
    }
}
