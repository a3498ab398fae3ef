// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

@testable import Kernel

@Suite("A network namespace", NeedsRoot.trait, .serialized)
struct NetworkNamespaceTests {
    @Test("without a name is another one than ours, and is entered on a thread of its own")
    func unnamed() throws {
        let home = try NetworkNamespace.Identity.current()
        let namespace = try NetworkNamespace.unnamed()
        let inside = try namespace.run { () throws(KernelError) in
            try NetworkNamespace.Identity.current()
        }
        #expect(inside == namespace.identity)
        #expect(inside != home)
        #expect(try NetworkNamespace.Identity.current() == home)
    }

    @Test("with a name is found by it")
    func named() throws {
        try withNamedNamespace { name, identity in
            let found = try NetworkNamespace(named: name)
            #expect(found.identity == identity)
            #expect(try NetworkNamespace.names().contains(name))
            let sighting = try NetworkNamespace.enumerate().found.first { $0.identity == identity }
            #expect(sighting?.names == [name])
            let opened = try NetworkNamespace(try #require(sighting))
            #expect(opened.identity == identity)
        }
    }

    @Test("with a name is known to ip", .enabled(if: hasIP, "skipped: iproute2 is not installed"))
    func known() throws {
        try withNamedNamespace { name, _ in
            let listed = try ChildProcess.run(["ip", "netns", "list"], limit: .seconds(10))
            #expect(listed.text.contains(name))
        }
    }

    @Test("keeps its name from a second one")
    func taken() throws {
        try withNamedNamespace { name, _ in
            #expect(throws: KernelError("open /run/netns/\(name)", .errno(EEXIST))) {
                _ = try NetworkNamespace.create(named: name)
            }
            let names = try NetworkNamespace.names()
            #expect(names.contains(name))
        }
    }

    @Test("whose creation was killed leaves a name that can be deleted")
    func halfMade() throws {
        let name = uniqueName()
        try NetworkNamespace.namesFolder.file(name).append([])
        #expect(
            throws: KernelError(
                "open the network namespace /run/netns/\(name)", .said("it is none"))
        ) {
            _ = try NetworkNamespace(named: name)
        }
        try NetworkNamespace.delete(named: name)
        #expect(try !NetworkNamespace.names().contains(name))
    }

    @Test("is seen by the process that lives in it")
    func processes() throws {
        let namespace = try NetworkNamespace.unnamed()
        var spawn = Spawn(["sleep", "30"])
        try spawn.enter(namespace)
        let child = try ChildProcess.start(spawn)
        let found = try NetworkNamespace.enumerate().found
        let sighting = found.first { $0.identity == namespace.identity }
        #expect(sighting?.pids == [child.pid])
        let ours = found.first { $0.pids.contains(getpid()) }
        #expect(try ours?.identity == NetworkNamespace.Identity.current())
        let opened = try NetworkNamespace(try #require(sighting))
        #expect(opened.identity == namespace.identity)
    }

    @Test("is where a child is born that is started inside it, dying with us or not")
    func children() throws {
        let namespace = try NetworkNamespace.unnamed()
        for diesWithParent in [true, false] {
            let text = try namespace.run { () throws(KernelError) in
                var spawn = Spawn(["readlink", "/proc/self/ns/net"])
                spawn.diesWithParent = diesWithParent
                return try ChildProcess.run(spawn, limit: .seconds(10)).text
            }
            #expect(text == "net:[\(namespace.identity.inode)]\n")
        }
    }

    @Test("ends with the last that holds it")
    func released() throws {
        let identity: NetworkNamespace.Identity
        do {
            let namespace = try NetworkNamespace.unnamed()
            identity = namespace.identity
            let held = try namespace.run { () throws(KernelError) in
                Descriptor(owning: socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0))
            }
            #expect(held.raw >= 0)
        }
        let left = try NetworkNamespace.enumerate().found.map(\.identity)
        #expect(!left.contains(identity))
    }

    @Test("has sysctls of its own, and a file of one keeps to its namespace")
    func sysctls() throws {
        let namespace = try NetworkNamespace.unnamed()
        let sysctl = Sysctl("net.ipv4.tcp_ecn")
        let home = try sysctl.read()
        try sysctl.write("0", in: namespace)
        try sysctl.withValue("1", in: namespace) { () throws(KernelError) in
            #expect(try sysctl.read(in: namespace) == "1")
            #expect(try sysctl.read() == home)
        }
        #expect(try sysctl.read(in: namespace) == "0")
        #expect(try sysctl.read() == home)
    }

    @Test("gets its sysctl back when the body fails, or the change is dropped")
    func restored() throws {
        let namespace = try NetworkNamespace.unnamed()
        let sysctl = Sysctl("net.ipv4.tcp_ecn")
        try sysctl.write("0", in: namespace)
        let failure = KernelError("fail", .said("on purpose"))
        #expect(throws: failure) {
            try sysctl.withValue("1", in: namespace) { () throws(KernelError) in throw failure }
        }
        #expect(try sysctl.read(in: namespace) == "0")
        do {
            let change = try sysctl.change(to: "1", in: namespace)
            #expect(change.before == "0")
            #expect(try sysctl.read(in: namespace) == "1")
        }
        #expect(try sysctl.read(in: namespace) == "0")
    }

    @Test("refuses a value that the kernel refuses, in its words")
    func refused() throws {
        let namespace = try NetworkNamespace.unnamed()
        #expect(
            throws: KernelError(
                "set net.ipv4.tcp_congestion_control to \"no-such\"", .errno(ENOENT))
        ) {
            try Sysctl.congestionControl.withValue("no-such", in: namespace) {}
        }
    }
}

/// A search that fails otherwise than by absence skips too: without `ip` nothing is to compare.
private let hasIP = (try? Executable.locate("ip")) != nil

/// A name that no other run of these tests has.
func uniqueName() -> String {
    "graft-test-\(getpid())-\(Instant.now.nanoseconds % 1_000_000)"
}

/// Runs `body` with a named namespace, whose name is taken away whatever happens.
func withNamedNamespace(
    _ body: (String, NetworkNamespace.Identity) throws -> Void
) throws {
    let name = uniqueName()
    let namespace = try NetworkNamespace.create(named: name)
    let identity = namespace.identity
    do {
        try body(name, identity)
    } catch {
        try NetworkNamespace.delete(named: name)
        throw error
    }
    try NetworkNamespace.delete(named: name)
}
