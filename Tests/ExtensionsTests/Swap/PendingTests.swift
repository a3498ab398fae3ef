// SPDX-License-Identifier: Apache-2.0
import JSON
import Kernel
import Testing

@testable import Extensions

@Suite("A swap that waits to be confirmed")
struct PendingTests {
    @Test("reads back as it was written", arguments: [Written.pending, Written.barePending])
    func roundTrip(_ pending: Pending) throws {
        #expect(try Pending(JSON(parsing: pending.json.text(.pretty)).root) == pending)
    }

    @Test(
        "is refused where a member is missing or wrong",
        arguments: Damage.all(Written.pending.json, optional: ["minder", "watcher"]))
    func damaged(_ damage: Damage) throws {
        let complaint = try complaint(damage.document.text(.compact), Pending.init)
        #expect(complaint?.path.hasPrefix(damage.path) == true)
    }

    @Test("is refused where a process in it is damaged", arguments: ["minder", "watcher"])
    func process(_ who: String) throws {
        for (member, process) in [("pid", ["started": 3]), ("started", ["pid": 3])]
            as [(String, JSON)]
        {
            let text = Written.pending.json.with(who, process).text(.compact)
            #expect(try complaint(text, Pending.init)?.path == "\(who).\(member)")
        }
    }

    @Test("is kept by name, and forgotten")
    func kept() throws {
        try withScratch { places in
            let registry = Registry(places)
            #expect(try registry.allPending() == [])
            try registry.write(Written.pending)
            try registry.write(Written.barePending)
            #expect(try registry.pending("gs_reno") == Written.pending)
            #expect(try registry.pending("gs.bare") == Written.barePending)
            #expect(try registry.allPending().count == 2)
            try registry.forgetPending("gs_reno")
            try registry.forgetPending("gs_reno")
            #expect(try registry.allPending() == [Written.barePending])
        }
    }

    @Test(
        "that is damaged is refused with its path, and a way out",
        arguments: ["", "{", "[]", "{\"name\": \"gs_reno\"}"])
    func file(_ content: String) throws {
        try withScratch { places in
            let folder = Folder(places.records + "/pending")
            try folder.create()
            try folder.file("gs_reno.json").replace(with: content)
            let refused = [
                refusal { () throws(Refusal) in _ = try Registry(places).pending("gs_reno") },
                refusal { () throws(Refusal) in _ = try Registry(places).allPending() },
            ]
            for refusal in refused {
                #expect(refusal?.attempt == "read \(folder.path)/gs_reno.json")
                #expect(refusal?.hint == "remove the file to keep what is live")
            }
        }
    }

    @Test("is abandoned when its time is over, or who minds it is gone")
    func abandoned() throws {
        let me = try ProcessIdentity.current()
        let gone = ProcessIdentity(pid: me.pid, started: me.started &+ 1)
        let soon = Instant(nanoseconds: Instant.now.nanoseconds + 60_000_000_000)
        func pending(_ minder: ProcessIdentity?, _ watcher: ProcessIdentity?) -> Pending {
            Pending(
                name: "gs_reno", from: 1, to: 2, deadline: soon, minder: minder,
                watcher: watcher, migrates: false)
        }
        #expect(try !pending(nil, nil).isAbandoned())
        #expect(try !pending(nil, me).isAbandoned())
        #expect(try pending(nil, gone).isAbandoned())
        // A guard that lives needs no watcher, and one that died is not replaced by it.
        #expect(try !pending(me, gone).isAbandoned())
        #expect(try pending(gone, me).isAbandoned())
        #expect(try Written.barePending.isAbandoned())
        #expect(Written.barePending.left == .zero)
        #expect(pending(nil, nil).left > .seconds(50))
    }
}
