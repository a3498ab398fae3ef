/* SPDX-License-Identifier: GPL-2.0-only */
/* cubic: CUBIC (RFC 9438) with the two HyStart detectors, open to the hand.
 *
 * After a loss the window is cut to @beta and then follows a cubic of the
 * time since: fast at first, flat around the window that was too much last
 * time (w_max), and fast again beyond it. Growth depends on time and hardly
 * on the round-trip time. Where Reno would be faster (short paths, small
 * windows), the window follows an estimate of Reno's.
 *
 * Slow start ends at the first loss, or before it, when a HyStart detector
 * says that the path is full: the ACKs of one round span about half a
 * round-trip (the train), or the round-trip time has risen (the delay).
 *
 * Made to decide as the kernel's own cubic decides, in its units (segments,
 * jiffies, 1/1024), so that one can stand in for the other in a comparison.
 * Where it does not is listed in the README. Use it as the place to start a
 * change to CUBIC from, or to turn what the kernel's keeps for all sockets
 * of the machine.
 */
#include "tcp.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

const volatile __u32 beta
	KNOB("share of the window kept after a loss, in 1/1024",
	     512, 1023) = 717;
const volatile __u32 aggressiveness
	KNOB("C of RFC 9438, in 1/1024 segment per cubed second",
	     1, 10240) = 410;
const volatile bool fast_convergence
	KNOB("give way to new flows by remembering less after a second loss",
	     0, 1) = true;
const volatile bool reno_friendly
	KNOB("never grow slower than Reno would", 0, 1) = true;

volatile bool hystart
	KNOB("leave slow start before the first loss", 0, 1) = true;
const volatile bool hystart_train
	KNOB("HyStart: watch the length of the ACK train", 0, 1) = true;
const volatile bool hystart_delay
	KNOB("HyStart: watch the round-trip time rise", 0, 1) = true;
const volatile __u32 hystart_low_window
	KNOB("HyStart: smallest window at which it may act, in segments",
	     0, 1000000) = 16;
const volatile __u32 hystart_train_spacing
	KNOB("HyStart: longest gap between ACKs of one train, in us",
	     1, 1000000) = 2000;
const volatile __u32 hystart_delay_min
	KNOB("HyStart: smallest rise of the round trip that counts, in us",
	     1, 1000000) = 4000;
const volatile __u32 hystart_delay_max
	KNOB("HyStart: rise of the round trip that always counts, in us",
	     1, 1000000) = 16000;

/* What has happened, over all sockets. */
volatile __u64 reductions;	/* windows cut to beta, for loss or ECN */
volatile __u64 reductions_undone;	/* of those, found to be needless */
volatile __u64 timeouts;	/* everything forgotten, for an RTO */
volatile __u64 train_exits;	/* slow starts ended by the ACK train */
volatile __u64 delay_exits;	/* slow starts ended by the delay */
volatile __u64 states_restored;	/* sockets that went on where they were */

/* Ticks of a jiffy in a second. */
extern unsigned long CONFIG_HZ __kconfig;

#define USEC_PER_SEC 1000000
#define USEC_PER_MSEC 1000

/* Curve time is in 1/1024 s and C in 1/1024 segment: a cubed time times C
 * is segments, times 2^40.
 */
#define TIME_BITS 10
#define CURVE_BITS 40

/* Time from the plateau at which the cube still fits 64 bits at the largest
 * C, about 118 s. A window is far beyond any path by then.
 */
#define FARTHEST (118 << TIME_BITS)

/* Round trips that a round needs before its smallest is believed. */
#define DELAY_SAMPLES 8

struct cubic {
	/* The curve. */
	__u32 w_max;		/* window when it last proved too large */
	__u32 plateau;		/* height at which this curve is flat */
	__u32 plateau_time;	/* K: when it gets there, 1/1024 s */
	__u32 epoch;		/* when it began, jiffies; 0: there is none */
	__u32 spacing;		/* segments to be ACKed for one of growth */
	__u32 spaced_for;	/* window and time that spacing is for */
	__u32 spaced_at;
	/* What Reno's window would be by now. */
	__u32 w_reno;
	__u32 reno_acked;	/* segments ACKed since it last grew */
	__u32 min_rtt;		/* us; 0: not known */
	/* HyStart, round by round. Times in us. */
	__u32 round_start;
	__u32 round_end;	/* sequence number whose ACK ends it */
	__u32 round_rtt;	/* smallest of this round */
	__u32 train_end;	/* last ACK of the train */
	__u32 quiet_since;	/* see cubic_notice_silence() */
	__u8 round_samples;
	bool full;		/* a detector has spoken */
	bool quiet;
};

_Static_assert(sizeof(struct cubic) <= TCP_CA_PRIVATE,
	       "the kernel has no more room in a socket");

/* Change it with the meaning of any field of struct cubic. */
#define CARRIED_LAYOUT 0x63750001

struct cubic_saved {
	__u32 layout;
	__u32 saved_at;		/* jiffies */
	__u32 aggressiveness;	/* C, for which the curve was drawn */
	__u32 unused;
	struct cubic cubic;
};

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct cubic_saved);
} cubic_carried SEC(".maps") CARRIED;

static __always_inline struct cubic *cubic_of(const struct sock *sk)
{
	return tcp_private(sk);
}

/* First guesses at the roots of 8 to 63, in 1/64: the kernel's constants. They
 * were tuned there, so that no formula gives them.
 */
static const __u16 root_guesses[] = {
	133, 139, 144, 148, 153, 157, 161, 166, 167, 171, 174, 178, 180, 183,
	186, 189, 191, 195, 197, 200, 202, 204, 207, 209, 210, 212, 214, 216,
	219, 221, 223, 225, 227, 229, 231, 232, 234, 235, 237, 239, 241, 242,
	244, 246, 247, 249, 250, 252, 254, 255, 256, 258, 260, 261, 262, 264,
};

/* The cube root as the kernel takes it: one step of Newton's from a guess by
 * the first four to six bits, 0.2 % off. An exact one would be no harder, but
 * K would be another by some thousandths of a second, and with it now and then
 * the tick at which the window grows.
 */
static __u32 cube_root(__u64 cube)
{
	__u64 head, root;
	int scale;

	/* No distance at all: a segment's alone is far above 8^2. */
	if (cube < 64)
		return 0;
	scale = (63 - __builtin_clzll(cube)) / 3 - 1;
	head = (cube >> (3 * scale)) - 8;
	if (head >= ARRAY_SIZE(root_guesses))
		return 0;
	root = (__u64)root_guesses[head] << scale >> 6;
	root = 2 * root + cube / (root * (root - 1));
	/* A third. */
	return root * 341 >> 10;
}

/* How far the curve is from its plateau, in segments, @distance from the
 * time at which it is there.
 */
static __u32 curve_height(__u64 distance)
{
	distance = min(distance, (__u64)FARTHEST);
	return (distance * distance * distance * aggressiveness) >> CURVE_BITS;
}

/* Begin a curve: from the window as it is, up to the one that was too large,
 * or, where the window is there already, straight from its plateau.
 */
static void cubic_begin(struct cubic *ca, __u32 cwnd, __u32 acked, __u32 now)
{
	__u64 per_segment = (1ULL << CURVE_BITS) / aggressiveness;

	ca->epoch = now;
	ca->reno_acked = acked;
	ca->w_reno = cwnd;
	ca->plateau = max(ca->w_max, cwnd);
	ca->plateau_time = cube_root(per_segment * (ca->plateau - cwnd));
}

/* Where the curve says that the window should be one round trip from now:
 * the ACKs of what is sent now will ask then.
 */
static __u32 cubic_target(const struct cubic *ca, __u32 now)
{
	__u32 usec_per_tick = USEC_PER_SEC / CONFIG_HZ;
	__u64 ticks = now - ca->epoch;
	__u64 time;
	__u32 below;

	ticks += (ca->min_rtt + usec_per_tick - 1) / usec_per_tick;
	time = (ticks << TIME_BITS) / CONFIG_HZ;
	if (time >= ca->plateau_time)
		return ca->plateau + curve_height(time - ca->plateau_time);

	below = curve_height(ca->plateau_time - time);
	return below < ca->plateau ? ca->plateau - below : 0;
}

/* Segments to be ACKed for one of growth, so that the target is reached
 * within a round trip. Below the window there is next to no growth. Before
 * the first loss nothing is known of the path: at least 5 % a round trip.
 */
static __u32 cubic_spacing(const struct cubic *ca, __u32 cwnd, __u32 now)
{
	__u32 target = cubic_target(ca, now);
	__u32 spacing = 100 * cwnd;

	if (target > cwnd)
		spacing = cwnd / (target - cwnd);
	return ca->w_max ? spacing : min(spacing, 20U);
}

/* The same for Reno's window, if Reno had cut to @beta as we do: it then
 * gains 3 (1 - beta) / (1 + beta) segments a round trip, not one.
 */
static __u32 reno_spacing(struct cubic *ca, __u32 cwnd)
{
	__u32 eighths = 8 * (1024 + beta) / (3 * (1024 - beta));
	__u32 per_segment = (cwnd * eighths) >> 3;

	if (per_segment && ca->reno_acked > per_segment) {
		__u32 grown = (ca->reno_acked - 1) / per_segment;

		ca->w_reno += grown;
		ca->reno_acked -= grown * per_segment;
	}
	return ca->w_reno > cwnd ? cwnd / (ca->w_reno - cwnd) : ~0U;
}

/* Take @acked segments into account. The curve is worked out once a tick at
 * most, and 1/32 s apart while the window stands still. In the rest of the
 * tick Reno's estimate alone goes on, and what the curve was worked out for
 * stays noted: a window that has grown meanwhile is another one, and asks the
 * curve anew at the next tick.
 */
static void cubic_advance(struct cubic *ca, __u32 cwnd, __u32 acked)
{
	__u32 now = tcp_jiffies();

	ca->reno_acked += acked;
	if (ca->spaced_for == cwnd && now - ca->spaced_at <= CONFIG_HZ / 32)
		return;

	if (!ca->epoch || now != ca->spaced_at) {
		ca->spaced_for = cwnd;
		ca->spaced_at = now;
		if (!ca->epoch)
			cubic_begin(ca, cwnd, acked, now);
		ca->spacing = cubic_spacing(ca, cwnd, now);
	}
	if (reno_friendly)
		ca->spacing = min(ca->spacing, reno_spacing(ca, cwnd));
	ca->spacing = max(ca->spacing, 2U);
}

/* Silence does not count: without this, the curve would be far up when the
 * application has something to say again.
 */
static void cubic_skip(struct cubic *ca, __u32 silence, __u32 now)
{
	if (!ca->epoch || (__s32)silence <= 0)
		return;
	ca->epoch += silence;
	if (after(ca->epoch, now))
		ca->epoch = now;
}

/* For kernels that do not tell cwnd_event of data after silence. Silence
 * begins when all that was sent is ACKed, and has ended a round trip before
 * the next ACK.
 */
static void cubic_notice_silence(struct sock *sk, __u32 rtt)
{
	__u32 usec_per_tick = USEC_PER_SEC / CONFIG_HZ;
	struct cubic *ca = cubic_of(sk);
	struct tcp_sock *tp = tcp_sk(sk);
	__u32 now = tcp_jiffies();

	if (ca->quiet)
		cubic_skip(ca, now - rtt / usec_per_tick - ca->quiet_since,
			   now);
	ca->quiet = tp->snd_una == tp->snd_nxt;
	ca->quiet_since = tp->lsndtime;
}

static void hystart_begin_round(struct sock *sk)
{
	struct cubic *ca = cubic_of(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	ca->round_start = tp->tcp_mstamp;
	ca->train_end = ca->round_start;
	ca->round_end = tp->snd_nxt;
	ca->round_rtt = ~0U;
	ca->round_samples = 0;
}

/* Slow start ends here: what is in flight now fills the path. */
static void hystart_stop(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);

	cubic_of(sk)->full = true;
	tp->snd_ssthresh = tp->snd_cwnd;
}

/* By how much the sender's own burst may stretch a train: the time that four
 * of the largest super-segments take at the pacing rate, a millisecond at
 * most.
 */
static __u32 train_allowance(const struct sock *sk)
{
	__u64 rate = sk->sk_pacing_rate;
	__u64 stretch;

	if (!rate)
		return 0;
	stretch = 4ULL * sk->sk_gso_max_size * USEC_PER_SEC / rate;
	return min(stretch, (__u64)USEC_PER_MSEC);
}

/* The train: ACKs that follow one another closely, from the round's first.
 * Its length is the time that the bottleneck takes for the window. At half
 * the round trip both directions together are full. A sender that paces
 * spreads the window over the whole round trip by itself, so there it takes
 * a whole one.
 */
static bool hystart_train_is_long(const struct sock *sk)
{
	struct cubic *ca = cubic_of(sk);
	__u32 now = tcp_sk(sk)->tcp_mstamp;
	__u32 enough;

	if ((__s32)(now - ca->train_end) > (__s32)hystart_train_spacing)
		return false;

	ca->train_end = now;
	enough = ca->min_rtt + train_allowance(sk);
	if (sk->sk_pacing_status == SK_PACING_NONE)
		enough /= 2;
	return (__s32)(now - ca->round_start) > (__s32)enough;
}

/* The delay: the smallest of a round's first round trips is above the
 * smallest ever by an eighth of that, within bounds.
 */
static bool hystart_delay_is_up(struct cubic *ca, __u32 rtt)
{
	__u32 rise = max(ca->min_rtt / 8, hystart_delay_min);

	ca->round_rtt = min(ca->round_rtt, rtt);
	if (ca->round_samples < DELAY_SAMPLES) {
		ca->round_samples++;
		return false;
	}
	return ca->round_rtt > ca->min_rtt + min(rise, hystart_delay_max);
}

static void hystart_watch(struct sock *sk, __u32 rtt)
{
	struct cubic *ca = cubic_of(sk);
	struct tcp_sock *tp = tcp_sk(sk);

	if (after(tp->snd_una, ca->round_end))
		hystart_begin_round(sk);
	if (tp->snd_cwnd < hystart_low_window)
		return;

	if (hystart_train && hystart_train_is_long(sk)) {
		hystart_stop(sk);
		COUNT(train_exits);
	}
	/* Not else: the delay's samples are taken in either case. */
	if (hystart_delay && hystart_delay_is_up(ca, rtt) && !ca->full) {
		hystart_stop(sk);
		COUNT(delay_exits);
	}
}

/* Go on where another version of us left this socket a moment ago. A record
 * that is older was left when the socket went to another algorithm, and
 * tells of a path as it was then.
 */
static bool cubic_restore(struct sock *sk)
{
	struct cubic *ca = cubic_of(sk);
	struct cubic_saved *saved;
	bool known;

	saved = bpf_sk_storage_get(&cubic_carried, sk, NULL, 0);
	if (!saved)
		return false;

	known = saved->layout == CARRIED_LAYOUT &&
		tcp_jiffies() - saved->saved_at <= CONFIG_HZ;
	if (known) {
		*ca = saved->cubic;
		/* Another C is another curve: begin it, keep the history. */
		if (saved->aggressiveness != aggressiveness)
			ca->epoch = 0;
	}
	bpf_sk_storage_delete(&cubic_carried, sk);
	return known;
}

SEC("struct_ops")
void BPF_PROG(cubic_init, struct sock *sk)
{
	if (cubic_restore(sk)) {
		COUNT(states_restored);
		return;
	}
	hystart_begin_round(sk);
}

SEC("struct_ops")
void BPF_PROG(cubic_release, struct sock *sk)
{
	struct cubic_saved *saved;

	if (!tcp_lives_on(sk))
		return;

	saved = bpf_sk_storage_get(&cubic_carried, sk, NULL,
				   BPF_SK_STORAGE_GET_F_CREATE);
	if (!saved)
		return;
	saved->layout = CARRIED_LAYOUT;
	saved->saved_at = tcp_jiffies();
	saved->aggressiveness = aggressiveness;
	saved->cubic = *cubic_of(sk);
}

SEC("struct_ops")
__u32 BPF_PROG(cubic_ssthresh, struct sock *sk)
{
	struct cubic *ca = cubic_of(sk);
	__u32 cwnd = tcp_sk(sk)->snd_cwnd;

	COUNT(reductions);
	ca->epoch = 0;
	/* Lost again before we were back: somebody else wants a share. */
	if (fast_convergence && cwnd < ca->w_max)
		ca->w_max = cwnd * (1024 + beta) / 2048;
	else
		ca->w_max = cwnd;
	return max(cwnd * beta / 1024, 2U);
}

SEC("struct_ops")
void BPF_PROG(cubic_cong_avoid, struct sock *sk, __u32 ack __unused,
	      __u32 acked)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct cubic *ca = cubic_of(sk);

	if (!tcp_cwnd_limited(tp))
		return;
	if (tcp_in_slow_start(tp)) {
		acked = tcp_slow_start(tp, acked);
		if (!acked)
			return;
	}
	cubic_advance(ca, tp->snd_cwnd, acked);
	tcp_cong_avoid_ai(tp, ca->spacing, acked);
}

SEC("struct_ops")
void BPF_PROG(cubic_pkts_acked, struct sock *sk,
	      const struct ack_sample *sample)
{
	struct cubic *ca = cubic_of(sk);
	__s32 rtt = sample->rtt_us;

	if (!kernel_tells_tx_start())
		cubic_notice_silence(sk, rtt < 0 ? 0 : rtt);
	if (rtt < 0)
		return;
	/* The first second of a curve still carries the queue of the last. */
	if (ca->epoch && tcp_jiffies() - ca->epoch < CONFIG_HZ)
		return;

	rtt = max(rtt, 1);
	if (!ca->min_rtt || ca->min_rtt > (__u32)rtt)
		ca->min_rtt = rtt;
	if (hystart && !ca->full && tcp_in_slow_start(tcp_sk(sk)))
		hystart_watch(sk, rtt);
}

SEC("struct_ops")
void BPF_PROG(cubic_cwnd_event, struct sock *sk, enum tcp_ca_event event)
{
	__u32 now = tcp_jiffies();

	if (kernel_tells_tx_start() && is_event(event, CA_EVENT_TX_START))
		cubic_skip(cubic_of(sk), now - tcp_sk(sk)->lsndtime, now);
}

SEC("struct_ops")
void BPF_PROG(cubic_set_state, struct sock *sk, __u8 new_state)
{
	if (new_state != TCP_CA_Loss)
		return;

	/* After a timeout nothing that was learnt of the path holds. */
	COUNT(timeouts);
	*cubic_of(sk) = (struct cubic){};
	hystart_begin_round(sk);
}

SEC("struct_ops")
__u32 BPF_PROG(cubic_undo_cwnd, struct sock *sk)
{
	COUNT(reductions_undone);
	return tcp_reno_undo_cwnd(sk);
}

SEC(".struct_ops.link")
struct tcp_congestion_ops cubic = {
	.name		= "bpf_cubic",
	.flags		= TCP_CONG_NON_RESTRICTED,
	.init		= (void *)cubic_init,
	.release	= (void *)cubic_release,
	.ssthresh	= (void *)cubic_ssthresh,
	.cong_avoid	= (void *)cubic_cong_avoid,
	.pkts_acked	= (void *)cubic_pkts_acked,
	.cwnd_event	= (void *)cubic_cwnd_event,
	.set_state	= (void *)cubic_set_state,
	.undo_cwnd	= (void *)cubic_undo_cwnd,
};
