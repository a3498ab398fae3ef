// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A machine whose every run is a function of its inputs: kernel, ground, errand and seed.
///
/// Its time is the count of the instructions that it has executed, and it has one processor.
/// It gets nothing from this host while it runs: no folder, no network, no clock, no keys. What
/// could bring any of that cannot be asked for here.
///
/// Several can run at once; each takes a processor of this host's and `mebibytes` of memory.
public struct DeterministicMachine: Sendable {
    public let ground: Ground
    /// The program that executes its instructions, as it names itself: another version may
    /// count or compute otherwise.
    public let translator: String
    private let program: String

    /// What a machine takes of this host's memory at most.
    public static let mebibytes = 768 + 200

    /// Nanoseconds that an instruction takes inside, as a power of two. More makes a slower
    /// processor, whose seconds are over sooner here.
    private static let shift = 1

    private static let settings = "\(shift)\n\(commandLine)"

    public var kernel: LabKernel { ground.kernel }

    /// All that its runs depend on, beside errand and seed: ground, kernel package, firmware,
    /// translator and settings. It is the same on any host that has the same of these.
    public var identity: Digest {
        Digest(of: Array("\(origin)\nshift \(DeterministicMachine.settings)".utf8))
    }

    /// The same thing by thing, each under its name: by these it is told what differs.
    public var facts: [(name: String, value: String)] {
        let settings = Digest(of: Array(DeterministicMachine.settings.utf8))
        return [
            ("kernel", "\(kernel.release)"), ("package", kernelPackage.hexadecimal),
            ("graft", ground.parts.agent.hexadecimal),
            ("programs", ground.parts.programs.hexadecimal), ("translator", translator),
            ("firmware", firmware), ("settings", settings.short),
        ]
    }

    private let origin: String
    /// Of the kernel's packages, as they were fetched.
    private let kernelPackage: Digest
    private let firmware: String

    /// With the files that `kernel` and the usual tools need, from the cache or packed now;
    /// `programs`, found on PATH, are packed too.
    public init(
        _ kernel: LabKernel, in laboratory: Laboratory, programs: [String] = []
    ) throws(LabRefusal) {
        let program = try labbing(
            "boot \(kernel.release)", hint: "install qemu-system-x86"
        ) { () throws(KernelError) in try Executable.locate("qemu-system-x86_64") }
        let said = try must(
            "ask QEMU for its version", [program, "--version"], limit: .seconds(20))
        self.program = program
        let translator = said.text.split(separator: "\n").first.map(String.init) ?? ""
        let ground = try Ground.prepare(
            for: kernel, agent: laboratory.agent, programs: programs, in: laboratory.cache)
        let packages = try labbing { () throws(KernelError) in try kernel.packages.text() }
        let firmware = try DeterministicMachine.firmware()?.hexadecimal ?? "unknown"
        self.translator = translator
        self.ground = ground
        kernelPackage = Digest(of: Array(packages.utf8))
        self.firmware = firmware
        origin = "\(ground.digest)\n\(packages)\n\(translator)\nfirmware \(firmware)"
    }

    /// What starts the machine, by the package that QEMU takes it from; none where it lies
    /// elsewhere.
    private static func firmware() throws(LabRefusal) -> Digest? {
        for folder in ["/usr/share/seabios", "/usr/share/qemu"] {
            let file = File("\(folder)/bios-256k.bin")
            let bytes = try labbing { () throws(KernelError) in try file.bytesIfAny() }
            if let bytes { return Digest(of: bytes) }
        }
        return nil
    }

    /// Carries out `errand`: the same one gives the same bytes. Takes as long as it takes; the
    /// process that calls it may end, and the machine ends with it.
    public func run(_ errand: Errand) throws(LabRefusal) -> Outcome {
        let attempt = "run \(errand.order.arguments[0]) in a deterministic \(kernel.release)"
        try checkRoom(attempt)
        let began = Instant.now
        let archive = try labbing(attempt) { () throws(KernelError) in
            try ground.content() + errand.archived(under: kernel.release)
        }
        let traces = try labbing(attempt) { () throws(KernelError) in try Traces() }
        let ending = try labbing(attempt) { () throws(KernelError) in
            let files = try Descriptor.memoryFile(named: "graft-ramdisk", archive)
            var spawn = Spawn([program] + options(errand.conditions))
            spawn.leadsGroup = true
            spawn.output = .null
            spawn.errors = .descriptor(try traces.complaints.duplicate())
            spawn.carried = [
                Spawn.Carried(files), Spawn.Carried(try traces.console.duplicate()),
                Spawn.Carried(try traces.port.duplicate()),
            ]
            let child = try ChildProcess.start(spawn)
            return try child.wait(upTo: errand.patience)
        }
        let kept = try labbing(attempt) { () throws(KernelError) in try traces.kept() }
        guard let ending else {
            throw LabRefusal(
                attempt, "it had not ended after \(errand.patience) of this host's time",
                hint: "too much else runs here, or the command needs more processor time",
                console: kept.console)
        }
        guard let outcome = Outcome(kept, after: Instant.now.since(began)) else {
            let complaint = kept.complaints.isEmpty ? "QEMU \(ending)" : kept.complaints
            throw LabRefusal(
                attempt, "the machine went down before the command ended (\(complaint))",
                console: kept.console)
        }
        return outcome
    }

    private func checkRoom(_ attempt: String) throws(LabRefusal) {
        let there = try labbing { () throws(KernelError) in try Host.availableMemory() } >> 20
        guard there >= DeterministicMachine.mebibytes else {
            throw LabRefusal(
                attempt,
                "it needs \(DeterministicMachine.mebibytes) MiB of memory, and \(there) are left")
        }
    }
}

extension DeterministicMachine {
    /// The numbers are those of the descriptors that are carried over.
    ///
    /// Why it records (`rr`), into nothing: QEMU's two threads, the processor's and the one that
    /// moves the clock on over idle time, then take turns by a lock. Without it the second may
    /// find the processor idle before the instructions of its last turn are counted, moves the
    /// clock too far, and the run is another one: seldom, and more often under load.
    private func options(_ conditions: Conditions) -> [String] {
        [
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
            "-machine", "q35", "-accel", "tcg,thread=single",
            "-icount", "shift=\(DeterministicMachine.shift),sleep=off,rr=record,rrfile=/dev/null",
            "-rtc", "base=2026-01-01T00:00:00,clock=vm", "-seed", "\(conditions.seed)",
            "-cpu", "max", "-smp", "1", "-m", "768M",
            "-kernel", kernel.image.path, "-initrd", "/proc/self/fd/3",
            "-append", DeterministicMachine.commandLine,
            "-chardev", "file,id=console,path=/proc/self/fd/4", "-serial", "chardev:console",
            "-chardev", "file,id=port,path=/proc/self/fd/5", "-serial", "chardev:port",
        ]
    }

    /// As in the lab's other machines, and: the kernel always at the same address; without what
    /// looks at the accessed bits of pages, DAMON and huge pages' collector, because when QEMU
    /// sets them depends on a table of its that it resizes by this host's clock; and without what
    /// only costs instructions: clearing memory that is written anyway, security modules, and
    /// collecting entropy from a clock that has none.
    private static let commandLine = """
        console=ttyS0 quiet panic=-1 oops=panic mitigations=off tsc=reliable no_timer_check \
        audit=0 apparmor=0 cryptomgr.notests random.trust_cpu=on rcupdate.rcu_expedited=1 \
        clearcpuid=cx16 nokaslr init_on_alloc=0 lsm=capability,bpf \
        initcall_blacklist=jent_mod_init damon_stat.enabled=0 transparent_hugepage=never
        """

    /// What differs from run to run of one ground, on QEMU's side.
    struct Conditions: Equatable, Sendable {
        var seed: UInt64
    }
}
