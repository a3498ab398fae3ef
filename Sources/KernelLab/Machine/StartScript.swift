// SPDX-License-Identifier: Apache-2.0
/// What the first process of every guest does, as lines of the shell; `$b` is its busybox.
enum StartScript {
    /// Without these nothing can be found.
    static let firstMounts = """
        $b mount -t proc proc /proc
        $b mount -t sysfs sysfs /sys
        $b mount -t devtmpfs devtmpfs /dev
        """

    /// What a running system has mounted beside.
    static let usualMounts = """
        $b mkdir -p /dev/pts /dev/shm /run/lock
        $b mount -t devpts -o gid=5,mode=620,ptmxmode=666 devpts /dev/pts
        $b mount -t tmpfs -o mode=1777 shm /dev/shm
        $b ln -s /proc/self/fd /dev/fd
        $b ln -s /proc/self/fd/0 /dev/stdin
        $b ln -s /proc/self/fd/1 /dev/stdout
        $b ln -s /proc/self/fd/2 /dev/stderr
        $b mount -t cgroup2 cgroup2 /sys/fs/cgroup
        $b mount -t bpf bpf /sys/fs/bpf
        $b mount -t tracefs tracefs /sys/kernel/tracing
        $b mount -t debugfs debugfs /sys/kernel/debug
        """

    static let names = """
        $b hostname graft-lab
        $b ip link set lo up
        """
}
