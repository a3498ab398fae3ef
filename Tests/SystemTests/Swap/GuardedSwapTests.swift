// SPDX-License-Identifier: Apache-2.0
import Extensions
import Glibc
import JSON
import Kernel
import Testing

extension OnThisMachine {
    @Suite("A swap under a guard")
    struct GuardedSwapTests {
        private static let goodput = ["--migrate", "--guard", "goodput > 0.5x before"]

        @Test("goes back when the new version is stuck, and the flow with it")
        func stuck() throws {
            try GuardedSwapTests.underTraffic { ground, path in
                let before = try path.watch(.seconds(2), quarter: .zero).bytes / 2
                let answer = try ground.graft(
                    ["swap", "gs_reno", ground.file("gs_stuck"), "--for", "30s", "--json"]
                        + GuardedSwapTests.goodput)
                #expect(answer.status == 4, "\(answer)")
                let told = try JSON(parsing: answer.output)
                #expect(told["held"] == false)
                #expect(told["rollback"]?["to"]?["number"] == 1)
                // The breach is there from the first look; a window is one second.
                let watched = try #require(told["watched_ms"]?.number)
                #expect(watched < 2500)
                #expect(try GuardedSwapTests.current(ground) == 1)
                let isBack = try SwapGround.wait(.seconds(5)) {
                    let now = try path.watch(.milliseconds(900), quarter: .zero).bytes
                    return Double(now) / 0.9 >= 0.9 * Double(before)
                }
                #expect(isBack)
                let census = try ground.census()
                #expect(census.sockets(onMap: try ground.map(2)) == [:])
            }
        }

        @Test("stays where the guard holds")
        func holds() throws {
            try GuardedSwapTests.underTraffic { ground, _ in
                let answer = try ground.graft(
                    ["swap", "gs_reno", ground.file("gs_second"), "--for", "2s"]
                        + ["--migrate", "--guard", "goodput > 1mbit"])
                #expect(answer.status == 0, "\(answer)")
                #expect(try GuardedSwapTests.current(ground) == 2)
                #expect(try ground.registry.pending("gs_reno") == nil)
            }
        }

        @Test(
            "is undone by Ctrl-C, and by the watcher when its guard is killed",
            arguments: [SIGINT, SIGKILL])
        func ended(by signal: Int32) throws {
            try GuardedSwapTests.underTraffic { ground, _ in
                let guarded = try ChildProcess.start(
                    ground.spawn(
                        [SwapGround.graft, "swap", "gs_reno", ground.file("gs_second")]
                            + ["--for", "60s", "--guard", "goodput > 1bit", "--migrate"]))
                let isSwapped = try SwapGround.wait(.seconds(20)) {
                    try GuardedSwapTests.current(ground) == 2
                        && ground.registry.pending("gs_reno")?.watcher != nil
                }
                #expect(isSwapped)
                try guarded.signal(signal)
                let ending = try guarded.wait()
                #expect(ending == (signal == SIGINT ? .exited(4) : .signalled(SIGKILL)))
                let isBack = try SwapGround.wait(.seconds(10)) {
                    try GuardedSwapTests.current(ground) == 1
                        && ground.registry.pending("gs_reno") == nil
                }
                #expect(isBack)
            }
        }

        private static func underTraffic(_ body: (SwapGround, ShapedPath) throws -> Void) throws {
            try SwapGround.with { ground in
                try ground.register("gs_first")
                let path = try ShapedPath(ground, "gs_reno")
                defer { path.end() }
                // Past slow start, so that a second is like the next.
                _ = try path.watch(.seconds(2), quarter: .zero)
                try body(ground, path)
            }
        }

        private static func current(_ ground: SwapGround) throws -> Int? {
            try ground.registration()?.current?.number
        }
    }
}
