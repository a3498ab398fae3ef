/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's dctcp with ours in its shadow, at both ends: shadow.bpf.h. */
#define WATCHED(sk) (is_sender(sk) || is_receiver(sk))
#include "shadow.bpf.h"
#include "ours.h"

extern void dctcp_init(struct sock *sk) __ksym;
extern void dctcp_update_alpha(struct sock *sk, __u32 flags) __ksym;
extern void dctcp_cwnd_event(struct sock *sk, enum tcp_ca_event event) __ksym;
extern __u32 dctcp_ssthresh(struct sock *sk) __ksym;
extern __u32 dctcp_cwnd_undo(struct sock *sk) __ksym;
extern void dctcp_state(struct sock *sk, __u8 new_state) __ksym;

/* What both keep: alpha, the last mark, the window to go back to, and up to
 * where data was under the last mark.
 */
static __always_inline __u64 state(__u32 alpha, __u32 marked, __u32 uncut,
				   __u32 echoed_to)
{
	return alpha | marked << 11 | uncut << 12 | (__u64)echoed_to << 32;
}

static __always_inline __u64 kernel_state(const struct sock *sk)
{
	const __u64 *words = inet_csk(sk)->icsk_ca_priv;

	return state(words[1] >> 32, words[2] >> 32, words[3], words[1]);
}

static __always_inline __u64 our_state(const struct sock *sk)
{
	const struct dctcp *ca = tcp_private(sk);

	return state(ca->alpha, ca->marked, ca->uncut, ca->echoed_to);
}

SEC("struct_ops")
void BPF_PROG(shadow_init, struct sock *sk)
{
	TURN(INIT, sk, dctcp_init(sk); 0, ours_dctcp_init(sk); 0,
	     kernel_state(sk), our_state(sk));
}

SEC("struct_ops")
void BPF_PROG(shadow_release, struct sock *sk)
{
	if (!(is_sender(sk) || is_receiver(sk)))
		return;
	say_all();
	SAY("ours marks=%lld losses=%lld early=%lld", mark_reductions,
	    loss_reductions, early_acks);
	forget(sk);
}

SEC("struct_ops")
__u32 BPF_PROG(shadow_ssthresh, struct sock *sk)
{
	return TURN(SSTHRESH, sk, dctcp_ssthresh(sk), ours_dctcp_ssthresh(sk),
		    kernel_state(sk), our_state(sk));
}

SEC("struct_ops")
void BPF_PROG(shadow_cong_avoid, struct sock *sk, __u32 ack, __u32 acked)
{
	TURN(CONG_AVOID, sk, tcp_reno_cong_avoid(sk, ack, acked); 0,
	     ours_dctcp_cong_avoid(sk, ack, acked); 0,
	     kernel_state(sk), our_state(sk));
}

SEC("struct_ops")
void BPF_PROG(shadow_in_ack_event, struct sock *sk, __u32 flags)
{
	TURN(IN_ACK, sk, dctcp_update_alpha(sk, flags); 0,
	     ours_dctcp_in_ack_event(sk, flags); 0,
	     kernel_state(sk), our_state(sk));
}

SEC("struct_ops")
void BPF_PROG(shadow_cwnd_event, struct sock *sk, enum tcp_ca_event event)
{
	/* The kernel sets it by the mark before, whatever CWR did to it. */
	echo = inet_csk(sk)->icsk_ca_priv[2] >> 32;
	TURN(CWND_EVENT, sk, dctcp_cwnd_event(sk, event); 0,
	     ours_dctcp_cwnd_event(sk, event); 0,
	     kernel_state(sk), our_state(sk));
}

SEC("struct_ops")
void BPF_PROG(shadow_set_state, struct sock *sk, __u8 new_state)
{
	TURN(SET_STATE, sk, dctcp_state(sk, new_state); 0,
	     ours_dctcp_set_state(sk, new_state); 0,
	     kernel_state(sk), our_state(sk));
}

SEC("struct_ops")
__u32 BPF_PROG(shadow_undo_cwnd, struct sock *sk)
{
	return TURN(UNDO, sk, dctcp_cwnd_undo(sk), ours_dctcp_undo_cwnd(sk),
		    kernel_state(sk), our_state(sk));
}

SEC(".struct_ops.link")
struct tcp_congestion_ops shadow = {
	.name		= "shadow_dctcp",
	.flags		= TCP_CONG_NON_RESTRICTED | TCP_CONG_NEEDS_ECN,
	.init		= (void *)shadow_init,
	.release	= (void *)shadow_release,
	.ssthresh	= (void *)shadow_ssthresh,
	.cong_avoid	= (void *)shadow_cong_avoid,
	.in_ack_event	= (void *)shadow_in_ack_event,
	.cwnd_event	= (void *)shadow_cwnd_event,
	.set_state	= (void *)shadow_set_state,
	.undo_cwnd	= (void *)shadow_undo_cwnd,
};
