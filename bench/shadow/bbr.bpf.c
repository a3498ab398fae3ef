/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's bbr with ours in its shadow: see shadow.bpf.h. */
#include "shadow.bpf.h"

/* The phase in which PROBE_BW begins is drawn. Ours draws what the kernel's
 * has drawn.
 */
static __u32 drawn;

#define bpf_get_prandom_u32() drawn

#include "ours.h"

extern void bbr_init(struct sock *sk) __ksym;
extern void bbr_main(struct sock *sk, __u32 ack, int flag,
		     const struct rate_sample *sample) __ksym;
extern __u32 bbr_sndbuf_expand(struct sock *sk) __ksym;
extern __u32 bbr_undo_cwnd(struct sock *sk) __ksym;
extern void bbr_cwnd_event(struct sock *sk, enum tcp_ca_event event) __ksym;
extern __u32 bbr_ssthresh(struct sock *sk) __ksym;
extern __u32 bbr_min_tso_segs(struct sock *sk) __ksym;
extern void bbr_set_state(struct sock *sk, __u8 new_state) __ksym;

/* What both keep: the bandwidth as measured, the smallest round trip, mode and
 * phase, and whether the pipe is full or policed.
 */
static __always_inline __u64 state(__u32 rate, __u32 min_rtt, __u32 mode,
				   __u32 phase, bool full, bool policed)
{
	return mode | phase << 3 | full << 6 | policed << 7 | min_rtt << 8 |
	       (__u64)rate << 32;
}

static __always_inline __u32 kernel_phase(const struct sock *sk)
{
	return inet_csk(sk)->icsk_ca_priv[9] >> 55 & 7;
}

static __always_inline __u64 kernel_state(const struct sock *sk)
{
	const __u64 *words = inet_csk(sk)->icsk_ca_priv;

	return state(words[2], words[0], words[7] & 7, kernel_phase(sk),
		     words[9] >> 52 & 1, words[7] >> 31 & 1);
}

static __always_inline __u64 our_state(void)
{
	const struct bbr *ca = (void *)sender.words;

	return state(ca->peaks[0].rate, ca->min_rtt, ca->mode, ca->phase,
		     ca->full, ca->policed);
}

static __always_inline void draw_as_kernel(const struct sock *sk)
{
	__u32 phase = kernel_phase(sk);

	drawn = phase ? phase - 1 : 0;
}

SEC("struct_ops")
void BPF_PROG(shadow_init, struct sock *sk)
{
	TURN(INIT, sk, bbr_init(sk); 0, ours_bbr_init(sk); 0,
	     kernel_state(sk), our_state());
}

SEC("struct_ops")
void BPF_PROG(shadow_release, struct sock *sk)
{
	if (!is_sender(sk))
		return;
	say_all();
	SAY("ours full=%lld probes=%lld policers=%lld", pipes_filled,
	    rtt_probes, policers_found);
	SAY("ours timeouts=%lld", timeouts);
	forget(sk);
}

SEC("struct_ops")
void BPF_PROG(shadow_cong_control, struct sock *sk, __u32 ack, int flag,
	      const struct rate_sample *sample)
{
	TURN(CONG_CONTROL, sk, bbr_main(sk, ack, flag, sample); 0,
	     draw_as_kernel(sk);
	     ours_bbr_cong_control(sk, ack, flag, sample); 0,
	     kernel_state(sk), our_state());
}

SEC("struct_ops")
__u32 BPF_PROG(shadow_ssthresh, struct sock *sk)
{
	return TURN(SSTHRESH, sk, bbr_ssthresh(sk), ours_bbr_ssthresh(sk),
		    kernel_state(sk), our_state());
}

SEC("struct_ops")
__u32 BPF_PROG(shadow_undo_cwnd, struct sock *sk)
{
	return TURN(UNDO, sk, bbr_undo_cwnd(sk), ours_bbr_undo_cwnd(sk),
		    kernel_state(sk), our_state());
}

SEC("struct_ops")
void BPF_PROG(shadow_set_state, struct sock *sk, __u8 new_state)
{
	TURN(SET_STATE, sk, bbr_set_state(sk, new_state); 0,
	     draw_as_kernel(sk); ours_bbr_set_state(sk, new_state); 0,
	     kernel_state(sk), our_state());
}

SEC("struct_ops")
void BPF_PROG(shadow_cwnd_event, struct sock *sk, enum tcp_ca_event event)
{
	TURN(CWND_EVENT, sk, bbr_cwnd_event(sk, event); 0,
	     draw_as_kernel(sk); ours_bbr_cwnd_event(sk, event); 0,
	     kernel_state(sk), our_state());
}

SEC("struct_ops")
__u32 BPF_PROG(shadow_min_tso_segs, struct sock *sk)
{
	return bbr_min_tso_segs(sk);
}

SEC("struct_ops")
__u32 BPF_PROG(shadow_sndbuf_expand, struct sock *sk)
{
	return bbr_sndbuf_expand(sk);
}

SEC(".struct_ops.link")
struct tcp_congestion_ops shadow = {
	.name		= "shadow_bbr",
	.flags		= TCP_CONG_NON_RESTRICTED,
	.init		= (void *)shadow_init,
	.release	= (void *)shadow_release,
	.cong_control	= (void *)shadow_cong_control,
	.ssthresh	= (void *)shadow_ssthresh,
	.undo_cwnd	= (void *)shadow_undo_cwnd,
	.set_state	= (void *)shadow_set_state,
	.cwnd_event	= (void *)shadow_cwnd_event,
	.min_tso_segs	= (void *)shadow_min_tso_segs,
	.sndbuf_expand	= (void *)shadow_sndbuf_expand,
};
