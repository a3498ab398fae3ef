/* SPDX-License-Identifier: GPL-2.0-only */
/* knob.bpf.h: what an extension tells graft about itself.
 *
 * All of it travels in the object's BTF and survives stripping, so that
 * `graft inspect` reads one file and needs neither the source nor a kernel.
 */
#ifndef GRAFT_KNOB_BPF_H
#define GRAFT_KNOB_BPF_H

#include "bpf.bpf.h"

#define __TAG(words) __attribute__((btf_decl_tag(words)))
#define __WORDS(x) #x
#define __RANGE(low, high) "graft:range=" __WORDS(low) ".." __WORDS(high)

/* A global that a user may set, what it means, and its bounds, which are
 * decimal numbers, both included:
 *
 *	const volatile __u32 beta KNOB("share kept", 512, 1023) = 717;
 *	volatile bool hystart KNOB("leave slow start early", 0, 1) = true;
 *
 * A `const volatile` one is set before load, and the verifier then drops
 * the code that it rules out. One that is only `volatile` can be turned
 * while the extension runs. The range is a promise between the extension
 * and graft: the kernel does not know of it, so a program stays safe for
 * values outside (it may be slow or unfair; it never faults).
 */
#define KNOB(meaning, low, high)					\
	__TAG("graft:meaning=" meaning) __TAG(__RANGE(low, high))

/* A map whose content outlives a swap: the next version takes over the map
 * itself when it declares one of the same name, type, key size and value
 * size. Values therefore begin with a layout number of the extension's own,
 * and a version that does not know the number leaves the value alone.
 */
#define CARRIED __TAG("graft:carry")

/* Who made this and which one it is. bpftool prints it with each program. */
#define METADATA(version, author, support)				\
	SEC(".rodata") const char bpf_metadata_version[] = version;	\
	SEC(".rodata") const char bpf_metadata_author[] = author;	\
	SEC(".rodata") const char bpf_metadata_support[] = support

/* A counter is a `volatile __u64` global without a knob, named for what it
 * counts. Many CPUs share it, so it is for events that are rare: a loss, not
 * an ACK.
 */
#define COUNT(counter) ((void)__sync_fetch_and_add(&(counter), 1))

#endif /* GRAFT_KNOB_BPF_H */
