/* SPDX-License-Identifier: GPL-2.0-only */
/* iter.bpf.h: what the kernel hands to a program that walks its objects. */
#ifndef GRAFT_ITER_BPF_H
#define GRAFT_ITER_BPF_H

#include "tcp.bpf.h"

KERNEL_TYPES_BEGIN

struct bpf_iter_meta {
	struct seq_file *seq;
};

struct bpf_iter__tcp {
	struct bpf_iter_meta *meta;
	struct sock_common *sk_common;
};

KERNEL_TYPES_END

/* The socket that an iterator stands at; NULL for one without a congestion
 * control: in TIME_WAIT, or half open.
 */
static __always_inline struct tcp_sock *tcp_of(struct bpf_iter__tcp *ctx)
{
	struct sock_common *skc = ctx->sk_common;
	struct tcp_sock *tp;

	tp = skc ? bpf_skc_to_tcp_sock(skc) : NULL;
	return tp && tp->inet_conn.icsk_ca_ops ? tp : NULL;
}

#endif /* GRAFT_ITER_BPF_H */
