// SPDX-License-Identifier: Apache-2.0
import Kernel
import Testing

@testable import KernelLab

@Suite("What a program needs")
struct SharedLibrariesTests {
    /// What the loader itself says, which is to be met: names and files, without the vdso.
    private func told(by loader: String, of program: String) throws -> [String: String] {
        let finished = try ChildProcess.run([loader, "--list", program], limit: .seconds(10))
        var told: [String: String] = [:]
        for line in finished.text.split(separator: "\n") {
            let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
            if words.count >= 3, words[1] == "=>" { told[words[0]] = words[2] }
        }
        return told
    }

    @Test("is what the loader would take", arguments: ["sh", "tc", "swift-build"])
    func loader(_ name: String) throws {
        guard let program = try? Executable.locate(name) else { return }
        let image = try #require(
            try ProgramImage(Bytes(file: program), attempt: "read \(program)"))
        let loader = try #require(image.loader)
        let found = try SharedLibraries.ofThisHost().needed(by: program)
        let told = try told(by: loader, of: program)
        #expect(!told.isEmpty)
        #expect(found[File(loader).name] == loader)
        #expect(Set(told.keys).subtracting(["linux-vdso.so.1"]).isSubset(of: found.keys))
        for (library, file) in told {
            guard let place = found[library] else { continue }
            #expect(try File(place).resolved() == File(file).resolved())
        }
    }

    @Test("is nothing for a static program, and for what is no program")
    func nothing() throws {
        let host = try SharedLibraries.ofThisHost()
        #expect(try host.needed(by: Executable.locate("busybox")).isEmpty)
        #expect(try host.needed(by: "/etc/passwd").isEmpty)
    }

    @Test("is refused by name where it is missing")
    func missing() throws {
        let nowhere = SharedLibraries(["/nowhere"])
        do throws(LabRefusal) {
            _ = try nowhere.needed(by: "/bin/sh")
            Issue.record("it was found")
        } catch {
            #expect(error.reason.contains("libc.so.6"))
        }
    }

    @Test("is refused where the file is cut short")
    func damaged() throws {
        let whole = try File(try Executable.locate("sh")).bytes()
        for end in [20, 64, 200] {
            #expect(throws: KernelError.self) {
                try ProgramImage(Bytes(Array(whole[..<end])), attempt: "read it")
            }
        }
    }
}

@Suite("The modules of a deterministic machine")
struct PackedModulesTests {
    @Test("are those of queues and of TCP, with what they need, and no others")
    func chosen() {
        let dependencies = """
            kernel/fs/overlayfs/overlay.ko.xz:
            kernel/net/sched/sch_netem.ko.xz:
            kernel/net/sched/act_ct.ko.xz: kernel/net/nf/flow.ko.xz kernel/net/nf/defrag.ko.xz
            kernel/net/ipv4/tcp_bbr.ko.xz:
            kernel/drivers/net/veth.ko:
            """
        #expect(
            PackedModules.chosen(from: dependencies) == [
                "kernel/drivers/net/veth.ko", "kernel/net/ipv4/tcp_bbr.ko.xz",
                "kernel/net/nf/defrag.ko.xz", "kernel/net/nf/flow.ko.xz",
                "kernel/net/sched/act_ct.ko.xz", "kernel/net/sched/sch_netem.ko.xz",
            ])
    }
}
