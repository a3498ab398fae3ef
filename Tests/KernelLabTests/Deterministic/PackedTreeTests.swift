// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import KernelLab

@Suite("Packed files")
struct PackedTreeTests {
    @Test("are the same bytes in whatever order they were added")
    func order() {
        var one = PackedTree()
        one.file("b/two", "2")
        one.link("a", to: "b")
        one.file("b/one", mode: 0o755, "1")
        var other = PackedTree()
        other.file("b/one", mode: 0o755, "1")
        other.file("b/two", "2")
        other.link("a", to: "b")
        #expect(one.archived() == other.archived())
        other.file("b/two", "3")
        #expect(one.archived() != other.archived())
    }

    @Test("come after the folders that they lie in")
    func folders() {
        var tree = PackedTree()
        tree.file("/x/y/z", "")
        tree.file("x.1", "")
        tree.folder("x/y")
        #expect(tree.paths == ["x", "x.1", "x/y", "x/y/z"])
    }

    @Test(
        "lie where the links of a ground lead",
        arguments: [
            ("/bin/ip", "usr/bin/ip"), ("/usr/sbin/tc", "usr/bin/tc"), ("/sbin/tc", "usr/bin/tc"),
            ("/lib/modules/1/a.ko", "usr/lib/modules/1/a.ko"),
            ("/lib64/ld.so", "usr/lib/x86_64-linux-gnu/ld.so"),
            ("bin", "bin"), ("usr/sbin", "usr/sbin"), ("work/./a", "work/a"), ("/", ""),
        ])
    func places(_ path: String, _ place: String) {
        #expect(PackedTree.plain(path) == place)
    }

    @Test("are unpacked as they were packed, links and all, and a later archive over an earlier")
    func unpacked() throws {
        var ground = PackedTree()
        ground.file("a/one", mode: 0o755, "1")
        ground.file("a/two", "2")
        ground.link("b", to: "a/two")
        var errand = PackedTree()
        errand.file("a/two", "second")
        let folder = try Folder.temporary()
        defer { try? folder.removeTree() }
        for archive in [ground.archived(), errand.archived()] {
            var spawn = Spawn(["busybox", "cpio", "-iu"])
            spawn.directory = folder.path
            let finished = try ChildProcess.run(spawn, input: archive, limit: .seconds(10))
            #expect(finished.ending == .exited(0))
        }
        #expect(try folder.file("a/one").text() == "1")
        #expect(try folder.file("b").text() == "second")
        #expect(try File(folder.file("b").path).resolved() == folder.file("a/two").path)
    }
}

@Suite("An errand")
struct ErrandTests {
    private func archive(_ files: [String: [UInt8]], seed: UInt64) throws -> [UInt8] {
        let release = try #require(Release("6.18.1"))
        return DeterministicMachine.Errand(
            ["true"], files: files, seed: seed, limit: .seconds(1)
        ).archived(under: release)
    }

    @Test("is packed the same way each time, and otherwise with another seed or file")
    func packing() throws {
        let files: [String: [UInt8]] = ["one": [1], "/two": [2], "three": [3], "d/four": [4]]
        let once = try archive(files, seed: 1)
        #expect(try once == archive(files, seed: 1))
        #expect(try once != archive(files, seed: 2))
        #expect(try once != archive(files.filter { $0.key != "one" }, seed: 1))
    }

    @Test("that said all has an outcome, and one that was cut short has none")
    func outcome() throws {
        let said =
            Frame(.output, [1, 2]).encoded + Frame(.errors, [3]).encoded
            + Frame(.output, [4]).encoded + Frame(.took, Array("1500000000".utf8)).encoded
            + Frame(.exited, number: 7).encoded
        func outcome(_ port: [UInt8]) -> DeterministicMachine.Outcome? {
            .init(.init(console: Console(), port: port, complaints: ""), after: .seconds(9))
        }
        let whole = try #require(outcome(said))
        #expect(whole.output == [1, 2, 4])
        #expect(whole.errors == [3])
        #expect(whole.took == .milliseconds(1500))
        #expect(whole.ending == .exited(7))
        for end in 0..<said.count { #expect(outcome(Array(said[..<end])) == nil) }
    }
}
