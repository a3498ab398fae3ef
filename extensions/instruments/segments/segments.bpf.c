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
 *	sent		the tracepoint net_dev_queue, as the segment reaches the
 *			first device, once for each time that it is sent; with
 *			offloads one may be several on the wire
 *
 * Tracepoints and no functions: some kernels have no tracing of those.
 */
#include "flows.bpf.h"
#include "ring.bpf.h"
#include "segments.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

#define IPPROTO_TCP 6
#define TCPHDR_FIN 0x01
#define TCPHDR_SYN 0x02

/* As on the wire, without options. */
struct tcp_header {
	__be16 source;
	__be16 dest;
	__be32 seq;
	__be32 ack_seq;
	/* The header's length in words is in the upper half. */
	__u8 words;
	__u8 flags;
	__be16 window;
	__be16 checksum;
	__be16 urgent;
};

KERNEL_TYPES_BEGIN

struct sk_buff {
	struct sock *sk;
	unsigned int len;
	__u16 transport_header;
	unsigned char *head;
	unsigned char *data;
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

struct sock___protocol {
	__u16 sk_protocol;
};

KERNEL_TYPES_END

EVENTS(1 << 22);

/* Copied, field by field: a packet's socket is no more than a socket to the
 * verifier, and sk_buff.cb is 48 characters.
 */
#define COPY(to, from) bpf_probe_read_kernel(&(to), sizeof(to), &(from))

static __always_inline bool is_tcp(const struct sock *sk)
{
	const struct sock___protocol *common = (const void *)sk;
	__u8 state = sk->__sk_common.skc_state;

	/* These three are smaller than a socket. */
	return state != TCP_TIME_WAIT && state != TCP_NEW_SYN_RECV &&
	       state != TCP_LISTEN && common->sk_protocol == IPPROTO_TCP;
}

/* A bit field in a copy of the bytes around it; see BITFIELD. */
static __always_inline __u8
congestion_state(const struct inet_connection_sock *csk)
{
	const char *from = (const char *)csk + FIELD_OFFSET(csk->icsk_ca_state);
	__u64 word = 0;

	bpf_probe_read_kernel(&word, FIELD_SIZE(csk->icsk_ca_state), from);
	return word << FIELD_SHIFT_UP(csk->icsk_ca_state) >>
	       FIELD_SHIFT_DOWN(csk->icsk_ca_state);
}

static __always_inline void read_socket(const struct sock *sk,
					struct segment_event *event)
{
	const struct tcp_sock *tp = (const void *)sk;
	__u32 out = 0, given_up = 0, again = 0;

	COPY(event->snd_cwnd, tp->snd_cwnd);
	COPY(event->snd_ssthresh, tp->snd_ssthresh);
	COPY(event->srtt_us, tp->srtt_us);
	/* The kernel keeps eight times the smoothed round trip. */
	event->srtt_us >>= 3;
	COPY(event->sacked_out, tp->sacked_out);
	COPY(out, tp->packets_out);
	COPY(given_up, tp->lost_out);
	COPY(again, tp->retrans_out);
	event->in_flight = out - event->sacked_out - given_up + again;
	event->ca_state = congestion_state(inet_csk(sk));
}

/* The event of a watched end's segment, its socket's part written; or NULL. */
static __always_inline struct segment_event *begin(const struct sock *sk)
{
	struct segment_event *event;
	int flow = flow_of(sk);

	if (flow < 0 || !is_tcp(sk))
		return NULL;
	event = event_begin(sizeof(*event));
	if (!event)
		return NULL;
	event->ns = bpf_ktime_get_ns();
	event->socket = (__u64)sk;
	event->flow = flow;
	read_socket(sk, event);
	return event;
}

static __always_inline __u32 controls(const struct segment_event *event)
{
	return !!(event->tcp_flags & TCPHDR_SYN) +
	       !!(event->tcp_flags & TCPHDR_FIN);
}

SEC("tp_btf/tcp_probe")
int BPF_PROG(segments_received, struct sock *sk, struct sk_buff *skb)
{
	const struct tcp_skb_cb *cb = (const void *)&skb->cb;
	struct segment_event *event = begin(sk);
	__u32 end = 0;

	if (!event)
		return 0;
	COPY(event->seq, cb->seq);
	COPY(event->ack, cb->ack_seq);
	COPY(end, cb->end_seq);
	event->tcp_flags = 0;
	bpf_probe_read_kernel(&event->tcp_flags, FIELD_SIZE(cb->tcp_flags),
			      &cb->tcp_flags);
	event->length = end - event->seq - controls(event);
	event->way = SEGMENT_RECEIVED;
	event_end(event, BPF_RB_NO_WAKEUP);
	return 0;
}

SEC("tp_btf/net_dev_queue")
int BPF_PROG(segments_sent, struct sk_buff *skb)
{
	const struct sock *sk = skb->sk;
	const struct tcp_sock *tp = (const void *)sk;
	struct segment_event *event;
	__u64 head = 0, data = 0;
	struct tcp_header header;
	__u32 next = 0;

	if (!sk)
		return 0;
	/* Copied, too: numbers are wanted, and no pointers. */
	COPY(head, skb->head);
	COPY(data, skb->data);
	head += skb->transport_header;
	if (bpf_probe_read_kernel(&header, sizeof(header), (void *)head))
		return 0;
	event = begin(sk);
	if (!event)
		return 0;
	event->seq = bpf_ntohl(header.seq);
	event->ack = bpf_ntohl(header.ack_seq);
	event->tcp_flags = header.flags;
	event->length = data + skb->len - head - (header.words >> 4) * 4;
	event->way = SEGMENT_SENT;
	COPY(next, tp->snd_nxt);
	/* It moves on when the segment has gone. */
	if (event->length && after(next, event->seq))
		event->way = SEGMENT_SENT_AGAIN;
	event_end(event, BPF_RB_NO_WAKEUP);
	return 0;
}
