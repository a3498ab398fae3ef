/* SPDX-License-Identifier: GPL-2.0-only */
/* compat.bpf.h: where kernels differ, and until when it matters to us.
 *
 * Each entry is dated: the version that changed it, and the oldest version
 * that graft must support before the entry may go. Nothing here asks for a
 * version number; the kernel's BTF is asked for the thing itself.
 */
#ifndef GRAFT_COMPAT_BPF_H
#define GRAFT_COMPAT_BPF_H

#ifndef GRAFT_TCP_BPF_H
#error "include tcp.bpf.h, which includes this"
#endif

/* 7.1: data after silence is told to an operation of its own,
 * cwnd_event_tx_start, and no longer to cwnd_event. A table that fills the
 * new member is refused by older kernels, and one that does not is told
 * nothing by newer ones. So an extension asks which kernel it is on, and
 * notices the silence itself on a new one.
 * May go when 7.1 is the oldest kernel supported: fill the member instead.
 *
 * (___7_1 is a flavour: the loader compares the name before the underscores.)
 */
KERNEL_TYPES_BEGIN
struct tcp_congestion_ops___7_1 {
	void (*cwnd_event_tx_start)(struct sock *sk);
};
KERNEL_TYPES_END

static __always_inline bool kernel_tells_tx_start(void)
{
	return !KERNEL_HAS(struct tcp_congestion_ops___7_1,
			   cwnd_event_tx_start);
}

/* 7.1, likewise: an event that has moved out may take its number along, and
 * shift those behind it. The loader fills in this kernel's numbers; an event
 * that it does not have never happens.
 */
#define is_event(event, which)						\
	(ENUM_EXISTS(enum tcp_ca_event, which) &&			\
	 (event) == (enum tcp_ca_event)ENUM_VALUE(enum tcp_ca_event, which))

#endif /* GRAFT_COMPAT_BPF_H */
