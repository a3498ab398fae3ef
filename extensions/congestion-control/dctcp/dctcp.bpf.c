/* SPDX-License-Identifier: GPL-2.0-only */
/* dctcp: Data Center TCP (RFC 8257).
 *
 * Queues in a data centre can be told to mark packets (ECN, CE) as soon as
 * they are a few packets long. dctcp reads how many marks there were, not
 * only whether there was one: @alpha is a running share of the marked
 * segments, and once a round trip with marks the window loses half of that
 * share. So queues stay short and the link stays full.
 *
 * The receiver's part is to echo marks as they came, although one ACK
 * answers two segments: when the mark changes it first sends the ACK that it
 * was holding back, with the old echo.
 *
 * For paths of which both ends and the queues between are ours. Where the
 * other end has no ECN, the socket is handed to Reno at its start.
 */
#include "tcp.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

volatile __u32 gain_shift
	KNOB("weight of the newest round in alpha, as 1/2^n", 0, 10) = 4;
const volatile __u32 starting_alpha
	KNOB("alpha of a new socket, in 1/1024; 1024 halves at the first mark",
	     0, 1024) = 1024;

/* What has happened, over all sockets. */
volatile __u64 mark_reductions;	/* windows cut by alpha, for marks */
volatile __u64 loss_reductions;	/* windows halved, for a loss or an RTO */
volatile __u64 early_acks;	/* held back ACKs sent since a mark changed */
volatile __u64 without_ecn;	/* sockets handed to Reno */
volatile __u64 states_restored;	/* sockets that went on where they were */

/* alpha is in 1/1024. */
#define ALPHA_BITS 10
#define ALPHA_ONE (1U << ALPHA_BITS)

#define FALLBACK "reno"

struct dctcp {
	__u32 alpha;
	/* The observation window: what it ends at, and counts at its start. */
	__u32 window_end;
	__u32 delivered;
	__u32 delivered_ce;
	__u32 uncut;		/* the window when it was last cut */
	/* The receiver's half. */
	__u32 echoed_to;	/* data up to here was under the mark below */
	bool marked;		/* the last data segment came with CE */
};

_Static_assert(sizeof(struct dctcp) <= TCP_CA_PRIVATE,
	       "the kernel has no more room in a socket");

/* Change it with the meaning of any field of struct dctcp. */
#define CARRIED_LAYOUT 0x64630002

/* How long a swap takes at most, in jiffies, a second or more on any HZ. */
#define FRESH 1000

struct dctcp_saved {
	__u32 layout;
	__u32 saved_at;		/* jiffies */
	struct dctcp dctcp;
};

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct dctcp_saved);
} dctcp_carried SEC(".maps") CARRIED;

static __always_inline struct dctcp *dctcp_of(const struct sock *sk)
{
	return tcp_private(sk);
}

static void dctcp_begin_window(struct sock *sk)
{
	struct dctcp *ca = dctcp_of(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	ca->window_end = tp->snd_nxt;
	ca->delivered = tp->delivered;
	ca->delivered_ce = tp->delivered_ce;
}

/* alpha = (1 - g) alpha + g (marked / all), in integers. An alpha so small
 * that nothing is left of its share of g goes to zero at once, or it would
 * stay above it for ever.
 */
static __u32 dctcp_blend(__u32 alpha, __u32 marked, __u32 all)
{
	__u32 shift = min(gain_shift, (__u32)ALPHA_BITS);
	__u64 gained = ((__u64)marked << (ALPHA_BITS - shift)) / max(all, 1U);
	__u32 shed = alpha >> shift;

	alpha -= shed ? shed : alpha;
	return min(alpha + gained, (__u64)ALPHA_ONE);
}

/* Go on where another version of us left this socket a moment ago; what is
 * older was left when the socket went to another algorithm.
 */
static bool dctcp_restore(struct sock *sk)
{
	struct dctcp_saved *saved;
	bool known;

	saved = bpf_sk_storage_get(&dctcp_carried, sk, NULL, 0);
	if (!saved)
		return false;

	known = saved->layout == CARRIED_LAYOUT &&
		tcp_jiffies() - saved->saved_at <= FRESH;
	if (known)
		*dctcp_of(sk) = saved->dctcp;
	bpf_sk_storage_delete(&dctcp_carried, sk);
	return known;
}

/* Without ECN the peer is deaf to marks, but our segments would still say
 * that they may be marked, and queues would mark them and not drop them. Only
 * an algorithm that does not need ECN makes the kernel stop saying so.
 */
static bool dctcp_give_up(struct sock *sk)
{
	char fallback[TCP_CA_NAME_MAX] = FALLBACK;

	return !bpf_setsockopt(sk, SOL_TCP, TCP_CONGESTION, fallback,
			       sizeof(fallback));
}

/* A window is halved for a loss, as in any TCP, whatever alpha is. In the
 * middle of a reduction for marks it is half of what is left by then.
 */
static void dctcp_halve(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);

	COUNT(loss_reductions);
	dctcp_of(sk)->uncut = tp->snd_cwnd;
	tp->snd_ssthresh = max(tp->snd_cwnd / 2, 2U);
}

/* What the ACKs from now on say of marks. */
static void dctcp_echo(struct tcp_sock *tp, bool marked)
{
	if (marked)
		tp->ecn_flags |= TCP_ECN_DEMAND_CWR;
	else
		tp->ecn_flags &= ~TCP_ECN_DEMAND_CWR;
}

/* The kernel sees the mark before it takes in the segment, so at a change an
 * ACK that is still held back answers for segments of the other kind: send
 * it as it would have been, up to them, with the echo as it was. That has to
 * be set again, since a segment that carries CWR has ended it by now. The
 * segment at hand is to be answered at once.
 */
static void dctcp_mark_arrived(struct sock *sk, bool marked)
{
	struct inet_connection_sock *icsk = inet_csk(sk);
	struct dctcp *ca = dctcp_of(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	if (marked != ca->marked) {
		if (icsk->icsk_ack.pending & ICSK_ACK_TIMER) {
			dctcp_echo(tp, ca->marked);
			bpf_tcp_send_ack(tp, ca->echoed_to);
			COUNT(early_acks);
		}
		icsk->icsk_ack.pending |= ICSK_ACK_NOW;
	}
	ca->echoed_to = tp->rcv_nxt;
	ca->marked = marked;
	dctcp_echo(tp, marked);
}

SEC("struct_ops")
void BPF_PROG(dctcp_init, struct sock *sk)
{
	struct dctcp *ca = dctcp_of(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	if (!(tp->ecn_flags & TCP_ECN_OK) && dctcp_give_up(sk)) {
		/* From here on the private area is the other one's. */
		COUNT(without_ecn);
		return;
	}
	if (dctcp_restore(sk)) {
		COUNT(states_restored);
		return;
	}
	ca->alpha = min(starting_alpha, ALPHA_ONE);
	ca->echoed_to = tp->rcv_nxt;
	dctcp_begin_window(sk);
}

SEC("struct_ops")
void BPF_PROG(dctcp_release, struct sock *sk)
{
	struct dctcp_saved *saved;

	/* Given up at its start, a socket has no ECN and nothing to carry. */
	if (!tcp_lives_on(sk) || !(tcp_sk(sk)->ecn_flags & TCP_ECN_OK))
		return;

	saved = bpf_sk_storage_get(&dctcp_carried, sk, NULL,
				   BPF_SK_STORAGE_GET_F_CREATE);
	if (!saved)
		return;
	saved->layout = CARRIED_LAYOUT;
	saved->saved_at = tcp_jiffies();
	saved->dctcp = *dctcp_of(sk);
}

/* Called for marks and for losses alike; for losses, dctcp_set_state and
 * dctcp_cwnd_event then put half in its place.
 */
SEC("struct_ops")
__u32 BPF_PROG(dctcp_ssthresh, struct sock *sk)
{
	struct dctcp *ca = dctcp_of(sk);
	__u32 cwnd = tcp_sk(sk)->snd_cwnd;
	__u64 lost = ((__u64)cwnd * ca->alpha) >> (ALPHA_BITS + 1);

	ca->uncut = cwnd;
	return max(cwnd - (__u32)lost, 2U);
}

SEC("struct_ops")
void BPF_PROG(dctcp_cong_avoid, struct sock *sk, __u32 ack, __u32 acked)
{
	tcp_reno_cong_avoid(sk, ack, acked);
}

SEC("struct_ops")
void BPF_PROG(dctcp_in_ack_event, struct sock *sk, __u32 flags __unused)
{
	struct dctcp *ca = dctcp_of(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	if (after(ca->window_end, tp->snd_una))
		return;
	ca->alpha = dctcp_blend(ca->alpha,
				tp->delivered_ce - ca->delivered_ce,
				tp->delivered - ca->delivered);
	dctcp_begin_window(sk);
}

SEC("struct_ops")
void BPF_PROG(dctcp_set_state, struct sock *sk, __u8 new_state)
{
	if (new_state == BITFIELD(inet_csk(sk), icsk_ca_state))
		return;
	if (new_state == TCP_CA_CWR)
		COUNT(mark_reductions);
	else if (new_state == TCP_CA_Recovery)
		dctcp_halve(sk);
}

SEC("struct_ops")
void BPF_PROG(dctcp_cwnd_event, struct sock *sk, enum tcp_ca_event event)
{
	if (is_event(event, CA_EVENT_ECN_IS_CE))
		dctcp_mark_arrived(sk, true);
	else if (is_event(event, CA_EVENT_ECN_NO_CE))
		dctcp_mark_arrived(sk, false);
	else if (is_event(event, CA_EVENT_LOSS))
		dctcp_halve(sk);
}

SEC("struct_ops")
__u32 BPF_PROG(dctcp_undo_cwnd, struct sock *sk)
{
	return max(tcp_sk(sk)->snd_cwnd, dctcp_of(sk)->uncut);
}

SEC(".struct_ops.link")
struct tcp_congestion_ops dctcp = {
	.name		= "bpf_dctcp",
	.flags		= TCP_CONG_NON_RESTRICTED | TCP_CONG_NEEDS_ECN,
	.init		= (void *)dctcp_init,
	.release	= (void *)dctcp_release,
	.ssthresh	= (void *)dctcp_ssthresh,
	.cong_avoid	= (void *)dctcp_cong_avoid,
	.in_ack_event	= (void *)dctcp_in_ack_event,
	.set_state	= (void *)dctcp_set_state,
	.cwnd_event	= (void *)dctcp_cwnd_event,
	.undo_cwnd	= (void *)dctcp_undo_cwnd,
};
