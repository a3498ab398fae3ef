// SPDX-License-Identifier: Apache-2.0
import Kernel

/// A booted virtual machine. Letting go of it ends it, at once.
final class Machine {
    let process: ChildProcess
    /// Where the agent speaks.
    let port: Descriptor
    /// Where the guest's kernel prints.
    let console: Descriptor
    private let servers: [FileServer]

    /// What a guest may use.
    struct Size {
        var processors = 2
        var mebibytes = 1024
    }

    static func start(
        _ kernel: LabKernel, _ ramdisk: Ramdisk, share: String?, _ accelerator: Accelerator,
        size: Size = Size()
    ) throws(LabRefusal) -> Machine {
        let attempt = "boot \(kernel.release)"
        let program = try labbing(attempt, hint: "install qemu-system-x86") {
            () throws(KernelError) in try Executable.locate("qemu-system-x86_64")
        }
        try checkRoom(size, attempt)
        var servers = [try FileServer.start(serving: "/", writable: false)]
        if let share { servers.append(try FileServer.start(serving: share, writable: true)) }
        return try labbing(attempt) { () throws(KernelError) in
            let port = try Descriptor.socketPair()
            let ours = port.one
            let theirs = port.other
            let console = try Descriptor.socketPair()
            let read = console.one
            let printed = console.other
            let files = try Descriptor.memoryFile(named: "graft-ramdisk", ramdisk.bytes)
            var spawn = Spawn(
                [program]
                    + options(kernel, accelerator, size, sharing: servers.count > 1))
            spawn.leadsGroup = true
            spawn.output = .null
            // What QEMU itself complains of stands between what the guest printed.
            spawn.errors = .descriptor(try printed.duplicate())
            spawn.carried =
                [Spawn.Carried(theirs), Spawn.Carried(printed), Spawn.Carried(files)]
                + servers.map(\.connection)
            return Machine(try ChildProcess.start(spawn), ours, read, servers)
        }
    }

    private init(
        _ process: consuming ChildProcess, _ port: consuming Descriptor,
        _ console: consuming Descriptor, _ servers: [FileServer]
    ) {
        self.process = process
        self.port = port
        self.console = console
        self.servers = servers
    }

    private static func checkRoom(_ size: Size, _ attempt: String) throws(LabRefusal) {
        let there = try labbing { () throws(KernelError) in try Host.availableMemory() } >> 20
        // What QEMU and the file servers need beside the guest.
        let needed = UInt64(size.mebibytes + 200)
        guard there >= needed else {
            throw LabRefusal(attempt, "it needs \(needed) MiB of memory, and \(there) are left")
        }
    }

    /// The numbers are those of the descriptors that are carried over.
    private static func options(
        _ kernel: LabKernel, _ accelerator: Accelerator, _ size: Size, sharing: Bool
    ) -> [String] {
        var options = [
            "-nodefaults", "-no-user-config", "-display", "none", "-no-reboot",
            "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny",
            "-machine", "q35,memory-backend=memory", "-accel", accelerator.options,
            "-cpu", "max", "-smp", "\(size.processors)", "-m", "\(size.mebibytes)M",
            // Shared with the file servers, which put what they read straight into it.
            "-object", "memory-backend-memfd,id=memory,size=\(size.mebibytes)M,share=on",
            "-kernel", kernel.image.path, "-initrd", "/proc/self/fd/5",
            "-append", commandLine + accelerator.words,
            "-chardev", "socket,id=port,fd=3",
            "-device", "virtio-serial-pci",
            "-device", "virtserialport,chardev=port,name=graft",
            "-chardev", "socket,id=console,fd=4", "-serial", "chardev:console",
            "-chardev", "socket,id=root,fd=6",
            "-device", "vhost-user-fs-pci,chardev=root,tag=root",
        ]
        if sharing {
            options += [
                "-chardev", "socket,id=share,fd=7",
                "-device", "vhost-user-fs-pci,chardev=share,tag=share",
            ]
        }
        return options
    }

    /// Quiet and quick: no self-tests, no waiting for entropy or for slow grace periods; and a
    /// kernel in trouble ends the machine.
    ///
    /// No cx16: QEMU's translator (7.2 at least) leaves garbage in the flags after that
    /// instruction, of which one boot of 6.12 in three died (17 of 54; without it, 0 of 56).
    /// The kernel does without; programs, which seldom use it, still have it.
    private static let commandLine = """
        console=ttyS0 quiet panic=-1 oops=panic mitigations=off tsc=reliable no_timer_check \
        audit=0 apparmor=0 cryptomgr.notests random.trust_cpu=on rcupdate.rcu_expedited=1 \
        clearcpuid=cx16
        """
}
