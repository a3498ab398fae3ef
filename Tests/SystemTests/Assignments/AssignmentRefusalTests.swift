// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import JSON
import Kernel
import Testing

extension OnThisMachine {
    @Suite("Using a congestion control")
    struct AssignmentRefusalTests {
        @Test("that is restricted as another namespace's default is refused before it is written")
        func restricted() throws {
            // The ground expects no map of ours afterwards: a refused write leaks one.
            try AssignmentGround.with { it in
                try it.ground.register("gs_restricted")
                let answer = try it.ground.graft(
                    "use", "gs_reno", "--default", "--netns", it.client)
                #expect(answer.status == 1)
                #expect(answer.errors.contains("only the initial namespace may have it"))
                try it.ground.done("use", "gs_reno", "--cgroup", it.outer.path)
                let got = try it.connection(client: it.outer).client.algorithm()
                #expect(got == "gs_reno")
            }
        }

        @Test(
            "in words that make no sense is refused, and nothing is remembered",
            arguments: [
                (["use", "cubik", "--default"], 1, "did you mean \"cubic\"?"),
                (["use", "cubic", "--to", "10.0.0.1/8"], 2, "did you mean 10.0.0.0/8?"),
                (["use", "cubic", "--to", "ten"], 2, "it is no range of addresses"),
                (["use", "cubic", "--default", "--netns", "gs_none"], 1, "no network namespace"),
                (["use", "cubic", "--cgroup", "/tmp"], 1, "no control group of version 2"),
                (["use", "cubic", "--cgroup", "/nowhere"], 1, "there is no folder /nowhere"),
                (["use", "cubic"], 2, "for whom?"),
                (["use", "cubic", "--default", "--port", "80"], 2, "a default is for all"),
                (["use", "cubic", "--cgroup", "/tmp", "--netns", "x"], 2, "belongs to no"),
                (["unuse"], 2, "for whom?"),
                (["unuse", "cubic"], 1, "no such use is in place"),
                (["use", "--explain", "there"], 2, "is no address"),
            ])
        func senseless(words: [String], status: Int, complaint: String) throws {
            try SwapGround.with { ground in
                let answer = try ground.graft(words)
                #expect(answer.status == Int32(status))
                #expect(answer.errors.contains(complaint), "\(answer.errors)")
                #expect(try ground.registry.assignments() == [])
            }
        }

        @Test("where there is no way is refused in the words of ip")
        func unreachable() throws {
            try AssignmentGround.with { it in
                let answer = try it.ground.graft(
                    "use", "cubic", "--to", "192.0.2.0/24", "--netns", it.client)
                #expect(answer.status == 1)
                #expect(answer.errors.contains("unreachable"))
                #expect(try it.ground.registry.assignments() == [])
            }
        }

        @Test("is listed as drifted where somebody changed it, and that is left to them")
        func drifted() throws {
            try AssignmentGround.with { it in
                try it.ground.register("gs_first")
                try it.ground.done("use", "reno", "--default", "--netns", it.client)
                try it.ground.done("use", "reno", "--to", "10.77.1.2/32", "--netns", it.client)
                try it.ground.done("use", "reno", "--cgroup", it.inner.path)
                try Sysctl.congestionControl.write(
                    "gs_reno", in: NetworkNamespace(named: it.client))
                try it.ground.ip("-n", it.client, "route", "del", "10.77.1.2/32")
                rmdir(it.inner.path)
                let list = try JSON(parsing: it.ground.done("use", "--json"))
                let states = list.array?.compactMap { $0["state"]?.string }
                #expect(
                    states == [
                        "drifted: somebody has set it to gs_reno", "drifted: the route is gone",
                        "drifted: the control group is gone",
                    ])
                let answer = try it.ground.graft("unuse", "reno")
                #expect(answer.status == 0)
                #expect(answer.errors.contains("is left as it is"))
                #expect(try it.setting(in: it.client) == "gs_reno")
                #expect(
                    try it.ground.done("use") == "nothing is in place; see `graft use --help`\n")
            }
        }
    }
}
