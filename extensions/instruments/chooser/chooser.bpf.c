/* SPDX-License-Identifier: GPL-2.0-only */
/* chooser: which congestion control the sockets of a control group get.
 *
 * Not an extension: graft's own instrument, attached by `graft use` and taken
 * out by `graft unuse`. A rule names a congestion control, for connections
 * with a peer in a range of addresses, with a service on a port, with both,
 * or for all. The port is the service's: the peer's where we connect, ours
 * where we accept. A rule with the port goes before one without, and then
 * the longer prefix before the shorter.
 *
 * Rules go by name, so what they choose is the version that is current when
 * a connection begins.
 *
 * Of several control groups the nearest decides: programs run from the
 * socket's group upwards, and the answer that the kernel throws away carries
 * from one to the next that it was decided.
 */
#include "sockops.bpf.h"
#include "chooser.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

#define TCP_CONGESTION 13

/* May a SYN be answered with ECN? The kernel hears 1, and nothing else. */
#define BPF_SOCK_OPS_NEEDS_ECN 6
#define ECN_NEEDED 1

/* In `reply`: a group nearer to the socket has chosen. */
#define CHOSEN 0x67726674

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 65536);
	__type(key, struct chooser_key);
	__type(value, struct chooser_rule);
} rules SEC(".maps");

/* Who is at the other end. False for what is no TCP over IP. */
static __always_inline bool set_peer(struct bpf_sock_ops *ctx,
				     struct chooser_key *key)
{
	key->bits = CHOOSER_BITS;
	if (ctx->family == AF_INET) {
		key->family = CHOOSER_V4;
		key->address[2] = bpf_htonl(0xffff);
		key->address[3] = ctx->remote_ip4;
		return true;
	}
	if (ctx->family != AF_INET6)
		return false;
	key->address[0] = ctx->remote_ip6[0];
	key->address[1] = ctx->remote_ip6[1];
	key->address[2] = ctx->remote_ip6[2];
	key->address[3] = ctx->remote_ip6[3];
	/* An IPv6 socket that speaks IPv4. */
	if (!key->address[0] && !key->address[1] &&
	    key->address[2] == bpf_htonl(0xffff))
		key->family = CHOOSER_V4;
	else
		key->family = CHOOSER_V6;
	return true;
}

static __always_inline struct chooser_rule *
rule_for(struct bpf_sock_ops *ctx, __u32 port)
{
	struct chooser_key key = { .port = port };
	struct chooser_rule *rule;

	if (!set_peer(ctx, &key))
		return NULL;
	rule = bpf_map_lookup_elem(&rules, &key);
	if (rule)
		return rule;
	key.port = 0;
	return bpf_map_lookup_elem(&rules, &key);
}

static __always_inline void choose(struct bpf_sock_ops *ctx, __u32 port)
{
	struct chooser_rule *rule;

	if (ctx->reply == CHOSEN)
		return;
	rule = rule_for(ctx, port);
	/* A name that is not registered leaves the choice to the next group. */
	if (rule && !bpf_setsockopt(ctx, SOL_TCP, TCP_CONGESTION, rule->name,
				    sizeof(rule->name)))
		ctx->reply = CHOSEN;
}

/* A connection that is accepted gets its congestion control when the
 * handshake is over; ECN is settled before. Who connects has it in place.
 */
static __always_inline void settle_ecn(struct bpf_sock_ops *ctx)
{
	struct chooser_rule *rule;

	if (ctx->is_fullsock || ctx->reply == CHOSEN)
		return;
	rule = rule_for(ctx, ctx->local_port);
	if (rule)
		ctx->reply = rule->flags & CHOOSER_NEEDS_ECN ? ECN_NEEDED :
							       CHOSEN;
}

SEC("sockops")
int chooser(struct bpf_sock_ops *ctx)
{
	switch (ctx->op) {
	case BPF_SOCK_OPS_TCP_CONNECT_CB:
		choose(ctx, bpf_ntohl(ctx->remote_port));
		break;
	case BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB:
		choose(ctx, ctx->local_port);
		break;
	case BPF_SOCK_OPS_NEEDS_ECN:
		settle_ecn(ctx);
		break;
	}
	return 1;
}
