/* SPDX-License-Identifier: GPL-2.0-only */
/* acks.h: what acks.bpf.c writes.
 *
 * Fixed widths, no implicit padding, host byte order.
 */
#ifndef GRAFT_ACKS_H
#define GRAFT_ACKS_H

#ifndef __bpf__
#include <linux/types.h>
#endif

/* One for each segment that came: what the socket was before it took it. */
struct ack_event {
	__u64 ns;		/* bpf_ktime_get_ns */
	__u32 flow;		/* its data port, less first_port */
	__u32 snd_cwnd;
	__u32 snd_ssthresh;
	__u32 srtt_us;
	__u32 in_flight;	/* bytes */
	__u32 snd_wnd;
};

#endif /* GRAFT_ACKS_H */
