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
 * Made to decide as the kernel's own bbr decides, in its units, with what that
 * one adds to the draft: it looks out for policers, which drop and do not
 * queue, and makes room for ACKs that come in clumps. See the README.
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

const volatile __u32 clump_time
	KNOB("longest silence between clumps of ACKs that the window has room "
	     "for, in ms; 0: none", 0, 1000) = 100;
const volatile bool equal_rtt_counts
	KNOB("a round trip as small as the smallest known puts PROBE_RTT off, "
	     "as in the draft", 0, 1) = false;

/* What has happened, over all sockets. */
volatile __u64 pipes_filled;	/* STARTUPs ended by a plateau */
volatile __u64 rtt_probes;	/* times in PROBE_RTT */
volatile __u64 recoveries;	/* losses repaired without a timeout */
volatile __u64 timeouts;	/* times that nothing came back for an RTO */
volatile __u64 policers_found;	/* times that a policer's rate was gone by */
volatile __u64 states_restored;	/* sockets that went on where they were */

/* Ticks of a jiffy in a second. */
extern unsigned long CONFIG_HZ __kconfig;

#define USEC_PER_SEC 1000000ULL
#define USEC_PER_MSEC 1000ULL
#define NSEC_PER_USEC 1000ULL
#define MSEC_PER_SEC 1000ULL

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

/* Phases of PROBE_BW: up, down, and then as measured. */
#define PHASE_UP 0
#define PHASE_DOWN 1
#define PHASES 8

/* Rounds for which a clump of ACKs is remembered at least, and the most
 * segments that are counted for one.
 */
#define CLUMP_ROUNDS 5
#define CLUMP_MOST ((1U << 20) - 1)

/* A policer: an interval has so many rounds, and a loss for every five
 * segments or so that arrive (50/256). Two have one rate if they differ by no
 * more than an eighth, or by so many bytes a second. That rate is kept for so
 * many rounds.
 */
#define POLICER_ROUNDS_MIN 4
#define POLICER_ROUNDS_MAX 16
#define POLICER_LOSS 50
#define POLICER_NEAR 8
#define POLICER_NEAR_BYTES 500
#define POLICER_KEPT_ROUNDS 48

KERNEL_TYPES_BEGIN

struct minmax_sample {
	__u32 v;
};

struct minmax {
	struct minmax_sample s[3];
};

/* tcp_sock once more, with what only bbr reads. */
struct tcp_sock___paced {
	struct minmax rtt_min;
	/* Segments given up, ever. */
	__u32 lost;
	/* Up to this `delivered`, the application had little to send; 0: no. */
	__u32 app_limited;
	/* When a segment was last delivered, in us. */
	__u64 delivered_mstamp;
	/* The clock of the ACK at hand, and when the next segment may leave. */
	__u64 tcp_clock_cache;
	__u64 tcp_wstamp_ns;
};

KERNEL_TYPES_END

enum mode {
	STARTUP,
	DRAIN,
	PROBE_BW,
	PROBE_RTT,
};

/* A rate, and the round in which it was seen. */
struct peak {
	__u32 round;
	__u32 rate;
};

struct bbr {
	__u64 phase_start;	/* us */
	struct peak peaks[3];	/* see bbr_remember_rate() */
	__u32 rounds;		/* so far */
	__u32 round_end;	/* a segment sent at this `delivered` ends it */
	__u32 min_rtt;		/* us */
	__u32 min_rtt_at;	/* jiffies */
	__u32 probe_rtt_end;	/* jiffies; 0: still too much in flight */
	__u32 plateau;		/* bandwidth that STARTUP tries to exceed */
	__u32 kept_cwnd;	/* before a recovery or PROBE_RTT */
	/* ACKs that come in clumps: what came since when, and the most that it
	 * was above the bandwidth, in these rounds and in those before.
	 */
	__u32 clump_start;	/* us */
	__u32 clump_acked;
	/* A policer: its rate, as the last interval had it, and the counts at
	 * the start of this one.
	 */
	__u32 policer_rate;
	__u32 policer_start;	/* ms */
	__u32 policer_delivered;
	__u32 policer_lost;
	__u16 clump;
	__u16 clump_before;
	__u8 clump_rounds;
	__u8 policer_rounds;
	__u8 mode;
	__u8 phase;
	__u8 ca_state;		/* the kernel's, at the ACK before */
	__u8 plateau_rounds;
	bool round_start;	/* this ACK is the first of a round */
	bool full;		/* STARTUP has filled the pipe, once for all */
	bool conserving;	/* send no more than arrives */
	bool idle_restart;	/* what is sent now was preceded by silence */
	bool probe_round_done;
	bool rtt_known;		/* the rate no longer rests on a guess */
	bool policer_watched;	/* an interval has begun */
	bool policed;		/* go by the policer's rate */
};

_Static_assert(sizeof(struct bbr) <= TCP_CA_PRIVATE,
	       "the kernel has no more room in a socket");

/* Change it with the meaning of any field of struct bbr. */
#define CARRIED_LAYOUT 0x62620002

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

static __always_inline struct tcp_sock___paced *paced(const struct sock *sk)
{
	return (struct tcp_sock___paced *)tcp_sk(sk);
}

static __always_inline __u32 jiffies_of(__u32 msec)
{
	return (msec * CONFIG_HZ + MSEC_PER_SEC - 1) / MSEC_PER_SEC;
}

/* The bandwidth as it was measured, and as it is gone by. */
static __always_inline __u32 bbr_measured(const struct bbr *ca)
{
	return ca->peaks[0].rate;
}

static __always_inline __u32 bbr_bandwidth(const struct bbr *ca)
{
	return ca->policed ? ca->policer_rate : bbr_measured(ca);
}

static __u32 bbr_pacing_gain(const struct bbr *ca)
{
	switch (ca->mode) {
	case STARTUP:
		return startup_gain;
	case DRAIN:
		return drain_gain;
	case PROBE_BW:
		/* A policer drops what is more. */
		if (ca->policed)
			return GAIN_ONE;
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

/* The window for so much of the path's content. Super-segments stand in the
 * sender's queue, in the one that is being sent, and in the receiver's, where
 * they are put together again: one each. An even number, since an ACK answers
 * two; and so much on top in the phase that looks for more that it makes a
 * difference on a path which holds next to nothing.
 */
static __u32 bbr_window(const struct sock *sk, __u32 content)
{
	struct bbr *ca = bbr_of(sk);
	__u32 window = content + 3 * bbr_burst(sk);

	window += window & 1;
	if (ca->mode == PROBE_BW && ca->phase == PHASE_UP)
		window += 2;
	return window;
}

/* That for @gain, by the bandwidth as measured. */
static __u32 bbr_target(const struct sock *sk, __u32 gain)
{
	struct bbr *ca = bbr_of(sk);

	return bbr_window(sk, bbr_inflight(ca, bbr_measured(ca), gain));
}

/* Segments in flight when the next one leaves, which pacing may have put off:
 * of @in_flight some will have arrived by then. Where @gain makes them more,
 * what leaves counts too.
 */
static __u32 bbr_in_flight_then(const struct sock *sk, __u32 in_flight,
				__u32 gain)
{
	__u64 now = paced(sk)->tcp_clock_cache;
	__u64 then = max(paced(sk)->tcp_wstamp_ns, now);
	__u64 wait = (then - now) / NSEC_PER_USEC;
	__u32 arriving = (bbr_bandwidth(bbr_of(sk)) * wait) >> RATE_BITS;

	if (gain > GAIN_ONE)
		in_flight += bbr_burst(sk);
	return in_flight > arriving ? in_flight - arriving : 0;
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
	rate = bbr_pacing_rate(sk, bbr_bandwidth(ca), gain);
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
	ca->rounds++;
}

static __always_inline void bbr_next_peak(struct bbr *ca, struct peak newest)
{
	ca->peaks[0] = ca->peaks[1];
	ca->peaks[1] = ca->peaks[2];
	ca->peaks[2] = newest;
}

/* The largest rate of the last rounds, as the kernel keeps it (after Kathleen
 * Nichols): three peaks stand for all samples, the largest, the largest since,
 * and the largest since that one. When the first is too old the others move
 * up. A quarter and a half of the time after the first, samples that are
 * smaller take the empty places, or there would be nothing to move up.
 */
static void bbr_remember_rate(struct bbr *ca, __u32 rate)
{
	struct peak newest = { .round = ca->rounds, .rate = rate };
	__u32 age;

	if (rate >= ca->peaks[0].rate ||
	    ca->rounds - ca->peaks[2].round > bandwidth_rounds) {
		ca->peaks[0] = newest;
		ca->peaks[1] = newest;
		ca->peaks[2] = newest;
		return;
	}
	if (rate >= ca->peaks[1].rate) {
		ca->peaks[1] = newest;
		ca->peaks[2] = newest;
	} else if (rate >= ca->peaks[2].rate) {
		ca->peaks[2] = newest;
	}

	age = ca->rounds - ca->peaks[0].round;
	if (age > bandwidth_rounds) {
		bbr_next_peak(ca, newest);
		if (ca->rounds - ca->peaks[0].round > bandwidth_rounds)
			bbr_next_peak(ca, newest);
	} else if (ca->peaks[1].round == ca->peaks[0].round &&
		   age > bandwidth_rounds / 4) {
		ca->peaks[1] = newest;
		ca->peaks[2] = newest;
	} else if (ca->peaks[2].round == ca->peaks[1].round &&
		   age > bandwidth_rounds / 2) {
		ca->peaks[2] = newest;
	}
}

static void bbr_begin_phase(struct sock *sk, __u32 phase)
{
	struct bbr *ca = bbr_of(sk);

	ca->phase = phase % PHASES;
	ca->phase_start = paced(sk)->delivered_mstamp;
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

static void bbr_begin_interval(struct sock *sk)
{
	struct bbr *ca = bbr_of(sk);

	ca->policer_start = paced(sk)->delivered_mstamp / USEC_PER_MSEC;
	ca->policer_delivered = tcp_sk(sk)->delivered;
	ca->policer_lost = paced(sk)->lost;
	ca->policer_rounds = 0;
}

static void bbr_forget_policer(struct sock *sk)
{
	struct bbr *ca = bbr_of(sk);

	ca->policer_rate = 0;
	ca->policed = false;
	ca->policer_watched = false;
	bbr_begin_interval(sk);
}

/* The rate of the interval that this loss ends, if as much was lost as a
 * policer drops; else 0.
 */
static __u32 bbr_interval_rate(struct sock *sk)
{
	struct bbr *ca = bbr_of(sk);
	__u32 lost = paced(sk)->lost - ca->policer_lost;
	__u32 delivered = tcp_sk(sk)->delivered - ca->policer_delivered;
	__u32 msec = paced(sk)->delivered_mstamp / USEC_PER_MSEC -
		     ca->policer_start;

	if (!delivered || lost << GAIN_BITS < POLICER_LOSS * delivered)
		return 0;
	if ((__s32)msec < 1)
		return 0;
	return ((__u64)delivered << RATE_BITS) / (msec * USEC_PER_MSEC);
}

static bool bbr_is_near(struct sock *sk, __u32 rate, __u32 other)
{
	__u32 apart = rate > other ? rate - other : other - rate;

	return apart <= other / POLICER_NEAR ||
	       bbr_pacing_rate(sk, apart, GAIN_ONE) <= POLICER_NEAR_BYTES;
}

/* A policer drops what is above a rate and makes no queue, but lets a burst by
 * from time to time, and so the largest rate is not its own. It shows in two
 * intervals, each from a loss to a loss, in which much was lost and the same
 * rate arrived. Then that rate is gone by, for a while.
 */
static void bbr_watch_policer(struct sock *sk, bool lost, bool is_limited)
{
	struct bbr *ca = bbr_of(sk);
	__u32 rate;

	if (ca->policed) {
		if (ca->mode == PROBE_BW && ca->round_start &&
		    ++ca->policer_rounds >= POLICER_KEPT_ROUNDS) {
			bbr_forget_policer(sk);
			bbr_enter_probe_bw(sk);
		}
		return;
	}
	if (!ca->policer_watched) {
		if (!lost)
			return;
		bbr_begin_interval(sk);
		ca->policer_watched = true;
	}
	if (ca->round_start)
		ca->policer_rounds++;
	if (is_limited || ca->policer_rounds > POLICER_ROUNDS_MAX) {
		bbr_forget_policer(sk);
		return;
	}
	if (ca->policer_rounds < POLICER_ROUNDS_MIN || !lost)
		return;

	rate = bbr_interval_rate(sk);
	if (!rate)
		return;
	if (ca->policer_rate && bbr_is_near(sk, rate, ca->policer_rate)) {
		COUNT(policers_found);
		ca->policer_rate = ((__u64)rate + ca->policer_rate) / 2;
		ca->policed = true;
		ca->policer_rounds = 0;
		return;
	}
	ca->policer_rate = rate;
	bbr_begin_interval(sk);
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
	bbr_watch_policer(sk, sample->losses > 0, sample->is_app_limited);
	rate = ((__u64)sample->delivered << RATE_BITS) /
	       (__u64)sample->interval_us;
	rate = min(rate, (__u64)~0U);
	if (!sample->is_app_limited || rate >= bbr_measured(ca))
		bbr_remember_rate(ca, rate);
}

/* Some links hold ACKs back and let them go all at once. Until the next lot
 * comes the window must hold what would have been sent meanwhile: the most
 * that was ACKed beyond the bandwidth, counted from when ACKs last came no
 * faster than it. Two spells of rounds take turns in remembering it.
 */
static void bbr_watch_clumps(struct sock *sk, const struct rate_sample *sample)
{
	__u32 now = paced(sk)->delivered_mstamp;
	struct bbr *ca = bbr_of(sk);
	__u32 expected, extra;

	if (!sample->acked_sacked || sample->delivered < 0 ||
	    sample->interval_us <= 0)
		return;

	if (ca->round_start && ++ca->clump_rounds >= CLUMP_ROUNDS) {
		ca->clump_rounds = 0;
		ca->clump_before = ca->clump;
		ca->clump = 0;
	}
	expected = ((__u64)bbr_bandwidth(ca) * (now - ca->clump_start)) >>
		   RATE_BITS;
	if (ca->clump_acked <= expected ||
	    ca->clump_acked + sample->acked_sacked > CLUMP_MOST) {
		ca->clump_acked = 0;
		ca->clump_start = now;
		expected = 0;
	}
	ca->clump_acked = min(ca->clump_acked + sample->acked_sacked,
			      CLUMP_MOST);
	extra = min(ca->clump_acked - expected, tcp_sk(sk)->snd_cwnd);
	if (extra > ca->clump)
		ca->clump = extra;
}

/* Room for them, once the pipe is full. */
static __u32 bbr_clump_room(const struct bbr *ca)
{
	__u64 most = bbr_bandwidth(ca) * (clump_time * USEC_PER_MSEC) >>
		     RATE_BITS;

	if (!ca->full)
		return 0;
	return min((__u64)max(ca->clump, ca->clump_before), most);
}

/* A phase lasts a round trip. Looking for more goes on until there really
 * was more in flight, or it was too much; draining ends as soon as there is
 * nothing left to drain.
 */
static bool bbr_phase_is_over(struct sock *sk,
			      const struct rate_sample *sample)
{
	struct bbr *ca = bbr_of(sk);
	__u64 lasted = paced(sk)->delivered_mstamp - ca->phase_start;
	bool long_enough = (__s64)lasted > (__s64)ca->min_rtt;
	__u32 gain = bbr_pacing_gain(ca);
	__u32 in_flight;

	if (gain == GAIN_ONE)
		return long_enough;

	in_flight = bbr_in_flight_then(sk, sample->prior_in_flight, gain);
	if (gain > GAIN_ONE)
		return long_enough && (sample->losses > 0 ||
				       in_flight >= bbr_target(sk, gain));
	return long_enough || in_flight <= bbr_target(sk, GAIN_ONE);
}

/* Is the pipe full? Once more is sent and no more arrives, for some rounds:
 * one alone could be the receiver's window on its way to grow.
 */
static void bbr_look_for_plateau(struct bbr *ca,
				 const struct rate_sample *sample)
{
	__u64 enough = (__u64)ca->plateau * full_growth >> GAIN_BITS;

	if (ca->full || !ca->round_start || sample->is_app_limited)
		return;
	if (bbr_measured(ca) >= enough) {
		ca->plateau = bbr_measured(ca);
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
	/* That at which what is in flight was sent. */
	__u32 gain = bbr_pacing_gain(ca);

	if (ca->mode == STARTUP && ca->full) {
		ca->mode = DRAIN;
		tp->snd_ssthresh = bbr_target(sk, GAIN_ONE);
	}
	if (ca->mode == DRAIN &&
	    bbr_in_flight_then(sk, tcp_in_flight(tp), gain) <=
		    bbr_target(sk, GAIN_ONE))
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

	ca->min_rtt_at = tcp_jiffies();
	tp->snd_cwnd = max(tp->snd_cwnd, ca->kept_cwnd);
	if (ca->full)
		bbr_enter_probe_bw(sk);
	else
		ca->mode = STARTUP;
}

static bool bbr_probe_rtt_is_over(const struct bbr *ca)
{
	return ca->probe_rtt_end && after(tcp_jiffies(), ca->probe_rtt_end);
}

/* The time counts from when the pipe has emptied, and for a round trip at
 * least, so that one was made through an empty pipe. What is sent meanwhile
 * says nothing of the bandwidth, as if the application had held it back.
 */
static void bbr_probe_rtt(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);
	struct bbr *ca = bbr_of(sk);
	__u32 in_flight = tcp_in_flight(tp);

	paced(sk)->app_limited = max(tp->delivered + in_flight, 1U);

	if (!ca->probe_rtt_end) {
		if (in_flight > min_cwnd)
			return;
		ca->probe_rtt_end = tcp_jiffies() + jiffies_of(probe_rtt_time);
		ca->probe_round_done = false;
		ca->round_end = tp->delivered;
		return;
	}
	if (ca->round_start)
		ca->probe_round_done = true;
	if (ca->probe_round_done && bbr_probe_rtt_is_over(ca))
		bbr_leave_probe_rtt(sk);
}

/* The smallest round trip. One that is too old is replaced by whatever comes,
 * if it is not the receiver's timer that we would measure, and then looked
 * for in earnest; after silence there is no need, the pipe has been empty.
 */
static void bbr_update_min_rtt(struct sock *sk,
			       const struct rate_sample *sample)
{
	struct bbr *ca = bbr_of(sk);
	__u32 now = tcp_jiffies();
	bool old = after(now, ca->min_rtt_at + jiffies_of(min_rtt_window));
	__s64 rtt = sample->rtt_us;

	if (rtt >= 0 && (rtt < ca->min_rtt ||
			 (equal_rtt_counts && rtt == ca->min_rtt) ||
			 (old && !sample->is_ack_delayed))) {
		ca->min_rtt = rtt;
		ca->min_rtt_at = now;
	}
	if (old && !ca->idle_restart && ca->mode != PROBE_RTT) {
		COUNT(rtt_probes);
		/* The mode first, as in the kernel: of a window kept before
		 * and this one it is the larger that comes back.
		 */
		ca->mode = PROBE_RTT;
		bbr_keep_cwnd(sk);
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
	__u32 content = bbr_inflight(ca, bbr_bandwidth(ca), bbr_cwnd_gain(ca));
	__u32 target = bbr_window(sk, content + bbr_clump_room(ca));

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

/* What is sent next comes after silence, and shall not come at the rate of a
 * probe; ACKs are counted anew. Silence also does what PROBE_RTT is for, if it
 * was long enough.
 */
static void bbr_restart(struct sock *sk)
{
	struct bbr *ca = bbr_of(sk);

	ca->idle_restart = true;
	ca->clump_start = tcp_sk(sk)->tcp_mstamp;
	ca->clump_acked = 0;
	if (ca->mode == PROBE_BW)
		bbr_pace(sk, GAIN_ONE);
	else if (ca->mode == PROBE_RTT && bbr_probe_rtt_is_over(ca))
		bbr_leave_probe_rtt(sk);
}

/* For kernels that do not tell cwnd_event of data after silence (see
 * compat.bpf.h): all is ACKed and nothing waits.
 */
static void bbr_notice_silence(struct sock *sk)
{
	struct tcp_sock *tp = tcp_sk(sk);

	if (tp->snd_una == tp->snd_nxt && tp->snd_nxt == tp->write_seq)
		bbr_restart(sk);
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
	/* The handshake may have shown a round trip; else RTT_UNKNOWN. */
	ca->min_rtt = paced(sk)->rtt_min.s[0].v;
	ca->min_rtt_at = tcp_jiffies();
	ca->clump_start = tp->tcp_mstamp;
	ca->round_end = tp->delivered;
	bbr_begin_interval(sk);
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
	bbr_watch_clumps(sk, sample);
	if (ca->mode == PROBE_BW && bbr_phase_is_over(sk, sample))
		bbr_begin_phase(sk, ca->phase + 1);
	bbr_look_for_plateau(ca, sample);
	bbr_drain(sk);
	bbr_update_min_rtt(sk, sample);

	bbr_pace(sk, bbr_pacing_gain(ca));
	bbr_set_cwnd(sk, sample);
	if (!kernel_tells_tx_start())
		bbr_notice_silence(sk);
}

SEC("struct_ops")
void BPF_PROG(bbr_cwnd_event, struct sock *sk, enum tcp_ca_event event)
{
	if (kernel_tells_tx_start() && is_event(event, CA_EVENT_TX_START) &&
	    paced(sk)->app_limited)
		bbr_restart(sk);
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
	bbr_forget_policer(sk);
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
	/* It is a loss, and the end of a round. */
	ca->round_start = true;
	bbr_watch_policer(sk, true, false);
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
	.cwnd_event	= (void *)bbr_cwnd_event,
	.ssthresh	= (void *)bbr_ssthresh,
	.undo_cwnd	= (void *)bbr_undo_cwnd,
	.set_state	= (void *)bbr_set_state,
	.min_tso_segs	= (void *)bbr_min_tso_segs,
	.sndbuf_expand	= (void *)bbr_sndbuf_expand,
};
