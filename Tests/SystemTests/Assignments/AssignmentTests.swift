// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import Kernel
import Testing

extension OnThisMachine {
    @Suite("A congestion control that is used")
    struct AssignmentTests {
        @Test("as a default is what connections get, until it is put back")
        func byDefault() throws {
            try AssignmentGround.with { it in
                try it.ground.register("gs_first")
                let before = try it.setting(in: it.client)
                try it.ground.done("use", "gs_reno", "--default", "--netns", it.client)
                let got = try it.connection().client.algorithm()
                #expect(got == "gs_reno")
                let said = try it.explained(
                    AssignmentGround.serverAddress, "--netns", it.client)
                #expect(said == got)
                try it.ground.done("use", "reno", "--default", "--netns", it.client)
                try it.ground.done("unuse", "--default", "--netns", it.client)
                let after = try it.setting(in: it.client)
                #expect(after == before)
                let again = try it.ground.graft("unuse", "--default", "--netns", it.client)
                #expect(again.status == 1)
                #expect(again.errors.contains("no such use is in place"))
            }
        }

        @Test("by route is what connections along it get, and the routes are put back")
        func byRoute() throws {
            try AssignmentGround.with { it in
                try it.ground.register("gs_first")
                let before = try it.routes()
                let one = "\(AssignmentGround.serverAddress)/32"
                try it.ground.done("use", "gs_reno", "--to", one, "--netns", it.client)
                try it.ground.done("use", "reno", "--to", "10.77.1.0/24", "--netns", it.client)
                let got = try it.connection().client.algorithm()
                #expect(got == "gs_reno")
                let said = try it.explained(
                    AssignmentGround.serverAddress, "--netns", it.client)
                #expect(said == got)
                try it.ground.done("unuse", "--to", one, "--netns", it.client)
                let wider = try it.connection().client.algorithm()
                #expect(wider == "reno")
                try it.ground.done("unuse", "reno")
                let after = try it.routes()
                #expect(after == before)
            }
        }

        @Test("by the same route twice is put back to what was before the first")
        func byRouteTwice() throws {
            try AssignmentGround.with { it in
                let before = try it.routes()
                for name in ["reno", "cubic"] {
                    try it.ground.done(
                        "use", name, "--to", "10.77.1.0/24", "--netns", it.client)
                }
                let got = try it.connection().client.algorithm()
                #expect(got == "cubic")
                try it.ground.done("unuse", "cubic")
                let after = try it.routes()
                #expect(after == before)
            }
        }

        @Test("in a control group is what its sockets get at both ends, and nobody else")
        func byGroup() throws {
            try AssignmentGround.with { it in
                try it.ground.register("gs_first")
                try it.ground.done("use", "gs_reno", "--cgroup", it.outer.path)
                let both = try it.connection(client: it.inner, server: it.outer)
                #expect(try both.client.algorithm() == "gs_reno")
                #expect(try both.server.algorithm() == "gs_reno")
                let none = try it.connection()
                #expect(try none.client.algorithm() != "gs_reno")
                try it.ground.done("unuse", "--cgroup", it.outer.path)
                let after = try it.connection(client: it.outer)
                #expect(try after.client.algorithm() != "gs_reno")
                let pins = try Folder(it.ground.places.pins + "-uses").namesIfAny()
                #expect(pins == [])
            }
        }

        @Test("in the nearest group, for a port, for the longer prefix goes first")
        func precision() throws {
            try AssignmentGround.with { it in
                try it.ground.register("gs_first")
                let outer = it.outer.path
                try it.ground.done("use", "cubic", "--cgroup", outer)
                try it.ground.done("use", "reno", "--cgroup", outer, "--to", "10.77.0.0/16")
                try it.ground.done("use", "cubic", "--cgroup", outer, "--to", "10.99.1.0/24")
                try it.ground.done("use", "gs_reno", "--cgroup", outer, "--port", "7080")
                try expect("reno", it, outer: 7081)
                try expect("gs_reno", it, outer: 7080)
                try it.ground.done("use", "cubic", "--cgroup", it.inner.path)
                let inner = try it.connection(client: it.inner, port: 7080)
                #expect(try inner.client.algorithm() == "cubic")
                let said = try it.explained(
                    AssignmentGround.serverAddress, "--netns", it.client, "--cgroup",
                    it.inner.path, "--port", "7080")
                #expect(said == "cubic")
            }
        }

        /// What the client gets on a port, and that this was foretold.
        private func expect(
            _ algorithm: String, _ it: AssignmentGround, outer port: UInt16
        ) throws {
            let both = try it.connection(client: it.outer, server: it.outer, port: port)
            let (active, passive) = try (both.client.algorithm(), both.server.algorithm())
            #expect(active == algorithm)
            #expect(passive == algorithm)
            let said = try it.explained(
                AssignmentGround.serverAddress, "--netns", it.client, "--cgroup",
                it.outer.path, "--port", "\(port)")
            #expect(said == active)
            let heard = try it.explained(
                AssignmentGround.clientAddress, "--netns", it.server, "--cgroup",
                it.outer.path, "--port", "\(port)", "--listen")
            #expect(heard == passive)
        }

        @Test("by route goes before the group where we connect, and after it where we accept")
        func order() throws {
            try AssignmentGround.with { it in
                let group = it.outer.path
                try it.ground.done("use", "cubic", "--cgroup", group)
                for namespace in [it.client, it.server] {
                    try it.ground.done(
                        "use", "reno", "--to", "10.77.1.0/24", "--netns", namespace)
                }
                let both = try it.connection(client: it.outer, server: it.outer)
                let (active, passive) = try (both.client.algorithm(), both.server.algorithm())
                #expect(active == "reno")
                #expect(passive == "cubic")
                let said = try it.explained(
                    AssignmentGround.serverAddress, "--netns", it.client, "--cgroup", group)
                #expect(said == active)
                let heard = try it.explained(
                    AssignmentGround.clientAddress, "--netns", it.server, "--cgroup", group,
                    "--listen")
                #expect(heard == passive)
            }
        }

        @Test("stays in use through a swap, by default, by route and in a group")
        func swapped() throws {
            try AssignmentGround.with { it in
                try it.ground.register("gs_first")
                try it.ground.done("use", "gs_reno", "--default", "--netns", it.client)
                try it.ground.done("use", "gs_reno", "--cgroup", it.outer.path)
                try it.ground.done(
                    "use", "gs_reno", "--to", "10.77.1.0/24", "--netns", it.server)
                try it.ground.swap(to: "gs_second")
                let connections = try [it.connection(), it.connection(client: it.outer)]
                let census = try it.ground.census()
                let (old, new) = try (it.ground.map(1), it.ground.map(2))
                let counts = [old, new].map { id in
                    census.sockets(onMap: id).reduce(0) { $0 + $1.value }
                }
                #expect(counts == [0, 4])
                let text = try it.ground.done(
                    "use", "--explain", AssignmentGround.serverAddress, "--netns", it.client)
                #expect(text.contains("gets gs_reno (version 2, sha256 "))
                for connection in connections { connection.end() }
            }
        }

        @Test("that needs ECN has it at both ends of a connection that a group accepts")
        func needingECN() throws {
            try AssignmentGround.with { it in
                try it.ground.register("gs_dctcp", as: "gs_dctcp")
                // Neither end asks for ECN by itself; the client's SYN must.
                for name in [it.client, it.server] {
                    try Sysctl("net.ipv4.tcp_ecn").write(
                        "0", in: NetworkNamespace(named: name))
                }
                try it.ground.done(
                    "use", "gs_dctcp", "--cgroup", it.outer.path, "--to",
                    "10.77.1.0/24")
                let both = try it.connection(client: it.outer, server: it.outer)
                for end in [both.client, both.server] {
                    #expect(try end.algorithm() == "gs_dctcp")
                    #expect(try end.hasECN())
                }
            }
        }
    }
}

extension SwapSocket {
    /// Both ends agreed on ECN: TCPI_OPT_ECN of `struct tcp_info`.
    fileprivate func hasECN() throws -> Bool {
        var bytes = [UInt8](repeating: 0, count: 8)
        var length = socklen_t(bytes.count)
        guard getsockopt(descriptor, 6, 11, &bytes, &length) == 0 else {
            throw Failure("ask for its options")
        }
        return bytes[5] & 8 != 0
    }
}
