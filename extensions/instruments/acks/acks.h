/* SPDX-License-Identifier: GPL-2.0-only */
/* acks.h: what acks.bpf.c is told to watch, and what it writes.
 *
 * Fixed widths, no implicit padding, host byte order.
 */
#ifndef GRAFT_ACKS_H
#define GRAFT_ACKS_H

#ifndef __bpf__
#include <linux/types.h>
#endif

#define ACKS_NAMESPACES 32

/* A namespace, and whose end it is. */
struct acks_place {
	__u32 inode;		/* of its file in /proc/PID/ns; 0: the last */
	__u32 is_server;	/* the data port is the local one there */
};

struct acks_order {
	__u32 first_port;
	__u32 last_port;
	struct acks_place places[ACKS_NAMESPACES];
};

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
