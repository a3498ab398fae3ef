/* SPDX-License-Identifier: GPL-2.0-only */
/* samples: how the sockets of one congestion control are doing, by version.
 *
 * Not an extension: graft's own instrument. The kernel's socket diagnostics
 * show the name of a socket's congestion control; they cannot tell the
 * sockets on the version before a swap from those on the one after it. The
 * address of the operations can, so a guard reads its sockets here.
 *
 * It sees the network namespace of whoever creates the iterator. A sample
 * that finds no room is written again with more room, never twice.
 */
#include "iter.bpf.h"
#include "samples.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

KERNEL_TYPES_BEGIN

struct minmax_sample {
	__u32 v;
};

struct minmax {
	struct minmax_sample s[3];
};

/* tcp_sock once more, with what only a sample reads. */
struct tcp_sock___counted {
	__u64 bytes_acked;
	__u64 bytes_sent;
	__u64 bytes_retrans;
	__u64 bytes_received;
	__u32 srtt_us;
	struct minmax rtt_min;
	__u32 segs_out;
	__u32 data_segs_out;
	__u32 total_retrans;
	__u32 rate_delivered;
	__u32 rate_interval_us;
	__u32 mss_cache;
};

KERNEL_TYPES_END

static __u64 (*const bpf_get_socket_cookie)(void *ctx) = (void *)46;

/* Whose sockets: a name, zero-padded. Written before the iterator is read. */
volatile char wanted_name[SAMPLES_NAME_SIZE];

static bool is_wanted(const struct tcp_congestion_ops *ops)
{
	char name[SAMPLES_NAME_SIZE] = {};
	int i;

	bpf_probe_read_kernel(name, sizeof(name), &ops->name);
	for (i = 0; i < SAMPLES_NAME_SIZE; i++) {
		if (name[i] != wanted_name[i])
			return false;
		if (!name[i])
			break;
	}
	return true;
}

static void read_counters(const struct tcp_sock *tp,
			  struct socket_sample *into)
{
	const struct tcp_sock___counted *counted = (const void *)tp;

	into->bytes_acked = counted->bytes_acked;
	into->bytes_sent = counted->bytes_sent;
	into->bytes_retrans = counted->bytes_retrans;
	into->bytes_received = counted->bytes_received;
	/* The kernel keeps eight times the smoothed round trip. */
	into->srtt_us = counted->srtt_us >> 3;
	into->min_rtt_us = counted->rtt_min.s[0].v;
	into->segs_out = counted->segs_out;
	into->data_segs_out = counted->data_segs_out;
	into->total_retrans = counted->total_retrans;
	into->rate_delivered = counted->rate_delivered;
	into->rate_interval_us = counted->rate_interval_us;
	into->mss = counted->mss_cache;
	into->snd_cwnd = tp->snd_cwnd;
	into->snd_ssthresh = tp->snd_ssthresh;
	into->delivered = tp->delivered;
	into->delivered_ce = tp->delivered_ce;
}

SEC("iter/tcp")
int sample(struct bpf_iter__tcp *ctx)
{
	struct tcp_sock *tp = tcp_of(ctx);
	struct socket_sample found = {};

	if (!tp)
		return 0;
	found.state = ((const struct sock *)tp)->__sk_common.skc_state;
	if (found.state == TCP_LISTEN || found.state == TCP_CLOSE)
		return 0;
	if (!is_wanted(tp->inet_conn.icsk_ca_ops))
		return 0;

	found.cookie = bpf_get_socket_cookie(tp);
	found.ops = (__u64)tp->inet_conn.icsk_ca_ops;
	found.pacing_rate = ((const struct sock *)tp)->sk_pacing_rate;
	read_counters(tp, &found);
	bpf_seq_write(ctx->meta->seq, &found, sizeof(found));
	return 0;
}
