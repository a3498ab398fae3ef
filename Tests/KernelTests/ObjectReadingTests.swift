// SPDX-License-Identifier: Apache-2.0
import Testing

@testable import Kernel

@Suite("An object that is read")
struct ObjectReadingTests {
    let object: Object

    init() throws { object = try Fixture.object("reading") }

    @Test("is named for its file, without the endings")
    func names() {
        #expect(Object.name(ofFile: "congestion/cubic.bpf.o") == "cubic")
        #expect(Object.name(ofFile: "cubic.bpf.c") == "cubic")
        #expect(Object.name(ofFile: "cubic.o") == "cubic")
        #expect(Object.name(ofFile: "cubic") == "cubic")
        #expect(Object.name(ofFile: "my.cubic.bpf.o") == "my.cubic")
    }

    @Test("is known by the SHA-256 of its file")
    func digest() throws {
        let bytes = try Fixture.bytes("reading")
        let folder = try Folder.temporary()
        defer { try? folder.removeTree() }
        let file = folder.file("reading.bpf.o")
        try file.replace(with: bytes)
        let said = try ChildProcess.run(["sha256sum", file.path], limit: .seconds(20))
        #expect(try Object(file: file.path).digest.hexadecimal == String(said.text.prefix(64)))
    }

    @Test("has its licence")
    func license() {
        #expect(object.license == "Dual BSD/GPL")
    }

    @Test("has its programs in the order of the file, each with its section")
    func programs() {
        #expect(
            object.programs.map(\.name) == [
                "reading_ssthresh", "reading_cong_avoid", "reading_undo_cwnd", "reading_probe",
            ])
        #expect(
            object.programs.map(\.section) == [
                "struct_ops", "struct_ops", "struct_ops", "tp_btf/tcp_probe",
            ])
        #expect(object.programs.map(\.isOptional) == [false, false, false, true])
    }

    @Test("has the kernel's number for what each program is for")
    func kinds() {
        let probe = object.programs[3].kind
        #expect(probe.type == 26)
        #expect(probe.attachType == 23)
        #expect(probe.target == ProgramKind.Target(name: "btf_trace_tcp_probe", isTypedef: true))
        #expect(object.programs[0].kind.isStructOps)
    }

    @Test("has its tables, linked or not, and the name that each registers")
    func tables() {
        let tables = object.tables.sorted { $0.name < $1.name }
        #expect(tables.map(\.name) == ["bare", "reading"])
        #expect(tables.map(\.structName) == ["tcp_congestion_ops", "tcp_congestion_ops"])
        #expect(tables.map(\.isLinked) == [false, true])
        #expect(tables.map(\.registeredName) == ["gt_bare_fifteen", "gt_reading"])
        #expect(tables.map(\.longestName) == [15, 15])
    }

    @Test("has the program in each operation of a table")
    func operations() throws {
        let table = try #require(object.tables.first { $0.name == "reading" })
        #expect(
            table.operations.map { "\($0.member)=\($0.program)" } == [
                "ssthresh=reading_ssthresh", "cong_avoid=reading_cong_avoid",
                "undo_cwnd=reading_undo_cwnd",
            ])
        #expect(table.fills("undo_cwnd"))
        #expect(!table.fills("cong_control"))
        #expect(table.number("flags", in: object) == 2)
        #expect(table.number("no_such_member", in: object) == nil)
    }

    @Test("has the knobs that are set before load, and no other constant")
    func knobs() {
        #expect(object.knobs.map(\.name).sorted() == ["careful", "keep_percent"])
    }

    @Test("has a knob's type, default, meaning and range")
    func knob() throws {
        let knob = try #require(object.knobs.first { $0.name == "keep_percent" })
        #expect(knob.typeName == "__u32")
        #expect(knob.initial.text(in: object.types) == "70")
        #expect(knob.meaning == "share of the window kept after a loss")
        #expect(knob.range == 50...90)
        let plain = try #require(object.knobs.first { $0.name == "careful" })
        #expect(plain.typeName == "bool")
        #expect(plain.initial.text(in: object.types) == "true")
        #expect(plain.meaning == nil)
        #expect(plain.range == nil)
    }

    @Test("has the variables that can be turned while it runs")
    func liveVariables() throws {
        #expect(object.liveVariables.map(\.name) == ["offset_now"])
        let live = try #require(object.liveVariables.first)
        #expect(live.initial.text(in: object.types) == "-3")
        #expect(live.range == -8...8)
    }

    @Test("has its counters: volatile, and without a meaning")
    func counters() {
        #expect(object.counters.map(\.name).sorted() == ["losses", "rounds"])
    }

    @Test("has its maps, and knows which are carried across swaps")
    func maps() throws {
        #expect(object.maps.map(\.name) == ["states", "counts"])
        let states = object.maps[0]
        #expect(states.typeName == "sk_storage")
        #expect((states.keySize, states.valueSize, states.flags) == (4, 16, 1))
        #expect(states.isCarried)
        let counts = object.maps[1]
        #expect(counts.typeName == "hash")
        #expect((counts.keySize, counts.valueSize, counts.maxEntries) == (8, 2, 300))
        #expect(!counts.isCarried)
    }

    @Test("has the words that it states about itself")
    func metadata() {
        let said = object.metadata.map { "\($0.key): \($0.value)" }
        #expect(
            said == ["version: 1.2.3", "author: A. Tester", "support: nobody@example.org"])
    }

    @Test("has what it expects of the kernel by name, weak or not")
    func externs() {
        let said = object.externs.map { "\($0.kernelName) \($0.kind) \($0.isWeak)" }.sorted()
        #expect(
            said == [
                "CONFIG_HZ configuration false", "gt_no_such_address address true",
                "gt_no_such_function function true", "gt_some_variable variable false",
                "tcp_reno_cong_avoid function false", "tcp_reno_undo_cwnd function false",
            ])
    }

    @Test("has the kernel's structures whose fields it reads")
    func kernelTypes() {
        #expect(object.kernelTypes == ["tcp_sock"])
    }

    @Test("is read the same from a file that was stripped")
    func stripped() throws {
        let small = try Object(Bytes(Fixture.strippedBytes("reading")), name: "small")
        #expect(small.knobs.map(\.name).sorted() == ["careful", "keep_percent"])
        #expect(small.tables.map(\.name).sorted() == ["bare", "reading"])
        #expect(small.maps.map(\.name).sorted() == ["counts", "states"])
        #expect(small.programs.count == 4)
        #expect(small.externs.count == 6)
    }
}
