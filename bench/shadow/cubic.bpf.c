/* SPDX-License-Identifier: GPL-2.0-only */
/* The kernel's cubic with ours in its shadow: see shadow.bpf.h. */
#include "shadow.bpf.h"
#include "ours.h"

extern void cubictcp_init(struct sock *sk) __ksym;
extern __u32 cubictcp_recalc_ssthresh(struct sock *sk) __ksym;
extern void cubictcp_cong_avoid(struct sock *sk, __u32 ack,
				__u32 acked) __ksym;
extern void cubictcp_state(struct sock *sk, __u8 new_state) __ksym;
extern void cubictcp_cwnd_event(struct sock *sk,
				enum tcp_ca_event event) __ksym;
extern void cubictcp_acked(struct sock *sk,
			   const struct ack_sample *sample) __ksym;

/* The kernel's first word is what ours calls the spacing, its sixth K. */
static __always_inline __u64 kernel_state(const struct sock *sk)
{
	const __u64 *words = inet_csk(sk)->icsk_ca_priv;

	return (words[0] & ~0U) | (words[2] >> 32) << 32;
}

static __always_inline __u64 our_state(void)
{
	const struct cubic *ca = (void *)sender.words;

	return ca->spacing | (__u64)ca->plateau_time << 32;
}

SEC("struct_ops")
void BPF_PROG(shadow_init, struct sock *sk)
{
	TURN(INIT, sk, cubictcp_init(sk); 0, ours_cubic_init(sk); 0,
	     kernel_state(sk), our_state());
}

SEC("struct_ops")
void BPF_PROG(shadow_release, struct sock *sk)
{
	if (!is_sender(sk))
		return;
	say_all();
	SAY("ours train=%lld delay=%lld timeouts=%lld", train_exits,
	    delay_exits, timeouts);
	forget(sk);
}

SEC("struct_ops")
__u32 BPF_PROG(shadow_ssthresh, struct sock *sk)
{
	return TURN(SSTHRESH, sk, cubictcp_recalc_ssthresh(sk),
		    ours_cubic_ssthresh(sk), kernel_state(sk), our_state());
}

SEC("struct_ops")
void BPF_PROG(shadow_cong_avoid, struct sock *sk, __u32 ack, __u32 acked)
{
	TURN(CONG_AVOID, sk, cubictcp_cong_avoid(sk, ack, acked); 0,
	     ours_cubic_cong_avoid(sk, ack, acked); 0,
	     kernel_state(sk), our_state());
}

SEC("struct_ops")
void BPF_PROG(shadow_pkts_acked, struct sock *sk,
	      const struct ack_sample *sample)
{
	TURN(PKTS_ACKED, sk, cubictcp_acked(sk, sample); 0,
	     ours_cubic_pkts_acked(sk, sample); 0,
	     kernel_state(sk), our_state());
}

SEC("struct_ops")
void BPF_PROG(shadow_cwnd_event, struct sock *sk, enum tcp_ca_event event)
{
	TURN(CWND_EVENT, sk, cubictcp_cwnd_event(sk, event); 0,
	     ours_cubic_cwnd_event(sk, event); 0,
	     kernel_state(sk), our_state());
}

SEC("struct_ops")
void BPF_PROG(shadow_set_state, struct sock *sk, __u8 new_state)
{
	TURN(SET_STATE, sk, cubictcp_state(sk, new_state); 0,
	     ours_cubic_set_state(sk, new_state); 0,
	     kernel_state(sk), our_state());
}

SEC("struct_ops")
__u32 BPF_PROG(shadow_undo_cwnd, struct sock *sk)
{
	return TURN(UNDO, sk, tcp_reno_undo_cwnd(sk), ours_cubic_undo_cwnd(sk),
		    kernel_state(sk), our_state());
}

SEC(".struct_ops.link")
struct tcp_congestion_ops shadow = {
	.name		= "shadow_cubic",
	.flags		= TCP_CONG_NON_RESTRICTED,
	.init		= (void *)shadow_init,
	.release	= (void *)shadow_release,
	.ssthresh	= (void *)shadow_ssthresh,
	.cong_avoid	= (void *)shadow_cong_avoid,
	.pkts_acked	= (void *)shadow_pkts_acked,
	.cwnd_event	= (void *)shadow_cwnd_event,
	.set_state	= (void *)shadow_set_state,
	.undo_cwnd	= (void *)shadow_undo_cwnd,
};
