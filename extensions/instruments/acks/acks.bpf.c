/* SPDX-License-Identifier: GPL-2.0-only */
/* acks: what a sender knew at every acknowledgement.
 *
 * Not an extension: graft's own instrument. Sampling by time misses what
 * happens between two looks; the kernel's tracepoint tcp_probe passes at
 * every segment that an established socket receives, before it takes it.
 *
 * It writes to a ring that user space empties.
 */
#include "flows.bpf.h"
#include "ring.bpf.h"
#include "acks.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

KERNEL_TYPES_BEGIN

/* tcp_sock once more, with what only this reads. */
struct tcp_sock___probed {
	__u32 srtt_us;
	__u32 snd_wnd;
};

KERNEL_TYPES_END

EVENTS(1 << 22);

SEC("tp_btf/tcp_probe")
int BPF_PROG(acks_probe, struct sock *sk)
{
	const struct tcp_sock___probed *probed;
	const struct tcp_sock *tp;
	struct ack_event *event;
	int flow = flow_of(sk);

	if (flow < 0)
		return 0;
	/* A tracepoint's socket is no more than a socket to the verifier. */
	tp = bpf_skc_to_tcp_sock(sk);
	if (!tp)
		return 0;
	probed = (const void *)tp;
	event = event_begin(sizeof(*event));
	if (!event)
		return 0;
	event->ns = bpf_ktime_get_ns();
	event->flow = flow;
	event->snd_cwnd = tp->snd_cwnd;
	event->snd_ssthresh = tp->snd_ssthresh;
	/* The kernel keeps eight times the smoothed round trip. */
	event->srtt_us = probed->srtt_us >> 3;
	event->in_flight = tp->snd_nxt - tp->snd_una;
	event->snd_wnd = probed->snd_wnd;
	event_end(event, 0);
	return 0;
}
