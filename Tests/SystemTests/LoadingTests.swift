// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

extension OnThisMachine {
    /// libbpf, by way of bpftool, is the measure: the kernel must see the same
    /// instructions whoever loads the object.
    @Suite("An object that graft loads")
    struct LoadingTests {
        @Test(
            "has the tags that it has when libbpf loads it",
            arguments: ["gt_plain", "gt_bare", "gt_pair", "gt_globals", "gt_watch"])
        func tags(name: String) throws {
            try compareTags(name)
        }

        /// A call to a function that is not there is written as one that cannot be made,
        /// and the tag is taken before the verifier drops it.
        @Test("has libbpf's tags also where it calls a weak function that is missing")
        func weakTags() throws {
            try compareTags("gt_weak")
        }

        private func compareTags(_ name: String) throws {
            try Workspace.with { workspace in
                let (libbpf, ours) = try workspace.loadedTwice(name) { program in
                    try "\(program.details().name) \(program.details().tag)"
                }
                #expect(!libbpf.isEmpty)
                #expect(ours == libbpf)
            }
        }

        /// A tag leaves out where in a map a global lies; the translated code tells.
        @Test(
            "is translated as when libbpf loads it",
            arguments: ["gt_globals", "gt_watch", "gt_weak"])
        func translated(name: String) throws {
            try Workspace.with { workspace in
                let (libbpf, ours) = try workspace.loadedTwice(name) { program in
                    let id = try program.details().id
                    let code = try workspace.bpftool("prog", "dump", "xlated", "id", "\(id)")
                    return Workspace.withoutNumbers(code)
                }
                #expect(!libbpf.isEmpty)
                #expect(ours == libbpf)
            }
        }

        @Test("has maps of the same shapes as when libbpf loads it")
        func maps() throws {
            try Workspace.with { workspace in
                // Names and flags are each loader's own affair.
                func shapes() throws -> [String] {
                    try Map.allIDs().compactMap { id in
                        guard let details = try Map(id: id)?.details(),
                            Ours.owns(details.name), details.type != Map.structOps
                        else { return nil }
                        return "\(details.type) \(details.keySize) \(details.valueSize) "
                            + "\(details.maxEntries)"
                    }.sorted()
                }
                let before = try Ours()
                let file = try workspace.fixture("gt_globals")
                try workspace.bpftool("prog", "loadall", file, workspace.places.pins)
                let libbpf = try shapes()
                try Folder(workspace.places.pins).removeTree()
                try Ours.expect(before)
                let loaded = try workspace.object(file).load(into: RunningKernel())
                let ours = try shapes()
                withExtendedLifetime(loaded) {}
                #expect(libbpf == ["1 4 8 64", "2 4 16 1", "2 4 40 1", "2 4 40 1", "24 4 8 0"])
                #expect(ours == libbpf)
            }
        }

        @Test("has the values that were set, and the file's own elsewhere")
        func values() throws {
            try Workspace.with { workspace in
                let object = try workspace.object(workspace.fixture("gt_globals"))
                let settings = try object.settings([
                    Record.Setting(knob: "gt_limit", value: "11")
                ])
                let loaded = try object.load(into: RunningKernel(), settings)
                let constants = try #require(loaded.maps[".rodata"])
                let bytes = try #require(
                    try constants.value([0, 0, 0, 0], size: constants.details().valueBytes))
                // gt_limit and, aligned to eight bytes, gt_table.
                #expect(bytes.count == 40)
                #expect(Array(bytes[0..<4]) == [11, 0, 0, 0])
                #expect(Array(bytes[8..<20]) == [1, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0])
                let data = try #require(loaded.maps[".data"])
                let live = try #require(
                    try data.value([0, 0, 0, 0], size: data.details().valueBytes))
                #expect(Array(live.prefix(4)) == [5, 0, 0, 0])
                withExtendedLifetime(loaded) {}
            }
        }

        @Test("is gone when nobody holds it")
        func gone() throws {
            try Workspace.with { workspace in
                let file = try workspace.fixture("gt_globals")
                let before = try Ours()
                do {
                    let loaded = try workspace.object(file).load(into: RunningKernel())
                    #expect(try Ours() != before)
                    withExtendedLifetime(loaded) {}
                }
                try Ours.expect(before)
            }
        }
    }
}

extension Workspace {
    /// What `describe` says of each program of ours: after libbpf's load, and after graft's.
    fileprivate func loadedTwice(
        _ name: String, _ describe: (Program) throws -> String
    ) throws -> (libbpf: [String], ours: [String]) {
        func described() throws -> [String] {
            try Program.allIDs().compactMap { id in
                guard let program = try Program(id: id), try Ours.owns(program.details().name)
                else { return nil }
                return try describe(program)
            }.sorted()
        }
        let before = try Ours()
        let file = try fixture(name)
        try bpftool("prog", "loadall", file, places.pins)
        let libbpf = try described()
        try Folder(places.pins).removeTree()
        try Ours.expect(before)
        let loaded = try object(file).load(into: RunningKernel())
        let ours = try described()
        withExtendedLifetime(loaded) {}
        return (libbpf, ours)
    }

    /// Translated code without what differs from load to load: the numbers of maps, and
    /// the tags of subprograms, which the kernel makes of addresses.
    fileprivate static func withoutNumbers(_ code: String) -> String {
        var text = ""
        var rest = Substring(code)
        while let letter = rest.first {
            if rest.hasPrefix("[id:") {
                text += "[id:"
                rest = rest.dropFirst(4).drop { $0.isNumber }
            } else {
                text.append(letter)
                rest = rest.dropFirst()
            }
        }
        return text
    }
}
