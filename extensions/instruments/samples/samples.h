/* SPDX-License-Identifier: GPL-2.0-only */
/* samples.h: what samples.bpf.c writes for each socket, one after the other.
 *
 * Fixed widths, no implicit padding, host byte order.
 */
#ifndef GRAFT_SAMPLES_H
#define GRAFT_SAMPLES_H

#ifndef __bpf__
#include <linux/types.h>
#endif

#define SAMPLES_NAME_SIZE 16

struct socket_sample {
	__u64 cookie;		/* the socket's own, for as long as it lives */
	__u64 ops;		/* icsk_ca_ops: tells versions apart */
	__u64 bytes_acked;
	__u64 bytes_sent;
	__u64 bytes_retrans;
	__u64 bytes_received;
	__u64 pacing_rate;	/* bytes a second */
	__u32 srtt_us;
	__u32 min_rtt_us;
	__u32 snd_cwnd;
	__u32 snd_ssthresh;
	__u32 segs_out;
	__u32 data_segs_out;
	__u32 total_retrans;
	__u32 delivered;
	__u32 delivered_ce;
	__u32 state;
	__u32 rate_delivered;	/* segments ... */
	__u32 rate_interval_us;	/* ... in so long: the delivery rate */
	__u32 mss;
	__u32 unused;
};

#endif /* GRAFT_SAMPLES_H */
