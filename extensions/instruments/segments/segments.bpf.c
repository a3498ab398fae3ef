/* SPDX-License-Identifier: GPL-2.0-only */
/* segments: every segment that a watched end sends and receives.
 *
 * Not an extension: graft's own instrument. Two runs of a deterministic
 * machine are the same until the code of their arms decides otherwise; where
 * that is shows in what was sent and in what came back, with the window that
 * the sender had.
 *
 *	received	the tracepoint tcp_probe, before an established socket
 *			takes the segment
 *	sent		where TCP hands a segment down, once for each time that
 *			it is sent; with offloads one may be several on the wire
 *
 * It writes to a ring that user space empties. What finds no room is counted,
 * and nothing waits for it.
 */
#include "flows.bpf.h"
#include "segments.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

#define BPF_MAP_TYPE_RINGBUF 27

#define TCPHDR_FIN 0x01
#define TCPHDR_SYN 0x02

KERNEL_TYPES_BEGIN

struct sk_buff {
	char cb[48];
};

/* What TCP keeps in sk_buff.cb. */
struct tcp_skb_cb {
	__u32 seq;
	/* Behind the last byte; SYN and FIN count as one each. */
	__u32 end_seq;
	/* One byte before AccECN came (6.17). */
	__u16 tcp_flags;
	__u32 ack_seq;
};

KERNEL_TYPES_END

static void *(*const bpf_ringbuf_reserve)(void *ring, __u64 size,
					  __u64 flags) = (void *)131;
static void (*const bpf_ringbuf_submit)(void *data, __u64 flags) =
	(void *)132;
static __u64 (*const bpf_get_socket_cookie)(void *ctx) = (void *)46;

/* Events that found no room. */
volatile __u64 lost;

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 22);
} events SEC(".maps");

/* The segment's own words. The verifier knows sk_buff.cb as 48 characters, so
 * they are copied.
 */
static __always_inline void read_segment(const struct sk_buff *skb,
					 struct segment_event *event)
{
	const struct tcp_skb_cb *cb = (const void *)&skb->cb;
	__u32 end = 0;
	__u16 flags = 0;

	bpf_probe_read_kernel(&event->seq, sizeof(event->seq), &cb->seq);
	bpf_probe_read_kernel(&event->ack, sizeof(event->ack), &cb->ack_seq);
	bpf_probe_read_kernel(&end, sizeof(end), &cb->end_seq);
	bpf_probe_read_kernel(&flags, FIELD_SIZE(cb->tcp_flags),
			      &cb->tcp_flags);
	event->tcp_flags = flags;
	event->length = end - event->seq - !!(flags & TCPHDR_SYN) -
			!!(flags & TCPHDR_FIN);
}

static __always_inline void read_socket(const struct tcp_sock *tp,
					struct segment_event *event)
{
	event->snd_cwnd = tp->snd_cwnd;
	event->snd_ssthresh = tp->snd_ssthresh;
	/* The kernel keeps eight times the smoothed round trip. */
	event->srtt_us = tp->srtt_us >> 3;
	event->in_flight = tcp_in_flight(tp);
	event->sacked_out = tp->sacked_out;
	event->ca_state = BITFIELD(&tp->inet_conn, icsk_ca_state);
}

static __always_inline int note(struct sock *sk, const struct sk_buff *skb,
				bool is_sent)
{
	struct segment_event *event;
	const struct tcp_sock *tp;
	int flow = flow_of(sk);

	if (flow < 0)
		return 0;
	/* A socket is no more than that to the verifier. */
	tp = bpf_skc_to_tcp_sock(sk);
	if (!tp)
		return 0;
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		__sync_fetch_and_add(&lost, 1);
		return 0;
	}
	event->ns = bpf_ktime_get_ns();
	event->socket = bpf_get_socket_cookie(sk);
	event->flow = flow;
	read_segment(skb, event);
	read_socket(tp, event);
	event->way = SEGMENT_RECEIVED;
	if (is_sent) {
		event->way = SEGMENT_SENT;
		if (event->length && after(tp->snd_nxt, event->seq))
			event->way = SEGMENT_SENT_AGAIN;
		/* The header's is written behind this point. */
		event->ack = tp->rcv_nxt;
	}
	bpf_ringbuf_submit(event, 0);
	return 0;
}

SEC("tp_btf/tcp_probe")
int BPF_PROG(segments_received, struct sock *sk, struct sk_buff *skb)
{
	return note(sk, skb, false);
}

SEC("fentry/__tcp_transmit_skb")
int BPF_PROG(segments_sent, struct sock *sk, struct sk_buff *skb)
{
	return note(sk, skb, true);
}
