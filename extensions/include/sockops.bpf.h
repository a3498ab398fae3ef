/* SPDX-License-Identifier: GPL-2.0-only */
/* sockops.bpf.h: the turns of a connection's life, and its header options.
 *
 * A sock_ops program is attached to a control group of version 2, and the
 * kernel asks it about every TCP socket that was made in there. Several may
 * be attached; each is asked, in the order in which they came, and then
 * those of the groups above. So a program never assumes that it is alone:
 * it adds callbacks and takes none away (sockops_listen_in()).
 */
#ifndef GRAFT_SOCKOPS_BPF_H
#define GRAFT_SOCKOPS_BPF_H

#include "bpf.bpf.h"
#include "knob.bpf.h"

#define SOL_TCP 6

#define ENOENT 2
#define EEXIST 17
#define ENOSPC 28
#define ENOMSG 42

/* What happened, or is asked for: bpf_sock_ops.op. */
enum {
	BPF_SOCK_OPS_TCP_CONNECT_CB = 3,
	BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB = 4,
	BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB = 5,
	BPF_SOCK_OPS_TCP_LISTEN_CB = 11,
	BPF_SOCK_OPS_PARSE_HDR_OPT_CB = 13,
	BPF_SOCK_OPS_HDR_OPT_LEN_CB = 14,
	BPF_SOCK_OPS_WRITE_HDR_OPT_CB = 15,
};

/* What a socket has to ask for before it is told: bpf_sock_ops_cb_flags. */
enum {
	/* A segment arrived with an option that the kernel does not know. */
	BPF_SOCK_OPS_PARSE_UNKNOWN_HDR_OPT_CB_FLAG = 1 << 5,
	/* A segment is about to be sent. */
	BPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG = 1 << 6,
};

/* args[0] of the last two. */
enum {
	/* Nothing is sent: how much payload would fit? */
	BPF_WRITE_HDR_TCP_CURRENT_MSS = 1,
	/* A SYN-ACK after which nothing of the SYN is kept. */
	BPF_WRITE_HDR_TCP_SYNACK_COOKIE = 2,
};

/* Look at the SYN that a connection began with, not at this segment. */
#define BPF_LOAD_HDR_OPT_TCP_SYN 1

/* For bpf_setsockopt: keep the SYN; bounds of two timers, in us. */
enum {
	TCP_SAVE_SYN = 27,
	TCP_BPF_DELACK_MAX = 1003,
	TCP_BPF_RTO_MIN = 1004,
};

enum {
	TCPHDR_SYN = 0x02,
	TCPHDR_ACK = 0x10,
};

#define AF_INET 2
#define AF_INET6 10

struct bpf_sock;

/* The context. Its layout is part of what the kernel promises to programs,
 * so nothing here is relocated; what follows skb_tcp_flags we do not read.
 */
struct bpf_sock_ops {
	__u32 op;
	union {
		__u32 args[4];
		__u32 reply;
	};
	__u32 family;
	__be32 remote_ip4;
	__be32 local_ip4;
	__be32 remote_ip6[4];
	__be32 local_ip6[4];
	__be32 remote_port;	/* all four bytes in network order */
	__u32 local_port;	/* in host order */
	__u32 is_fullsock;
	__u32 snd_cwnd;
	__u32 srtt_us;
	__u32 bpf_sock_ops_cb_flags;
	__u32 state;
	__u32 rtt_min;
	__u32 snd_ssthresh;
	__u32 rcv_nxt;
	__u32 snd_nxt;
	__u32 snd_una;
	__u32 mss_cache;
	__u32 ecn_flags;
	__u32 rate_delivered;
	__u32 rate_interval_us;
	__u32 packets_out;
	__u32 retrans_out;
	__u32 total_retrans;
	__u32 segs_in;
	__u32 data_segs_in;
	__u32 segs_out;
	__u32 data_segs_out;
	__u32 lost_out;
	__u32 sacked_out;
	__u32 sk_txhash;
	__u64 bytes_received;
	__u64 bytes_acked;
	union {
		struct bpf_sock *sk;	/* NULL for a half open connection */
		__u64 : 64;
	};
	union {
		void *skb_data;
		__u64 : 64;
	};
	union {
		void *skb_data_end;
		__u64 : 64;
	};
	__u32 skb_len;
	__u32 skb_tcp_flags;
};

static long (*const bpf_sock_ops_cb_flags_set)(struct bpf_sock_ops *ctx,
					       int flags) = (void *)59;
static long (*const bpf_load_hdr_opt)(struct bpf_sock_ops *ctx, void *option,
				      __u32 size, __u64 flags) = (void *)142;
static long (*const bpf_store_hdr_opt)(struct bpf_sock_ops *ctx,
				       const void *option, __u32 size,
				       __u64 flags) = (void *)143;
static long (*const bpf_reserve_hdr_opt)(struct bpf_sock_ops *ctx,
					 __u32 size, __u64 flags) =
	(void *)144;

/* Be told of @flags too. Those that are set may be another program's. */
static __always_inline void sockops_listen_in(struct bpf_sock_ops *ctx,
					      int flags)
{
	bpf_sock_ops_cb_flags_set(ctx, ctx->bpf_sock_ops_cb_flags | flags);
}

static __always_inline bool sockops_set(struct bpf_sock_ops *ctx, int name,
					int value)
{
	return !bpf_setsockopt(ctx, SOL_TCP, name, &value, sizeof(value));
}

#endif /* GRAFT_SOCKOPS_BPF_H */
