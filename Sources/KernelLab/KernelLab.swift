// SPDX-License-Identifier: Apache-2.0
// KernelLab: another kernel, booted over this machine's own files.
//
// How it is laid out:
//   Kernels/  Debian's kernels: found and fetched by apt, unpacked into a cache
//   Machine/  the virtual machine: its first files, its file servers, QEMU
//   Guest/    what is said between the two sides, and the side inside
//   Laboratory, Dialogue
//             one command under a kernel; and one that stays, and answers as it is asked
//   Deterministic/
//             a machine whose runs are functions of their inputs, and what it stands on
//
// A run. QEMU boots the kernel's uncompressed image with an initial file system
// of three megabytes, written for this run: a busybox, the modules that the root
// needs, and a script. The script mounts the host's root (virtiofs, read-only)
// under an overlay in memory and starts this very program inside, as the agent.
// The agent and we speak over one virtio port, in frames: the command with its
// folder and environment goes in; output, errors and the ending come out, and
// signals follow the command. One ordered stream cannot lose the last lines of
// the output behind the exit code, as two can.
//
// What dies when: QEMU and its file servers are children that the kernel ends
// when we end, however we end. They are handed connected sockets, so there is no
// socket in any folder; the ramdisk is a file in memory.
//
// Why not virtme-ng, which does the same for those who build kernels: booted over
// Debian's kernels under the translator it takes half as long again, one of its
// boots of 6.12 in three died (bench/README.md), and it needs Python, and udev to
// keep output apart from the console. What is here needs QEMU, virtiofsd and
// busybox.
//
// What it does not do: the command gets no input but what a `Dialogue` asks it; the guest has no network but
// loopback and what is made inside; one folder can be written, the rest of what
// is written is gone with the machine; x86-64 only. The root is read-only by the
// mount inside, where root could undo it: run in a lab what you would run here.
// Files that are replaced on the host while a guest uses them become stale there
// (ESTALE): build first, then run.
//
// A deterministic run. What the command needs (busybox, a shell, iproute2, netperf, this
// program, their libraries, the modules of queues and TCP) is packed once into an archive, the
// ground, that is the same bytes on any host with the same files; what is the run's own follows
// in a second archive. The machine has one processor, whose instructions are its clock; where it
// is idle, the clock moves on at once. Nothing is said while it runs: the agent keeps output and
// errors in the guest's memory, and they leave by a serial port after the command has ended.
// What the figures of such a run cannot tell: how much work anything is. Time inside is
// instructions, so a path must stay far below what the processor can carry.
