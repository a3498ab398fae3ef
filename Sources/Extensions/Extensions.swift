// SPDX-License-Identifier: Apache-2.0
// Extensions: what an extension is, and its life in the kernel.
//
// How it is laid out:
//   Build/     from `NAME.bpf.c` to `NAME.bpf.o`, and where shipped ones lie
//   Examine/   `inspect` (from the file alone) and `check` (against this kernel)
//   Hooks/     the places in the kernel that extensions fill, and their rules
//   Registry/  register, list, unregister: the pins are the truth, the records
//              beside them remember what the kernel cannot say
//   Swap/      one version in the place of another, the way back, what a kill leaves
//   Guards/    what is watched after a swap, and when it goes back by itself
//   Sockets/   counted, moved and sampled by version
//   Schedulers/  what the kernel says of them: enabled, or thrown out and why
//   Activity/  what extensions cost, from look to look
//   History/, Store/  who did what; objects by digest
//   Assignments/  which sockets get which congestion control, and why
//   Try/       a program run over packets in the kernel, before it meets traffic
//
// What it hides: descriptors, pins, the order in which things must happen. It
// speaks of hooks, registrations and versions.
//
// What dies when: a registration is held by its pinned link and outlives the
// process. Whatever a failing verb had made goes before it returns.
//
// What it does not do: it decides nothing about words on a terminal; that is
// the executable's part.
