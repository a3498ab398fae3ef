// SPDX-License-Identifier: Apache-2.0
import Glibc
import Testing

@testable import Kernel

@Suite("The host")
struct HostTests {
    @Test("tells its kernel, processors and boot as /proc does")
    func facts() throws {
        let host = try Host.current()
        let release = try File("/proc/sys/kernel/osrelease").value()
        #expect(host.kernel == release)
        #expect(host.processors >= 1)
        #expect(host.boot.utf8.count == 36)
    }

    @Test("capabilities are read from the status of a process")
    func capabilities() {
        let root = CapabilitySet(effectiveIn: "Name:\tx\nCapEff:\t000001fffeffffff\nCapBnd:\t0\n")
        #expect(
            root?.names == [
                "CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_SYS_ADMIN", "CAP_PERFMON", "CAP_BPF",
            ])
        let none = CapabilitySet(effectiveIn: "CapEff:\t0000000000000000\n")
        #expect(none == [])
        #expect(CapabilitySet(effectiveIn: "Name:\tx\n") == nil)
    }

    @Test("users are named by /etc/passwd")
    func users() {
        let passwd = "root:x:0:0:root:/root:/bin/bash\nada:x:1000:1000::/home/ada:/bin/sh\n"
        #expect(User(id: 1000, passwd: passwd).name == "ada")
        #expect(User(id: 1001, passwd: passwd).description == "uid 1001")
        #expect(User(id: 0, passwd: passwd).isRoot)
    }

    @Test("start of a process is read past a name with blanks and parentheses")
    func start() {
        let line = "42 (a) b (c)) S 1 42 42 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 8675309 1 2\n"
        #expect(ProcessIdentity.started(in: line) == 8_675_309)
        #expect(ProcessIdentity.started(in: "42 (a) S 1\n") == nil)
    }

    @Test("processes are told apart by number and start")
    func processes() throws {
        let current = try ProcessIdentity.current()
        #expect(try current.exists())
        #expect(try !ProcessIdentity(pid: current.pid, started: 0).exists())
        #expect(try ProcessIdentity(of: Int32.max) == nil)
        #expect(WallTime.now.nanoseconds > current.startedAt.nanoseconds)
    }
}

@Suite("A wall time")
struct WallTimeTests {
    @Test(
        "is written as RFC 3339",
        arguments: [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_763_688_480, "2025-11-21T01:28:00Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
            (-1, "1969-12-31T23:59:59Z"),
        ])
    func text(second: Int64, expected: String) {
        #expect("\(WallTime(nanoseconds: second * 1_000_000_000))" == expected)
    }

    @Test("is written to the millisecond")
    func milliseconds() {
        #expect(WallTime(nanoseconds: 1_042_999_999).milliseconds == "1970-01-01T00:00:01.042Z")
    }
}
