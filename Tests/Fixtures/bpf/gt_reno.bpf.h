/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_reno: Reno by the kernel's own functions, for tables to be made of.
 *
 * Every name that comes into the kernel begins with gt_, by which the tests
 * know what is theirs.
 */
#include "tcp.bpf.h"

SEC("struct_ops")
__u32 BPF_PROG(gt_ssthresh, struct sock *sk)
{
	__u32 half = tcp_sk(sk)->snd_cwnd / 2;

	return half < 2 ? 2 : half;
}

SEC("struct_ops")
void BPF_PROG(gt_cong_avoid, struct sock *sk, __u32 ack, __u32 acked)
{
	tcp_reno_cong_avoid(sk, ack, acked);
}

SEC("struct_ops")
__u32 BPF_PROG(gt_undo_cwnd, struct sock *sk)
{
	return tcp_reno_undo_cwnd(sk);
}

#define GT_RENO								\
	.ssthresh = (void *)gt_ssthresh,				\
	.cong_avoid = (void *)gt_cong_avoid,				\
	.undo_cwnd = (void *)gt_undo_cwnd
