/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_watch: programs that fill no table: an iterator, tracepoints. */
#include "tcp.bpf.h"

LICENSE("GPL");

KERNEL_TYPES_BEGIN

struct bpf_iter_meta {
	struct seq_file *seq;
};

struct bpf_iter__tcp {
	struct bpf_iter_meta *meta;
	struct sock_common *sk_common;
};

KERNEL_TYPES_END

volatile __u64 gt_seen[4];

SEC("iter/tcp")
int gt_iter(struct bpf_iter__tcp *ctx)
{
	struct sock_common *skc = ctx->sk_common;
	struct tcp_sock *tp;

	if (!skc)
		return 0;
	tp = bpf_skc_to_tcp_sock(skc);
	if (tp)
		gt_seen[0] += tp->snd_cwnd + skc->skc_num;
	return 0;
}

SEC("tp_btf/tcp_probe")
int BPF_PROG(gt_probe, struct sock *sk)
{
	gt_seen[1] += sk->sk_pacing_rate;
	return 0;
}

SEC("raw_tp/tcp_retransmit_skb")
int gt_raw(__unused void *ctx)
{
	COUNT(gt_seen[2]);
	return 0;
}
