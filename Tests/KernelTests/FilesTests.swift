// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

@testable import Kernel

@Suite("A file")
struct FilesTests {
    @Test("of /proc is read whole, though it claims no size")
    func proc() throws {
        #expect(try File("/proc/self/maps").bytes().count > 4096)
        #expect(try File("/proc/sys/kernel/ostype").text() == "Linux\n")
        #expect(try File("/proc/sys/kernel/ostype").value() == "Linux")
    }

    @Test("is replaced whole, and keeps no temporary file")
    func replaced() throws {
        try inFolder { folder in
            let file = folder.file("record")
            try file.replace(with: "one\n", mode: 0o600)
            try file.replace(with: "two\n")
            #expect(try file.text() == "two\n")
            #expect(try folder.names() == ["record"])
        }
    }

    @Test("is appended to")
    func appended() throws {
        try inFolder { folder in
            let file = folder.file("journal")
            try file.append(Array("a\n".utf8))
            try file.append(Array("b\n".utf8))
            #expect(try file.text() == "a\nb\n")
            try file.remove()
            #expect(try !file.exists())
        }
    }

    @Test("knows its name and its folder")
    func names() {
        #expect(File("/a/b").name == "b")
        #expect(File("/a/b").folder == Folder("/a"))
        #expect(File("/a").folder == Folder("/"))
        #expect(File("a").folder == Folder("."))
    }

    @Test("can be mapped, empty or not")
    func mapped() throws {
        try inFolder { folder in
            let file = folder.file("map")
            try file.replace(with: "abc")
            let bytes = try Bytes(file: file.path)
            #expect(Array(bytes.raw) == Array("abc".utf8))
            try file.replace(with: "")
            let empty = try Bytes(file: file.path)
            #expect(empty.count == 0)
        }
    }

    @Test("that cannot be mapped is read")
    func unmappable() throws {
        let bytes = try Bytes(file: "/proc/sys/kernel/ostype")
        #expect(String(decoding: bytes.raw, as: UTF8.self) == "Linux\n")
    }

    @Test("may be a folder tree, which is made and removed as one")
    func tree() throws {
        try inFolder { folder in
            try folder.folder("a/b/c").create()
            try folder.file("a/b/d").replace(with: "x")
            #expect(symlink("/usr", folder.file("a/usr").path) == 0)
            #expect(try folder.folder("a").names() == ["b", "usr"])
            try folder.folder("a").removeTree()
            #expect(try folder.names() == [])
        }
        #expect(try Folder("/usr").exists())
    }

    @Test("that is missing is refused with its path")
    func missing() {
        #expect(throws: KernelError("list /nowhere", .errno(ENOENT))) {
            try Folder("/nowhere").names()
        }
    }
}

/// Runs `body` with a folder of its own, which is removed whatever happens.
func inFolder(_ body: (Folder) throws -> Void) throws {
    let folder = try Folder.temporary()
    do {
        try body(folder)
    } catch {
        try folder.removeTree()
        throw error
    }
    try folder.removeTree()
}
