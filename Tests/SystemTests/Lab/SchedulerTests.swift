// SPDX-License-Identifier: Apache-2.0
import Extensions
import Kernel
import Testing

/// What the suites need that change the scheduler of the whole machine: sched_ext, and a machine
/// that nobody else uses. The lab says in the environment that it is one.
struct NeedsOwnScheduler {
    static let trait: any SuiteTrait = ConditionTrait.enabled(
        if: Environment.value(of: "GRAFT_LAB") != nil
            && File("/sys/kernel/sched_ext/state").isThere,
        "skipped: it needs a lab's machine with sched_ext (graft lab run)")
}

extension OnThisMachine {
    @Suite("A scheduler", NeedsOwnScheduler.trait)
    struct SchedulerTests {
        private static let shipped = Workspace.root + "/extensions/scheduler"

        @Test("is enabled when it is registered, and gone when it is unregistered")
        func life() throws {
            try Workspace.with { workspace in
                #expect(
                    try workspace.graft("register", Self.shipped + "/fair/fair.bpf.o").status == 0)
                #expect(try SchedulerState.now()?.rules("fair") == true)
                let listed = try workspace.graft("list").output
                #expect(listed.contains { $0.hasSuffix("enabled") })
                #expect(try workspace.graft("unregister", "fair").status == 0)
                #expect(try SchedulerState.now()?.word == "disabled")
            }
        }

        @Test("is swapped with a gap where one is allowed, and not else")
        func gap() throws {
            try Workspace.with { workspace in
                let fair = Self.shipped + "/fair/fair.bpf.o"
                #expect(try workspace.graft("register", fair).status == 0)
                #expect(try workspace.graft("swap", "fair", fair).status == 1)
                #expect(try SchedulerState.now()?.rules("fair") == true)
                let swapped = try workspace.graft("swap", "fair", fair, "--allow-gap")
                #expect(swapped.status == 0)
                #expect(try SchedulerState.now()?.rules("fair") == true)
            }
        }

        @Test("that stalls is refused with the kernel's reason, and does not stay")
        func stall() throws {
            try Workspace.with { workspace in
                let refused = try workspace.graft("register", Self.stalling)
                #expect(refused.status == 1)
                #expect(
                    refused.errors.contains {
                        $0.contains("the kernel threw it out: runnable task stall")
                    })
                #expect(try SchedulerState.now()?.word == "disabled")
                #expect(try workspace.registry.names() == [])
            }
        }

        @Test("thrown out after it was registered is shown so, with the reason and the task")
        func ejection() throws {
            try Workspace.with { workspace in
                let registered = try workspace.graft(
                    "register", Self.stalling, "--probation", "0s")
                #expect(registered.status == 0)
                let began = Instant.now
                var shown = ""
                while !shown.contains("ejected"), Instant.now.since(began) < .seconds(40) {
                    shown = try workspace.graft("list", "gt_stall").output.joined(separator: "\n")
                    Duration.milliseconds(200).pause()
                }
                #expect(shown.contains("ejected: runnable task stall"))
                #expect(shown.contains("nr_run="))
                #expect(try SchedulerState.now()?.word == "disabled")
            }
        }

        private static let stalling = Workspace.root + "/Tests/Fixtures/bpf/gt_stall.bpf.o"
    }
}
