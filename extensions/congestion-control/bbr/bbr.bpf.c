/* SPDX-License-Identifier: GPL-2.0-only */
/* bbr: BBR version 1 (draft-cardwell-iccrg-bbr-congestion-control-00).
 *
 * A path has a rate at which it delivers and a time that it takes when it
 * is empty. bbr measures both: @bandwidth is the largest delivery rate of
 * the last ten round trips, @min_rtt the smallest round trip of the last
 * ten seconds. It sends at that bandwidth, evenly spaced, and keeps twice
 * the product of the two in flight. A loss by itself says nothing.
 *
 * The two cannot be seen at the same time: the bandwidth shows when there
 * is more in flight than fits, the round trip when there is less. So a
 * socket goes through four modes:
 *
 *	STARTUP		doubles the rate each round trip, until that has
 *			brought next to nothing for three of them;
 *	DRAIN		sends slower until the queue it made is gone;
 *	PROBE_BW	for most of its life: eight phases, one of them
 *			faster to look for more, one slower to take the
 *			queue of the former away, six as measured;
 *	PROBE_RTT	once the smallest round trip has not been seen for
 *			ten seconds, four segments in flight for 200 ms.
 *
 * What the kernel's bbr adds to the draft is not here: see the README.
 */
#include "tcp.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

const volatile __u32 startup_gain
	KNOB("rate in STARTUP over the measured one, in 1/256; 739 is 2/ln 2",
	     256, 2560) = 739;
const volatile __u32 drain_gain
	KNOB("rate in DRAIN over the measured one, in 1/256", 1, 256) = 88;
const volatile __u32 probe_up_gain
	KNOB("rate of the phase that looks for more, in 1/256",
	     256, 1024) = 320;
const volatile __u32 probe_down_gain
	KNOB("rate of the phase that drains again, in 1/256", 1, 256) = 192;
volatile __u32 cwnd_gain
	KNOB("window in PROBE_BW over the path's own content, in 1/256",
	     256, 2560) = 512;
const volatile __u32 full_growth
	KNOB("growth in a round of STARTUP that shows room, in 1/256",
	     256, 512) = 320;
const volatile __u32 full_rounds
	KNOB("rounds without such growth that end STARTUP", 1, 100) = 3;
const volatile __u32 bandwidth_rounds
	KNOB("round trips for which a delivery rate is remembered",
	     2, 10) = 10;
const volatile __u32 min_rtt_window
	KNOB("how long the smallest round trip is believed, in ms",
	     100, 600000) = 10000;
const volatile __u32 probe_rtt_time
	KNOB("how long PROBE_RTT keeps the pipe empty, in ms",
	     1, 10000) = 200;
const volatile __u32 min_cwnd
	KNOB("smallest window, and that of PROBE_RTT, in segments",
	     2, 100) = 4;
const volatile __u32 pacing_margin
	KNOB("share of the bandwidth that is left unused, in percent",
	     0, 50) = 1;

/* What has happened, over all sockets. */
volatile __u64 pipes_filled;	/* STARTUPs ended by a plateau */
volatile __u64 rtt_probes;	/* times in PROBE_RTT */
volatile __u64 recoveries;	/* losses repaired without a timeout */
volatile __u64 timeouts;	/* times that nothing came back for an RTO */
volatile __u64 states_restored;	/* sockets that went on where they were */

#define USEC_PER_SEC 1000000ULL
#define USEC_PER_MSEC 1000ULL

/* A rate is in segments per microsecond, times 2^24; a gain in 1/256. */
#define RATE_BITS 24
#define GAIN_BITS 8
#define GAIN_ONE (1U << GAIN_BITS)

#define RTT_UNKNOWN (~0U)

/* The window that TCP begins with (RFC 6928). */
#define INITIAL_CWND 10

/* Bytes per second below which a super-segment of two is too large a burst:
 * 1.2 Mbit/s.
 */
#define SLOW_RATE 150000

/* A super-segment holds no more, whatever the rate. */
#define BURST_BYTES 65536
#define BURST_SEGMENTS 127

/* Rounds that are remembered at most: the upper bound of the knob. */
#define ROUNDS 10

/* Phases of PROBE_BW: up, down, and then as measured. */
#define PHASE_UP 0
#define PHASE_DOWN 1
#define PHASES 8

enum mode {
	STARTUP,
	DRAIN,
	PROBE_BW,
	PROBE_RTT,
};

struct bbr {
	/* Points in time, in us. */
	__u64 min_rtt_at;
	__u64 phase_start;
	__u64 probe_rtt_end;	/* 0: still too much in flight */
	/* Largest rate of each round, the newest first, and of them all. */
	__u32 rates[ROUNDS];
	__u32 bandwidth;
	__u32 min_rtt;		/* us */
	__u32 round_end;	/* a segment sent at this `delivered` ends it */
	__u32 plateau;		/* bandwidth that STARTUP tries to exceed */
	__u32 kept_cwnd;	/* before a recovery or PROBE_RTT */
	__u32 probed_until;	/* what PROBE_RTT sent ends at this `delivered` */
	__u8 mode;
	__u8 phase;
	__u8 ca_state;		/* the kernel's, at the ACK before */
	__u8 plateau_rounds;
	__u8 rounds_unheard;	/* rounds since the newest in @rates */
	bool round_start;	/* this ACK is the first of a round */
	bool full;		/* STARTUP has filled the pipe, once for all */
	bool conserving;	/* send no more than arrives */
	bool idle_restart;	/* what is sent now was preceded by silence */
	bool probe_round_done;
	bool rtt_known;		/* the rate no longer rests on a guess */
	bool probed;		/* and has not all been ACKed */
	bool limited;		/* this ACK says little of the path */
};

_Static_assert(sizeof(struct bbr) <= TCP_CA_PRIVATE,
	       "the kernel has no more room in a socket");

/* Change it with the meaning of any field of struct bbr. */
#define CARRIED_LAYOUT 0x62620001

/* How long a swap takes at most, in jiffies, a second or more on any HZ. */
#define FRESH 1000

struct bbr_saved {
	__u32 layout;
	__u32 saved_at;		/* jiffies */
	struct bbr bbr;
};

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct bbr_saved);
} bbr_carried SEC(".maps") CARRIED;

static __always_inline struct bbr *bbr_of(const struct sock *sk)
{
	return tcp_private(sk);
}

static __u32 bbr_pacing_gain(const struct bbr *ca)
{
	switch (ca->mode) {
	case STARTUP:
		return startup_gain;
	case DRAIN:
		return drain_gain;
	case PROBE_BW:
		if (ca->phase == PHASE_UP)
			return probe_up_gain;
		if (ca->phase == PHASE_DOWN)
			return probe_down_gain;
		return GAIN_ONE;
	default:
		return GAIN_ONE;
	}
}

/* The window's gain. In DRAIN that of STARTUP, so that only the rate drains
 * and the window holds nothing back.
 */
static __u32 bbr_cwnd_gain(const struct bbr *ca)
{
	switch (ca->mode) {
	case STARTUP:
	case DRAIN:
		return startup_gain;
	case PROBE_BW:
		return cwnd_gain;
	default:
		return GAIN_ONE;
	}
}

/* Segments that @gain times the path's own content comes to. */
static __u32 bbr_inflight(const struct bbr *ca, __u32 rate, __u32 gain)
{
	__u64 content;

	if (ca->min_rtt == RTT_UNKNOWN)
		return INITIAL_CWND;
	content = (__u64)rate * ca->min_rtt * gain >> GAIN_BITS;
	return (content + (1 << RATE_BITS) - 1) >> RATE_BITS;
}

static __u32 bbr_min_burst(const struct sock *sk)
{
	return sk->sk_pacing_rate < SLOW_RATE ? 1 : 2;
}

/* Segments in one of the super-segments that TCP makes at this rate. */
static __u32 bbr_burst(const struct sock *sk)
{
	__u64 bytes = sk->sk_pacing_rate >> (sk->sk_pacing_shift & 63);
	__u32 mss = max(tcp_sk(sk)->mss_cache, 1U);
	__u32 segments;

	segments = min(bytes, (__u64)BURST_BYTES) / mss;
	segments = max(segments, bbr_min_burst(sk));
	return min(segments, (__u32)BURST_SEGMENTS);
}

/* The window for @gain. Super-segments stand in the sender's queue, in the
 * one that is being sent, and in the receiver's, where they are put together
 * again: one each. An even number, since an ACK answers two; and so much on
 * top in the phase that looks for more that it makes a difference on a path
 * which holds next to nothing.
 */
static __u32 bbr_target(const struct sock *sk, __u32 gain)
{
	struct bbr *ca = bbr_of(sk);
	__u32 target = bbr_inflight(ca, ca->bandwidth, gain);

	target += 3 * bbr_burst(sk);
	target += target & 1;
	if (ca->mode == PROBE_BW && ca->phase == PHASE_UP)
		target += 2;
	return target;
}

/* Bytes per second, @gain times @rate. In this order nothing overflows below
 * 1 Tbit/s.
 */
static __u64 bbr_pacing_rate(const struct sock *sk, __u32 rate, __u32 gain)
{
	__u64 bytes = (__u64)rate * tcp_sk(sk)->mss_cache;

	bytes = bytes * gain >> GAIN_BITS;
	bytes *= USEC_PER_SEC / 100 * (100 - min(pacing_margin, 99U));
	bytes >>= RATE_BITS;
	return min(bytes, (__u64)sk->sk_max_pacing_rate);
}

/* A first rate: the window each round trip, or each millisecond while there
 * is no round trip to go by.
 */
static void bbr_begin_pacing(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct bbr *ca = bbr_of(sk);
	__u64 rtt = USEC_PER_MSEC;

	if (tp->srtt_us) {
		rtt = max(tp->srtt_us >> 3, 1U);
		ca->rtt_known = true;
	}
	sk->sk_pacing_rate =
		bbr_pacing_rate(sk, ((__u64)tp->snd_cwnd << RATE_BITS) / rtt,
				startup_gain);
}

/* Until the pipe is full a rate is only ever raised: the first samples come
 * from a window that is too small to show anything.
 */
static void bbr_pace(struct sock *sk, __u32 gain)
{
	struct bbr *ca = bbr_of(sk);
	__u64 rate;

	if (!ca->rtt_known && tcp_sk(sk)->srtt_us)
		bbr_begin_pacing(sk);
	rate = bbr_pacing_rate(sk, ca->bandwidth, gain);
	if (ca->full || rate > sk->sk_pacing_rate)
		sk->sk_pacing_rate = rate;
}

/* A round ends with the first ACK of a segment that was sent in it. */
static void bbr_count_round(const struct tcp_sock *tp, struct bbr *ca,
			    const struct rate_sample *sample)
{
	ca->round_start = !after(ca->round_end, sample->prior_delivered);
	if (!ca->round_start)
		return;
	ca->round_end = tp->delivered;
	ca->conserving = false;
	if (ca->rounds_unheard < ROUNDS)
		ca->rounds_unheard++;
}

/* Did the sender have less to send than the path takes? The kernel notices
 * it of the application. PROBE_RTT is our own doing, and the kernel does not
 * let us mark its segments: so remember up to which of them it lasted.
 */
static void bbr_note_limit(struct bbr *ca, const struct rate_sample *sample)
{
	if (ca->probed && after(sample->prior_delivered, ca->probed_until))
		ca->probed = false;
	ca->limited = ca->probed || sample->is_app_limited;
}

/* A round of which something is known begins: the others move down, and the
 * oldest falls out. Where nothing was known of rounds before it, they count
 * too. The compiler writes out each move: the verifier wants to know every
 * place in the private area.
 */
static void bbr_begin_rates(struct bbr *ca)
{
	int rounds = min((__u32)ca->rounds_unheard, (__u32)ROUNDS);
	int i;

	for (; rounds > 0; rounds--) {
#pragma unroll
		for (i = ROUNDS - 1; i > 0; i--)
			ca->rates[i] = ca->rates[i - 1];
		ca->rates[0] = 0;
	}
	ca->rounds_unheard = 0;

	ca->bandwidth = 0;
#pragma unroll
	for (i = 0; i < ROUNDS; i++) {
		if ((__u32)i < bandwidth_rounds)
			ca->bandwidth = max(ca->bandwidth, ca->rates[i]);
	}
}

static void bbr_remember_rate(struct bbr *ca, __u32 rate)
{
	if (ca->rounds_unheard)
		bbr_begin_rates(ca);
	ca->rates[0] = max(ca->rates[0], rate);
	ca->bandwidth = max(ca->bandwidth, rate);
}

/* A sample that the application held down counts only where it shows more
 * than was known: the path has at least that.
 */
static void bbr_update_bandwidth(struct sock *sk,
				 const struct rate_sample *sample)
{
	struct bbr *ca = bbr_of(sk);
	__u64 rate;

	ca->round_start = false;
	if (sample->delivered < 0 || sample->interval_us <= 0)
		return;

	bbr_count_round(tcp_sk(sk), ca, sample);
	bbr_note_limit(ca, sample);
	rate = ((__u64)sample->delivered << RATE_BITS) /
	       (__u64)sample->interval_us;
	rate = min(rate, (__u64)~0U);
	if (!ca->limited || rate >= ca->bandwidth)
		bbr_remember_rate(ca, rate);
}

static void bbr_begin_phase(struct sock *sk, __u32 phase)
{
	struct bbr *ca = bbr_of(sk);

	ca->phase = phase % PHASES;
	ca->phase_start = tcp_sk(sk)->tcp_mstamp;
}

/* Sockets that began together shall not probe together, so the first phase
 * is drawn. Not the one that drains: nothing was put in yet.
 */
static void bbr_enter_probe_bw(struct sock *sk)
{
	__u32 draw = bpf_get_prandom_u32() % (PHASES - 1);

	bbr_of(sk)->mode = PROBE_BW;
	bbr_begin_phase(sk, draw == PHASE_UP ? PHASE_UP : draw + 1);
}

/* A phase lasts a round trip. Looking for more goes on until there really
 * was more in flight, or it was too much; draining ends as soon as there is
 * nothing left to drain.
 */
static bool bbr_phase_is_over(struct sock *sk,
			      const struct rate_sample *sample)
{
	struct bbr *ca = bbr_of(sk);
	__u64 lasted = tcp_sk(sk)->tcp_mstamp - ca->phase_start;
	bool long_enough = (__s64)lasted > (__s64)ca->min_rtt;

	if (ca->phase == PHASE_UP)
		return long_enough &&
		       (sample->losses > 0 || sample->prior_in_flight >=
				bbr_target(sk, probe_up_gain));
	if (ca->phase == PHASE_DOWN)
		return long_enough || sample->prior_in_flight <=
				      bbr_target(sk, GAIN_ONE);
	return long_enough;
}

/* Is the pipe full? Once more is sent and no more arrives, for some rounds:
 * one alone could be the receiver's window on its way to grow.
 */
static void bbr_look_for_plateau(struct bbr *ca)
{
	__u64 enough = (__u64)ca->plateau * full_growth >> GAIN_BITS;

	if (ca->full || !ca->round_start || ca->limited)
		return;
	if (ca->bandwidth >= enough) {
		ca->plateau = ca->bandwidth;
		ca->plateau_rounds = 0;
		return;
	}
	ca->plateau_rounds++;
	if (ca->plateau_rounds >= full_rounds) {
		ca->full = true;
		COUNT(pipes_filled);
	}
}

/* On the way, ssthresh is given the path's content: bbr has no use for it,
 * but `ss` shows it, and an algorithm that follows begins with it.
 */
static void bbr_drain(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct bbr *ca = bbr_of(sk);

	if (ca->mode == STARTUP && ca->full) {
		ca->mode = DRAIN;
		tp->snd_ssthresh = bbr_target(sk, GAIN_ONE);
	}
	if (ca->mode == DRAIN && tcp_in_flight(tp) <= bbr_target(sk, GAIN_ONE))
		bbr_enter_probe_bw(sk);
}

/* Keep the window for later. In a recovery or in PROBE_RTT the one of before
 * is kept already, unless this one is larger.
 */
static void bbr_keep_cwnd(struct sock *sk)
{
	__u32 cwnd = tcp_sk(sk)->snd_cwnd;
	struct bbr *ca = bbr_of(sk);

	if (ca->ca_state < TCP_CA_Recovery && ca->mode != PROBE_RTT)
		ca->kept_cwnd = cwnd;
	else
		ca->kept_cwnd = max(ca->kept_cwnd, cwnd);
}

static void bbr_leave_probe_rtt(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct bbr *ca = bbr_of(sk);

	ca->min_rtt_at = tp->tcp_mstamp;
	tp->snd_cwnd = max(tp->snd_cwnd, ca->kept_cwnd);
	if (ca->full)
		bbr_enter_probe_bw(sk);
	else
		ca->mode = STARTUP;
}

/* The time counts from when the pipe has emptied, and for a round trip at
 * least, so that one was made through an empty pipe.
 */
static void bbr_probe_rtt(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct bbr *ca = bbr_of(sk);
	__u32 in_flight = tcp_in_flight(tp);
	__u64 now = tp->tcp_mstamp;

	ca->probed = true;
	ca->probed_until = tp->delivered + in_flight;

	if (!ca->probe_rtt_end) {
		if (in_flight > min_cwnd)
			return;
		ca->probe_rtt_end = now + probe_rtt_time * USEC_PER_MSEC;
		ca->probe_round_done = false;
		ca->round_end = tp->delivered;
		return;
	}
	if (ca->round_start)
		ca->probe_round_done = true;
	if (ca->probe_round_done && now > ca->probe_rtt_end)
		bbr_leave_probe_rtt(sk);
}

/* The smallest round trip. One that is too old is replaced by whatever comes,
 * if it is not the receiver's timer that we would measure, and then looked
 * for in earnest; after silence there is no need, the pipe has been empty.
 */
static void bbr_update_min_rtt(struct sock *sk,
			       const struct rate_sample *sample)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct bbr *ca = bbr_of(sk);
	__u64 now = tp->tcp_mstamp;
	bool old = now > ca->min_rtt_at + min_rtt_window * USEC_PER_MSEC;
	__s64 rtt = sample->rtt_us;

	if (rtt >= 0 && (rtt <= ca->min_rtt ||
			 (old && !sample->is_ack_delayed))) {
		ca->min_rtt = rtt;
		ca->min_rtt_at = now;
	}
	if (old && !ca->idle_restart && ca->mode != PROBE_RTT) {
		COUNT(rtt_probes);
		bbr_keep_cwnd(sk);
		ca->mode = PROBE_RTT;
		ca->probe_rtt_end = 0;
	}
	if (ca->mode == PROBE_RTT)
		bbr_probe_rtt(sk);
	if (sample->delivered > 0)
		ca->idle_restart = false;
}

/* Lost segments leave the window. The first round of a recovery sends one
 * segment for each that arrives; its end gives back the window of before.
 */
static __u32 bbr_recover(struct sock *sk, const struct rate_sample *sample,
			 __u32 cwnd)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct bbr *ca = bbr_of(sk);
	__u8 was = ca->ca_state;
	__u8 is = BITFIELD(inet_csk(sk), icsk_ca_state);
	__u32 arriving = tcp_in_flight(tp) + sample->acked_sacked;

	ca->ca_state = is;
	if (sample->losses > 0)
		cwnd = max((__s32)cwnd - sample->losses, 1);
	if (is == TCP_CA_Recovery && was != TCP_CA_Recovery) {
		COUNT(recoveries);
		ca->conserving = true;
		ca->round_end = tp->delivered;
		cwnd = arriving;
	} else if (was >= TCP_CA_Recovery && is < TCP_CA_Recovery) {
		ca->conserving = false;
		cwnd = max(cwnd, ca->kept_cwnd);
	}
	return ca->conserving ? max(cwnd, arriving) : cwnd;
}

/* Towards the target, by as much as arrives. Until the pipe is full it only
 * grows, and in the first window without regard to the target: with so few
 * samples that one is not worth much.
 */
static __u32 bbr_grow(struct sock *sk, __u32 acked, __u32 cwnd)
{
	struct bbr *ca = bbr_of(sk);
	__u32 target = bbr_target(sk, bbr_cwnd_gain(ca));

	if (ca->full)
		cwnd = min(cwnd + acked, target);
	else if (cwnd < target || tcp_sk(sk)->delivered < INITIAL_CWND)
		cwnd += acked;
	return max(cwnd, min_cwnd);
}

static void bbr_set_cwnd(struct sock *sk, const struct rate_sample *sample)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct bbr *ca = bbr_of(sk);
	__u32 cwnd = tp->snd_cwnd;

	if (sample->acked_sacked) {
		cwnd = bbr_recover(sk, sample, cwnd);
		if (!ca->conserving)
			cwnd = bbr_grow(sk, sample->acked_sacked, cwnd);
	}
	cwnd = min(cwnd, tp->snd_cwnd_clamp);
	if (ca->mode == PROBE_RTT)
		cwnd = min(cwnd, min_cwnd);
	tp->snd_cwnd = cwnd;
}

/* All is ACKed and nothing waits: what is sent next comes after silence, and
 * shall not come at the rate of a probe. Noticed here and not by cwnd_event:
 * kernels differ in how they tell that one (compat.bpf.h). Silence also does
 * what PROBE_RTT is for.
 */
static void bbr_notice_silence(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct bbr *ca = bbr_of(sk);

	if (tp->snd_una != tp->snd_nxt || tp->snd_nxt != tp->write_seq)
		return;
	ca->idle_restart = true;
	if (ca->mode == PROBE_RTT)
		bbr_leave_probe_rtt(sk);
	if (ca->mode == PROBE_BW)
		bbr_pace(sk, GAIN_ONE);
}

/* Go on where another version of us left this socket a moment ago; what is
 * older was left when the socket went to another algorithm.
 */
static bool bbr_restore(struct sock *sk)
{
	struct bbr_saved *saved;
	bool known;

	saved = bpf_sk_storage_get(&bbr_carried, sk, NULL, 0);
	if (!saved)
		return false;

	known = saved->layout == CARRIED_LAYOUT &&
		tcp_jiffies() - saved->saved_at <= FRESH;
	if (known)
		*bbr_of(sk) = saved->bbr;
	bpf_sk_storage_delete(&bbr_carried, sk);
	return known;
}

SEC("struct_ops")
void BPF_PROG(bbr_init, struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct bbr *ca = bbr_of(sk);

	/* Where fq paces already, it goes on to. */
	if (sk->sk_pacing_status == SK_PACING_NONE)
		sk->sk_pacing_status = SK_PACING_NEEDED;
	if (bbr_restore(sk)) {
		COUNT(states_restored);
		return;
	}
	tp->snd_ssthresh = TCP_INFINITE_SSTHRESH;
	ca->mode = STARTUP;
	ca->min_rtt = RTT_UNKNOWN;
	ca->min_rtt_at = tp->tcp_mstamp;
	ca->round_end = tp->delivered;
	bbr_begin_pacing(sk);
}

SEC("struct_ops")
void BPF_PROG(bbr_release, struct sock *sk)
{
	struct bbr_saved *saved;

	if (!tcp_lives_on(sk))
		return;

	saved = bpf_sk_storage_get(&bbr_carried, sk, NULL,
				   BPF_SK_STORAGE_GET_F_CREATE);
	if (!saved)
		return;
	saved->layout = CARRIED_LAYOUT;
	saved->saved_at = tcp_jiffies();
	saved->bbr = *bbr_of(sk);
}

SEC("struct_ops")
void BPF_PROG(bbr_cong_control, struct sock *sk, __u32 ack __unused,
	      int flag __unused, const struct rate_sample *sample)
{
	struct bbr *ca = bbr_of(sk);

	bbr_update_bandwidth(sk, sample);
	if (ca->mode == PROBE_BW && bbr_phase_is_over(sk, sample))
		bbr_begin_phase(sk, ca->phase + 1);
	bbr_look_for_plateau(ca);
	bbr_drain(sk);
	bbr_update_min_rtt(sk, sample);

	bbr_pace(sk, bbr_pacing_gain(ca));
	bbr_set_cwnd(sk, sample);
	bbr_notice_silence(sk);
}

/* The kernel is about to cut the window, and asks to what. bbr does not cut,
 * and only keeps what it had.
 */
SEC("struct_ops")
__u32 BPF_PROG(bbr_ssthresh, struct sock *sk)
{
	bbr_keep_cwnd(sk);
	return tcp_sk(sk)->snd_ssthresh;
}

/* Nothing was lost after all: bbr_recover() gives the window back. But the
 * rates of that time are no measure for STARTUP.
 */
SEC("struct_ops")
__u32 BPF_PROG(bbr_undo_cwnd, struct sock *sk)
{
	struct bbr *ca = bbr_of(sk);

	ca->plateau = 0;
	ca->plateau_rounds = 0;
	return tcp_sk(sk)->snd_cwnd;
}

SEC("struct_ops")
void BPF_PROG(bbr_set_state, struct sock *sk, __u8 new_state)
{
	struct bbr *ca = bbr_of(sk);

	if (new_state != TCP_CA_Loss)
		return;
	COUNT(timeouts);
	ca->ca_state = TCP_CA_Loss;
	ca->plateau = 0;
}

SEC("struct_ops")
__u32 BPF_PROG(bbr_min_tso_segs, struct sock *sk)
{
	return bbr_min_burst(sk);
}

/* Room for what is in flight, for what a recovery sends again, and for what
 * the application adds meanwhile.
 */
SEC("struct_ops")
__u32 BPF_PROG(bbr_sndbuf_expand, struct sock *sk __unused)
{
	return 3;
}

SEC(".struct_ops.link")
struct tcp_congestion_ops bbr = {
	.name		= "bpf_bbr",
	.flags		= TCP_CONG_NON_RESTRICTED,
	.init		= (void *)bbr_init,
	.release	= (void *)bbr_release,
	.cong_control	= (void *)bbr_cong_control,
	.ssthresh	= (void *)bbr_ssthresh,
	.undo_cwnd	= (void *)bbr_undo_cwnd,
	.set_state	= (void *)bbr_set_state,
	.min_tso_segs	= (void *)bbr_min_tso_segs,
	.sndbuf_expand	= (void *)bbr_sndbuf_expand,
};
