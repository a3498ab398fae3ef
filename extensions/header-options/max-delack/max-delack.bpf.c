/* SPDX-License-Identifier: GPL-2.0-only */
/* max-delack: tells the peer how long we may hold back an ACK.
 *
 * A sender cannot know how long its peer waits with an ACK, and so it has to
 * assume the worst: after the last segment of a flight is lost, Linux lets
 * 200 ms pass before it thinks of a loss, on a path of 0.1 ms too. Here both
 * ends bound the time for which they hold back an ACK, and say so in the
 * handshake. Each then bounds its own patience by what the other one said.
 *
 *	0         1         2         3
 *	+---------+---------+---------+---------+
 *	|   254   |    8    |      0x4744       |
 *	+---------+---------+---------+---------+
 *	|  flags  |  limit, in microseconds     |
 *	+---------+---------+---------+---------+
 *
 * A server that answers with a SYN cookie forgets the SYN. It sets the flag
 * AGAIN in its answer, and the client repeats what it said in the segments
 * that follow, until one with payload was ACKed.
 */
#include "option.bpf.h"
#include "counter.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

const volatile __u32 max_delack
	KNOB("longest time for which an ACK is held back, in us",
	     1000, 200000) = 10000;
const volatile __u32 margin
	KNOB("time granted beyond the peer's limit before a retransmission, in us",
	     1000, 200000) = 10000;
const volatile bool alone
	KNOB("no other program here writes options: be quiet after the handshake",
	     0, 1) = false;

enum option_count {
	syn_written,		/* of ours, SYNs with the option */
	syn_ack_written,
	data_written,		/* other segments, after a SYN cookie */
	syn_parsed,		/* of the peer's; once a connection */
	syn_ack_parsed,
	data_parsed,
	refused,		/* no room in the header of a segment */
	unreadable,		/* longer or shorter than we know it */
	peer_absent,		/* handshakes that the peer left unanswered */
	listener_older,		/* accepted by what listened before us */
	limit_rejected,		/* the kernel did not take our limit */
	patience_set,		/* sockets that go by the peer's limit */
	patience_kept,		/* the kernel's, since the limit is no better */
	OPTION_COUNTS
};

COUNTERS(enum option_count, OPTION_COUNTS);

#define MAGIC bpf_htons(0x4744)

/* The first byte of the word, and the rest of it. */
#define AGAIN 0x80000000U
#define LIMIT_MASK 0x00ffffffU

struct delack_option {
	struct option_head head;
	__be32 word;
};

_Static_assert(sizeof(struct delack_option) == 8, "as on the wire");

/* Change it with the meaning of any field below. */
#define CARRIED_LAYOUT 0x64650001

/* What a socket knows. User space finds it by the socket's descriptor. */
struct delack_peer {
	__u32 layout;
	__u32 limit;		/* the peer's, in us; 0: not known */
	struct telling telling;
};

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct delack_peer);
} delack_peers SEC(".maps") CARRIED;

#define CALLBACKS (BPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG |			\
		   BPF_SOCK_OPS_PARSE_UNKNOWN_HDR_OPT_CB_FLAG)

static __always_inline struct delack_peer *peer_of(struct bpf_sock_ops *ctx)
{
	struct delack_peer *peer;

	if (!ctx->sk)
		return NULL;
	peer = bpf_sk_storage_get(&delack_peers, ctx->sk, NULL, 0);
	return peer && peer->layout == CARRIED_LAYOUT ? peer : NULL;
}

static __always_inline struct delack_peer *new_peer(struct bpf_sock_ops *ctx)
{
	struct delack_peer *peer;

	if (!ctx->sk)
		return NULL;
	peer = bpf_sk_storage_get(&delack_peers, ctx->sk, NULL,
				  BPF_SK_STORAGE_GET_F_CREATE);
	if (peer)
		*peer = (struct delack_peer){ .layout = CARRIED_LAYOUT };
	return peer;
}

/* Is the option in the segment at hand, or with BPF_LOAD_HDR_OPT_TCP_SYN in
 * the SYN? Its word, or what option_load() says.
 */
static __always_inline long load(struct bpf_sock_ops *ctx, __u64 flags,
				 __u32 *word)
{
	struct delack_option option = { .head = OPTION_HEAD(0, MAGIC) };
	long length = option_load(ctx, &option, sizeof(option), flags);

	if (length < 0)
		return length;
	if (length != sizeof(option)) {
		count(unreadable);
		return -ENOMSG;
	}
	*word = bpf_ntohl(option.word);
	return 0;
}

/* Bound our patience by what the peer said. Its limit has its say where it
 * is below what the kernel assumes; the kernel refuses anything else.
 */
static void remember(struct bpf_sock_ops *ctx, struct delack_peer *peer,
		     __u32 word)
{
	__u32 limit = word & LIMIT_MASK;

	if (limit == peer->limit)
		return;
	peer->limit = limit;
	if (sockops_set(ctx, TCP_BPF_RTO_MIN, limit + margin))
		count(patience_set);
	else
		count(patience_kept);
}

/* All is said. Other programs may still want to be asked, unless we know
 * that there are none.
 */
static void rest(struct bpf_sock_ops *ctx)
{
	if (alone)
		bpf_sock_ops_cb_flags_set(ctx, ctx->bpf_sock_ops_cb_flags &
					       ~CALLBACKS);
}

static void leave(struct bpf_sock_ops *ctx)
{
	count(peer_absent);
	if (ctx->sk)
		bpf_sk_storage_delete(&delack_peers, ctx->sk);
	rest(ctx);
}

/* A socket is about to connect or to listen. What we tell must be true, so
 * the limit is set before it is told.
 */
static bool begin(struct bpf_sock_ops *ctx)
{
	if (!sockops_set(ctx, TCP_BPF_DELACK_MAX, max_delack)) {
		count(limit_rejected);
		return false;
	}
	sockops_listen_in(ctx, CALLBACKS);
	return true;
}

/* Room for the option. In a SYN-ACK only where the SYN had it: the socket is
 * not made yet, and the SYN is at hand.
 */
static void reserve(struct bpf_sock_ops *ctx)
{
	const __u32 size = sizeof(struct delack_option);
	__u32 flags = ctx->skb_tcp_flags;
	struct delack_peer *peer;
	__u32 word;
	long room;

	if (!ctx->is_fullsock) {
		if (load(ctx, BPF_LOAD_HDR_OPT_TCP_SYN, &word))
			return;
		if (bpf_reserve_hdr_opt(ctx, size, 0))
			count(refused);
		return;
	}
	peer = peer_of(ctx);
	if (!peer)
		return;
	if (flags & TCPHDR_SYN) {
		peer->telling.reserved = !bpf_reserve_hdr_opt(ctx, size, 0);
		room = peer->telling.reserved ? 1 : -ENOSPC;
	} else {
		room = telling_reserve(&peer->telling, ctx, size);
	}
	if (room < 0)
		count(refused);
}

static bool store(struct bpf_sock_ops *ctx, __u32 flags)
{
	struct delack_option option = {
		.head = OPTION_HEAD(sizeof(option), MAGIC),
		.word = bpf_htonl(max_delack | flags),
	};

	return !bpf_store_hdr_opt(ctx, &option, sizeof(option), 0);
}

/* The segment is being made. Room in it may be another program's: we write
 * where we found some. For a SYN-ACK that is not remembered, but the same
 * question has the same answer.
 */
static void write(struct bpf_sock_ops *ctx)
{
	bool cookie = ctx->args[0] == BPF_WRITE_HDR_TCP_SYNACK_COOKIE;
	struct delack_peer *peer;
	__u32 word;

	if (!ctx->is_fullsock) {
		if (load(ctx, BPF_LOAD_HDR_OPT_TCP_SYN, &word))
			return;
		if (store(ctx, cookie ? AGAIN : 0))
			count(syn_ack_written);
		return;
	}
	peer = peer_of(ctx);
	if (!peer || !peer->telling.reserved || !store(ctx, 0))
		return;
	if (ctx->skb_tcp_flags & TCPHDR_SYN) {
		count(syn_written);
		return;
	}
	count(data_written);
	telling_told(&peer->telling);
}

/* Our SYN was answered. */
static void connected(struct bpf_sock_ops *ctx)
{
	struct delack_peer *peer = peer_of(ctx);
	__u32 word;

	if (!peer)
		return;
	if (load(ctx, 0, &word)) {
		leave(ctx);
		return;
	}
	count(syn_ack_parsed);
	remember(ctx, peer, word);
	if (word & AGAIN)
		telling_begin(&peer->telling);
	else
		rest(ctx);
}

/* A connection was accepted. After a SYN cookie no SYN is at hand, and the
 * client was asked to say it again, at best in the ACK that is.
 */
static void accepted(struct bpf_sock_ops *ctx)
{
	struct delack_peer *peer;
	__u32 word;
	long found;

	if (!(ctx->bpf_sock_ops_cb_flags & BPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG)) {
		count(listener_older);
		return;
	}
	found = load(ctx, BPF_LOAD_HDR_OPT_TCP_SYN, &word);
	if (found == -ENOMSG) {
		leave(ctx);
		return;
	}
	peer = new_peer(ctx);
	if (!peer)
		return;
	sockops_set(ctx, TCP_BPF_DELACK_MAX, max_delack);
	if (!found) {
		count(syn_parsed);
		remember(ctx, peer, word);
		rest(ctx);
	} else if (!load(ctx, 0, &word)) {
		count(data_parsed);
		remember(ctx, peer, word);
		rest(ctx);
	}
}

/* A segment came with an option that the kernel does not know. */
static void parse(struct bpf_sock_ops *ctx)
{
	struct delack_peer *peer = peer_of(ctx);
	__u32 word;

	if (!peer || load(ctx, 0, &word))
		return;
	count(data_parsed);
	remember(ctx, peer, word);
}

SEC("sockops")
int max_delack_sockops(struct bpf_sock_ops *ctx)
{
	switch (ctx->op) {
	case BPF_SOCK_OPS_TCP_CONNECT_CB:
		if (begin(ctx))
			new_peer(ctx);
		break;
	case BPF_SOCK_OPS_TCP_LISTEN_CB:
		if (begin(ctx))
			sockops_set(ctx, TCP_SAVE_SYN, 1);
		break;
	case BPF_SOCK_OPS_HDR_OPT_LEN_CB:
		reserve(ctx);
		break;
	case BPF_SOCK_OPS_WRITE_HDR_OPT_CB:
		write(ctx);
		break;
	case BPF_SOCK_OPS_ACTIVE_ESTABLISHED_CB:
		connected(ctx);
		break;
	case BPF_SOCK_OPS_PASSIVE_ESTABLISHED_CB:
		accepted(ctx);
		break;
	case BPF_SOCK_OPS_PARSE_HDR_OPT_CB:
		parse(ctx);
		break;
	}
	return 1;
}
