/* SPDX-License-Identifier: GPL-2.0-only */
/* option.bpf.h: TCP options of the experimental kind (RFC 6994).
 *
 * Kind 254 belongs to everybody. The two bytes after the length, the magic,
 * say whose option it is; `tcpdump` prints it as exp-MAGIC. A host that does
 * not know an option skips it.
 *
 * Whether the peer knows it shows in the handshake: who connects puts the
 * option into its SYN, who accepts answers it in the SYN-ACK, and where one
 * of them does not, nobody says anything any more.
 */
#ifndef GRAFT_OPTION_BPF_H
#define GRAFT_OPTION_BPF_H

#include "sockops.bpf.h"

#define TCPOPT_EXPERIMENT 254

struct option_head {
	__u8 kind;
	__u8 length;
	__be16 magic;
};

#define OPTION_HEAD(bytes, word) ((struct option_head){			\
	.kind = TCPOPT_EXPERIMENT, .length = (bytes), .magic = (word) })

/* Fill @option, whose head says the kind and the magic that are wanted, from
 * the segment at hand, or from the SYN with BPF_LOAD_HDR_OPT_TCP_SYN. Its
 * length; 0 for one that is longer than @size and so of a make unknown to
 * us; -ENOMSG: there is none; -ENOENT: no SYN was kept.
 */
static __always_inline long option_load(struct bpf_sock_ops *ctx,
					void *option, __u32 size, __u64 flags)
{
	long length;

	((struct option_head *)option)->length = sizeof(struct option_head);
	length = bpf_load_hdr_opt(ctx, option, size, flags);
	return length == -ENOSPC ? 0 : length;
}

/* Something that the peer is to be told after the handshake, in segments
 * that are sent anyway. It is told in each until one that carried payload
 * was ACKed. A socket that only receives sends no payload: then OPTION_TRIES
 * have to do.
 */
struct telling {
	__u32 carried_to;	/* ACKed beyond this: the peer has it */
	__u8 left;		/* segments in which it may still be told */
	bool carried;		/* in payload, up to there */
	bool sized;		/* the kernel made room when it cut segments */
	bool reserved;		/* the segment at hand has room for it */
};

#define OPTION_TRIES 16

static __always_inline void telling_begin(struct telling *telling)
{
	*telling = (struct telling){ .left = OPTION_TRIES };
}

/* Make room for @size bytes in the segment at hand, if it is still to be
 * told: above 0, there is room; 0, nothing is to be told here; -ENOSPC.
 *
 * Where nothing is sent, the kernel asks how much payload will fit, and cuts
 * its segments to that. Only what was counted there may be put on top of
 * payload later, or the segment would exceed the MTU.
 */
static __always_inline long telling_reserve(struct telling *telling,
					    struct bpf_sock_ops *ctx,
					    __u32 size)
{
	bool sizing = ctx->args[0] == BPF_WRITE_HDR_TCP_CURRENT_MSS;
	__s32 acked = ctx->snd_una - telling->carried_to;

	telling->reserved = false;
	if (telling->carried && acked > 0)
		telling->left = 0;
	if (!telling->left) {
		telling->sized = false;
		return 0;
	}
	if (sizing) {
		telling->sized = !bpf_reserve_hdr_opt(ctx, size, 0);
		return 0;
	}
	if (ctx->skb_len && !telling->sized)
		return 0;
	if (bpf_reserve_hdr_opt(ctx, size, 0))
		return -ENOSPC;

	telling->reserved = true;
	/* Its ACK will say that the peer has it. */
	if (ctx->skb_len && !telling->carried) {
		telling->carried = true;
		telling->carried_to = ctx->snd_nxt;
	}
	return 1;
}

/* It stands in the segment. */
static __always_inline void telling_told(struct telling *telling)
{
	telling->reserved = false;
	if (!telling->carried)
		telling->left--;
}

#endif /* GRAFT_OPTION_BPF_H */
