// SPDX-License-Identifier: Apache-2.0
import Kernel

/// What the guest finds before it has a root: a busybox, the modules that the root needs, and
/// two scripts, one before and one after it has moved there.
struct Ramdisk {
    let bytes: [UInt8]

    /// `agent` is the file of the program that is to speak with us, by its path on this host.
    init(
        for kernel: LabKernel, agent: String, share: String?
    ) throws(LabRefusal) {
        let busybox = try labbing(hint: "install busybox-static") { () throws(KernelError) in
            try File(Executable.locate("busybox")).bytes()
        }
        var archive = Cpio()
        for folder in ["bin", "dev", "proc", "sys", "modules", "lower", "scratch", "root"] {
            archive.folder(folder)
        }
        archive.device("dev/console", major: 5, minor: 1)
        archive.file("bin/busybox", mode: 0o755, busybox)
        let early = kernel.early
        try labbing { () throws(KernelError) in
            for name in try early.names() {
                archive.file("modules/\(name)", try early.file(name).bytes())
            }
        }
        archive.file("init", mode: 0o755, Array(Ramdisk.first.utf8))
        let modules = try labbing { () throws(KernelError) in
            try File(kernel.modules.path).resolved()
        }
        archive.file(
            "config", try labbing { () throws(KernelError) in try kernel.configuration.bytes() })
        archive.file("second", Array(Ramdisk.second.utf8))
        archive.file(
            "parameters",
            Array(
                """
                modules=\(Ramdisk.quoted(modules))
                release=\(Ramdisk.quoted(kernel.release.text))
                agent=\(Ramdisk.quoted(agent))
                share=\(Ramdisk.quoted(share ?? ""))

                """.utf8))
        bytes = archive.finished()
    }

    /// As a word of the shell.
    static func quoted(_ text: String) -> String {
        "'"
            + text.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "'\\''") + "'"
    }

    /// From the first process to the root.
    private static let first = """
        #!/bin/busybox sh
        b=/bin/busybox
        \(StartScript.firstMounts)
        fail() {
            echo "graft-lab: $*" >/dev/console
            $b poweroff -f
        }
        for module in /modules/*.ko; do
            [ ! -e "$module" ] || $b insmod "$module" || fail "cannot load $module"
        done
        $b mount -t virtiofs -o ro root /lower || fail "cannot mount the host's root"
        $b mount -t tmpfs -o mode=755 scratch /scratch
        $b mkdir /scratch/upper /scratch/work
        $b mount -t overlay -o lowerdir=/lower,upperdir=/scratch/upper,workdir=/scratch/work \\
            overlay /root || fail "cannot lay a writable layer over the root"
        for folder in proc sys dev; do $b mount --move /$folder /root/$folder; done
        $b mount -t tmpfs -o mode=755 run /root/run
        $b mkdir /root/run/graft-lab
        $b cp /bin/busybox /second /parameters /config /root/run/graft-lab/
        exec $b switch_root /root /run/graft-lab/busybox sh /run/graft-lab/second

        """

    /// In the root: what a running system has mounted, and then the agent.
    private static let second = """
        b=/run/graft-lab/busybox
        . /run/graft-lab/parameters
        fail() {
            echo "graft-lab: $*" >/dev/console
            $b poweroff -f
        }
        \(StartScript.usualMounts)
        $b mkdir -p "/lib/modules/$release"
        $b mount -o bind "$modules" "/lib/modules/$release" || fail "cannot bind $modules"
        if [ -n "$share" ]; then
            $b mkdir -p "$share"
            $b mount -t virtiofs share "$share" || fail "cannot mount $share"
        fi
        # Where programs look for it that find no /proc/config.gz; /boot may be a file system of
        # the host's that is not served.
        $b mkdir -p /boot
        $b cp /run/graft-lab/config "/boot/config-$release"
        \(StartScript.names)
        for port in /sys/class/virtio-ports/*; do
            [ "$($b cat "$port/name")" != graft ] || device=/dev/${port##*/}
        done
        [ -n "$device" ] || fail "there is no port to speak through"
        "$agent" \(Agent.word) "$device" </dev/null >/dev/console 2>&1
        fail "the agent has ended with status $?"

        """
}
