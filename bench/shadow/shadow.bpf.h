/* SPDX-License-Identifier: GPL-2.0-only */
/* shadow.bpf.h: two congestion controls on the same socket and the same ACKs.
 *
 * The kernel's own decides: its operations are called as kfuncs, on the
 * socket. Before that the fields that it may change are noted; after it they
 * are put back, ours is called, and what it made of them is held against what
 * the kernel's made. Then the kernel's results stand. So ours is asked at every
 * turn of a real connection, and one difference does not lead to the next.
 *
 * Ours keeps its state apart from the socket, in @shadows: one for the sender
 * and one for the receiver of the one flow that a run has, by its port. It is
 * the extension's source, renamed by bench/conformance, which reads what is
 * told here from the kernel's trace.
 */
#ifndef GRAFT_SHADOW_BPF_H
#define GRAFT_SHADOW_BPF_H

#include "tcp.bpf.h"

/* The data port of a run's first flow. */
#define DATA_PORT 20000

#define SHADOW_WORDS (TCP_CA_PRIVATE / sizeof(__u64))

struct shadow {
	__u64 words[SHADOW_WORDS];
};

static struct shadow sender, receiver;

static __always_inline bool is_sender(const struct sock *sk)
{
	return sk->__sk_common.skc_dport == bpf_htons(DATA_PORT);
}

static __always_inline bool is_receiver(const struct sock *sk)
{
	return sk->__sk_common.skc_num == DATA_PORT;
}

/* Which ends are watched; a file may say otherwise. */
#ifndef WATCHED
#define WATCHED(sk) is_sender(sk)
#endif

static __always_inline void *shadow_private(const struct sock *sk)
{
	return is_sender(sk) ? sender.words : receiver.words;
}

/* At the end of a connection: the next one's private area begins as zeros, and
 * is used before init, by the ACK that ends the handshake.
 */
static __always_inline void forget(const struct sock *sk)
{
	*(struct shadow *)shadow_private(sk) = (struct shadow){};
}

/* From here on ours has its state elsewhere, and acknowledges nothing. */
#define tcp_private shadow_private

static volatile __u32 acks_to_send;
/* What such an ACK has to say of marks, and how far ours is off. */
static volatile bool echo;
#define WRONG_ECHO 100

static __always_inline long shadow_send_ack(struct tcp_sock *tp,
					    __u32 rcv_nxt __unused)
{
	acks_to_send++;
	if (!(tp->ecn_flags & TCP_ECN_DEMAND_CWR) == echo)
		acks_to_send += WRONG_ECHO;
	return 0;
}

#define bpf_tcp_send_ack shadow_send_ack

#define OURS(name, ...) ours_##name(__VA_ARGS__)

KERNEL_TYPES_BEGIN

struct tcp_sock___decided {
	__u32 snd_cwnd_cnt;
	__u32 app_limited;
	__u32 segs_out;
};

KERNEL_TYPES_END

/* What a turn may change. */
struct decided {
	__u32 cwnd;
	__u32 cwnd_cnt;
	__u32 ssthresh;
	__u32 app_limited;
	__u32 ecn_flags;
	__u32 ack_pending;
	__u32 answer;		/* of an operation that has one */
	__u32 segs_out;
	__u32 acked_early;	/* ACKs that had been held back and went out */
	__u64 pacing_rate;
};

static __always_inline struct decided note(struct sock *sk)
{
	struct tcp_sock___decided *more = (void *)tcp_sk(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	return (struct decided){
		.cwnd = tp->snd_cwnd,
		.cwnd_cnt = more->snd_cwnd_cnt,
		.ssthresh = tp->snd_ssthresh,
		.app_limited = more->app_limited,
		.ecn_flags = tp->ecn_flags,
		.ack_pending = inet_csk(sk)->icsk_ack.pending,
		.segs_out = more->segs_out,
		.pacing_rate = sk->sk_pacing_rate,
	};
}

static __always_inline void put(struct sock *sk, const struct decided *d)
{
	struct tcp_sock___decided *more = (void *)tcp_sk(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	tp->snd_cwnd = d->cwnd;
	more->snd_cwnd_cnt = d->cwnd_cnt;
	tp->snd_ssthresh = d->ssthresh;
	more->app_limited = d->app_limited;
	tp->ecn_flags = d->ecn_flags;
	inet_csk(sk)->icsk_ack.pending = d->ack_pending;
	sk->sk_pacing_rate = d->pacing_rate;
}

/* Which operation, as it is told. */
enum turn {
	INIT, SSTHRESH, CONG_AVOID, PKTS_ACKED, IN_ACK, SET_STATE, CWND_EVENT,
	UNDO, CONG_CONTROL, TURNS,
};

static volatile __u64 turns[TURNS];
static volatile __u64 apart[TURNS];
/* Where the state inside differs, though the decision does not. */
static volatile __u64 inside[TURNS];

static long (*const bpf_trace_printk)(const char *format, __u32 size,
				      ...) = (void *)6;

#define SAY(format, ...) ({						\
	static const char __format[] = format;				\
	bpf_trace_printk(__format, sizeof(__format), ##__VA_ARGS__);	\
})

/* How many differences are told one by one. */
#define TOLD 40

static __always_inline void compare(enum turn turn,
				    const struct decided *kernel,
				    const struct decided *ours, __u64 a,
				    __u64 b)
{
	turns[turn]++;
	if (a != b && ++inside[turn] <= TOLD)
		SAY("inside turn=%d kernel=%lld ours=%lld", turn, a, b);
	if (kernel->cwnd == ours->cwnd && kernel->cwnd_cnt == ours->cwnd_cnt &&
	    kernel->ssthresh == ours->ssthresh &&
	    kernel->app_limited == ours->app_limited &&
	    kernel->ecn_flags == ours->ecn_flags &&
	    (kernel->ack_pending & ICSK_ACK_NOW) ==
		    (ours->ack_pending & ICSK_ACK_NOW) &&
	    kernel->answer == ours->answer &&
	    kernel->acked_early == ours->acked_early &&
	    kernel->pacing_rate == ours->pacing_rate)
		return;
	if (++apart[turn] > TOLD)
		return;
	SAY("apart turn=%d cwnd=%d ours=%d", turn, kernel->cwnd, ours->cwnd);
	SAY("apart cnt=%d ours=%d", kernel->cwnd_cnt, ours->cwnd_cnt);
	SAY("apart ssthresh=%d ours=%d", kernel->ssthresh, ours->ssthresh);
	SAY("apart limited=%d ours=%d", kernel->app_limited, ours->app_limited);
	SAY("apart ecn=%d ours=%d", kernel->ecn_flags, ours->ecn_flags);
	SAY("apart early=%d ours=%d", kernel->acked_early, ours->acked_early);
	SAY("apart answer=%d ours=%d", kernel->answer, ours->answer);
	SAY("apart pacing=%lld ours=%lld", kernel->pacing_rate,
	    ours->pacing_rate);
}

/* The kernel's turn, then ours on the same socket, then the kernel's result.
 * @kernels and @ourss are calls; @a and @b are of the states inside, to be
 * compared after both.
 */
#define TURN(turn, sk, kernels, ourss, a, b) ({				\
	struct decided __before = note(sk), __kernel, __ours;		\
	__u32 __answer = ({ kernels; });				\
									\
	__kernel = note(sk);						\
	__kernel.answer = __answer;					\
	__kernel.acked_early = __kernel.segs_out - __before.segs_out;	\
	if (WATCHED(sk)) {						\
		put(sk, &__before);					\
		acks_to_send = 0;					\
		__answer = ({ ourss; });				\
		__ours = note(sk);					\
		__ours.answer = __answer;				\
		__ours.acked_early = acks_to_send;			\
		put(sk, &__kernel);					\
		compare(turn, &__kernel, &__ours, a, b);		\
	}								\
	__kernel.answer;						\
})

/* At the end of the connection, what it came to. */
static __always_inline void say_all(void)
{
	int turn;

#pragma unroll
	for (turn = 0; turn < TURNS; turn++)
		SAY("turns turn=%d compared=%lld apart=%lld", turn,
		    turns[turn], apart[turn]);
#pragma unroll
	for (turn = 0; turn < TURNS; turn++)
		SAY("states turn=%d differ=%lld", turn, inside[turn]);
}

#endif /* GRAFT_SHADOW_BPF_H */
