// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import Extensions

@Suite("The object store's bounds")
struct StoreBoundsTests {
    /// Four bytes that no other number gives.
    private func object(_ number: UInt8, bytes: Int = 4) -> [UInt8] {
        [number] + [UInt8](repeating: 0, count: bytes - 1)
    }

    private func digest(_ number: UInt8, bytes: Int = 4) -> Digest {
        Digest(of: object(number, bytes: bytes))
    }

    private func second(_ number: UInt8) -> WallTime {
        WallTime(nanoseconds: Int64(number) * 1_000_000_000)
    }

    @Test("are 200 objects and 64 MB")
    func standard() {
        #expect(ObjectStore.Limits().objects == 200)
        #expect(ObjectStore.Limits().bytes == 67_108_864)
    }

    @Test("let go what was used longest ago, and never what is kept or new")
    func byNumber() throws {
        try withScratch { places in
            var limits = ObjectStore.Limits()
            limits.objects = 3
            let store = ObjectStore(places, limits: limits)
            let session = try Session(places)
            func put(_ number: UInt8, at time: UInt8, keeping kept: Set<Digest>) throws {
                try store.put(object(number), keeping: kept, session, at: second(time))
            }
            for number in UInt8(1)...3 { try put(number, at: number, keeping: []) }
            try put(1, at: 4, keeping: [])
            try put(4, at: 5, keeping: [])
            #expect(try store.list().map(\.digest) == [digest(4), digest(1), digest(3)])
            try put(5, at: 6, keeping: [digest(3), digest(1), digest(4)])
            #expect(
                try store.list().map(\.digest) == [digest(5), digest(4), digest(1), digest(3)])
            #expect(try store.prune(keeping: [digest(3)], session) == [digest(1)])
            #expect(try store.prune(keeping: [], session) == [])
            #expect(!store.file(of: digest(1)).isThere)
            #expect(store.file(of: digest(3)).isThere)
        }
    }

    @Test("hold for the bytes together, but for a new object that alone is too large")
    func byBytes() throws {
        try withScratch { places in
            var limits = ObjectStore.Limits()
            limits.bytes = 1000
            let store = ObjectStore(places, limits: limits)
            let session = try Session(places)
            for number in UInt8(1)...3 {
                try store.put(
                    object(number, bytes: 400), keeping: [], session, at: second(number))
            }
            #expect(
                try store.list().map(\.digest) == [digest(3, bytes: 400), digest(2, bytes: 400)])
            try store.put(object(4, bytes: 2000), keeping: [], session, at: second(4))
            #expect(try store.list().map(\.digest) == [digest(4, bytes: 2000)])
        }
    }

    @Test("take a file of which no use is known for the oldest, and leave others alone")
    func unknownUses() throws {
        try withScratch { places in
            var limits = ObjectStore.Limits()
            limits.objects = 2
            let store = ObjectStore(places, limits: limits)
            let session = try Session(places)
            try store.put(object(1), keeping: [], session, at: second(1))
            try store.folder.file("uses.json").replace(with: "{ not JSON")
            try store.folder.file("notes.txt").replace(with: "mine")
            try store.folder.file("x.bpf.o.77.draft").replace(with: "half")
            #expect(
                try store.list() == [
                    ObjectStore.Item(digest: digest(1), bytes: 4, used: second(0))
                ])
            for number in UInt8(2)...3 {
                try store.put(object(number), keeping: [], session, at: second(number))
            }
            #expect(try store.list().map(\.digest) == [digest(3), digest(2)])
            let names = try store.folder.names()
            #expect(names.contains("notes.txt"))
            #expect(!names.contains { $0.hasSuffix(".draft") })
            #expect(names.count == 4)
        }
    }

    @Test("forget objects that somebody removed")
    func removed() throws {
        try withScratch { places in
            let store = ObjectStore(places)
            let session = try Session(places)
            for number in UInt8(1)...2 {
                try store.put(object(number), keeping: [], session, at: second(number))
            }
            try store.file(of: digest(1)).remove()
            #expect(try store.list().map(\.digest) == [digest(2)])
        }
    }
}
