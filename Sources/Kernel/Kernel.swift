// SPDX-License-Identifier: Apache-2.0
// Kernel: the running kernel as owned Swift values.
//
// What it hides: every descriptor, every system call, `errno`, `/proc` and
// `/sys`. Nothing above this module sees a raw descriptor.
//
// How it is laid out:
//   ELF/     the file format of a BPF object
//   BTF/     the type information in objects and in the kernel
//   Object/  an object as read: programs, maps, globals, operations tables.
//            A function of the file alone; the same on every machine
//   Load/    an object made to fit this kernel, and loaded into it
//   Live/    what is in the kernel: programs, maps, links, pins
//   Queues/  packets that the kernel holds for us (netfilter's queues)
//   System/  processes, namespaces, files, sockets: Linux without BPF
//
// Why the object layer is ours, and only the system-call layer is libbpf's.
// libbpf's `bpf_object` reads and indexes the whole of the kernel's BTF with a
// few thousand reads and twelve megabytes, of which a congestion control needs
// thirty lines; that was four fifths of the cost of a registration. And a hot
// swap needs to commit a struct_ops map without attaching it, which
// `bpf_object` cannot do. `Load/` maps the kernel's BTF, walks it once for the
// names that the object mentions, and uses `bpf_prog_load`, `bpf_map_create`
// and their like. The instructions that it produces are the same to the bit: a
// system test compares the program tags with those of libbpf.
//
// What dies when: a `Descriptor` closes at the end of its life; a `Link`
// detaches at the end of its life unless it was pinned. Objects, maps and
// programs are shared by reference and go with their last user.
//
// What it does not do: initial values of maps in maps, and kernel functions
// that live in modules, are refused with a sentence.

// A digest is part of what an object is: who has the one has the other.
@_exported import Digests
