/* SPDX-License-Identifier: GPL-2.0-only */
/* segments.h: what segments.bpf.c writes.
 *
 * Fixed widths, no implicit padding, host byte order.
 */
#ifndef GRAFT_SEGMENTS_H
#define GRAFT_SEGMENTS_H

#ifndef __bpf__
#include <linux/types.h>
#endif

/* segment_event.way */
enum {
	SEGMENT_SENT = 0,
	SEGMENT_RECEIVED = 1,
	SEGMENT_SENT_AGAIN = 2,
};

/* One for each segment; what the socket knew when it came or went. */
struct segment_event {
	__u64 ns;		/* bpf_ktime_get_ns */
	__u64 socket;		/* its address; another may have it later */
	__u32 flow;		/* its data port, less first_port */
	__u32 seq;		/* of the first byte, as it is on the wire */
	__u32 length;		/* of the payload */
	__u32 ack;
	__u32 snd_cwnd;
	__u32 snd_ssthresh;
	__u32 srtt_us;
	__u32 in_flight;	/* segments */
	__u32 sacked_out;	/* segments that the peer holds beyond a hole */
	__u16 tcp_flags;	/* as in the header: 1 FIN, 2 SYN, 4 RST ... */
	__u8 way;
	__u8 ca_state;		/* enum tcp_ca_state */
};

#endif /* GRAFT_SEGMENTS_H */
