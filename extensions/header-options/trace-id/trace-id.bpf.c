/* SPDX-License-Identifier: GPL-2.0-only */
/* trace-id: carries eight bytes of a flow's identity to the peer.
 *
 * A tracing system gives a request an id, and loses it where the request
 * leaves the machine below the layer that knows of ids: in a proxy that only
 * forwards bytes, in a capture, in the kernel. Here the id travels in the
 * TCP header itself. What it means is between those who set it and those who
 * read it; these are eight bytes.
 *
 *	0         1         2         3
 *	+---------+---------+---------+---------+
 *	|   254   | length  |      0x4754       |
 *	+---------+---------+---------+---------+
 *	|                                       |
 *	+                  id                   +
 *	|                                       |
 *	+---------+---------+---------+---------+
 *
 * Of length 12 it carries an id; of length 4 it only says that we know it.
 * Of length 5, in a SYN-ACK: the server answers with a SYN cookie, and will
 * have forgotten what the SYN said; say it again after the handshake.
 *
 * Three maps are there for people and programs:
 *
 *	trace_flows	by address and port: the id of what is connected to
 *			or accepted from now on. It travels in the SYN and
 *			in the SYN-ACK.
 *	trace_outgoing	by a socket's descriptor: the id of that socket, in
 *			the place of the former. It may be set, and changed,
 *			at any time; after the handshake it travels with the
 *			segments that are sent next.
 *	trace_incoming	by a socket's descriptor: what the peer has sent.
 */
#include "option.bpf.h"
#include "counter.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

const volatile bool changes
	KNOB("tell ids that are set or changed after the handshake, too",
	     0, 1) = true;

enum option_count {
	syn_written,		/* of ours, SYNs with the option */
	syn_ack_written,
	data_written,		/* other segments, with an id */
	syn_parsed,		/* of the peer's; once a connection */
	syn_ack_parsed,
	data_parsed,
	refused,		/* no room in the header of a segment */
	unreadable,		/* longer or shorter than we know it */
	peer_absent,		/* handshakes that the peer left unanswered */
	listener_older,		/* accepted by what listened before us */
	OPTION_COUNTS
};

COUNTERS(enum option_count, OPTION_COUNTS);

#define MAGIC bpf_htons(0x4754)

struct trace_id {
	__u8 bytes[8];
};

struct trace_option {
	struct option_head head;
	struct trace_id id;
};

_Static_assert(sizeof(struct trace_option) == 12, "as on the wire");

/* Its lengths. */
enum {
	BARE = 4,
	AGAIN = 5,
	WITH_ID = sizeof(struct trace_option),
};

/* Whom a flow goes to or comes from. IPv4 addresses are written as IPv6
 * writes them (::ffff:192.0.2.1); zero is any address, or any port.
 */
struct trace_flow {
	__u8 remote[16] __attribute__((aligned(4)));
	__be16 port;		/* the service's: theirs, or ours if accepting */
	__u16 accepting;	/* 1: accepted, 0: connected to */
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, struct trace_flow);
	__type(value, struct trace_id);
} trace_flows SEC(".maps") CARRIED;

/* A listener's is that of the sockets that it accepts. */
struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC | BPF_F_CLONE);
	__type(key, int);
	__type(value, struct trace_id);
} trace_outgoing SEC(".maps") CARRIED;

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct trace_id);
} trace_incoming SEC(".maps") CARRIED;

/* Change it with the meaning of any field below. */
#define CARRIED_LAYOUT 0x74690001

/* What we know of a socket whose peer knows us, or is still to say so. */
struct trace_state {
	__u32 layout;
	bool ready;		/* the peer knows the option */
	bool has_id;
	struct trace_id id;	/* ours, as it is told */
	struct telling telling;
};

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct trace_state);
} trace_states SEC(".maps") CARRIED;

#define CALLBACKS (BPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG |			\
		   BPF_SOCK_OPS_PARSE_UNKNOWN_HDR_OPT_CB_FLAG)

static __always_inline bool same_id(const struct trace_id *a,
				    const struct trace_id *b)
{
	return !__builtin_memcmp(a, b, sizeof(*a));
}

static __always_inline struct trace_state *state_of(struct bpf_sock_ops *ctx)
{
	struct trace_state *state;

	if (!ctx->sk)
		return NULL;
	state = bpf_sk_storage_get(&trace_states, ctx->sk, NULL, 0);
	return state && state->layout == CARRIED_LAYOUT ? state : NULL;
}

static __always_inline struct trace_state *new_state(struct bpf_sock_ops *ctx)
{
	struct trace_state *state;

	if (!ctx->sk)
		return NULL;
	state = bpf_sk_storage_get(&trace_states, ctx->sk, NULL,
				   BPF_SK_STORAGE_GET_F_CREATE);
	if (state)
		*state = (struct trace_state){ .layout = CARRIED_LAYOUT };
	return state;
}

/* The empty asm keeps clang from turning the two branches into one load from
 * a computed place in the context, which the verifier does not allow.
 */
static __always_inline void set_remote(struct trace_flow *flow,
				       const struct bpf_sock_ops *ctx)
{
	__be32 *words = (__be32 *)flow->remote;
	__be32 last;

	if (ctx->family == AF_INET6) {
		words[0] = ctx->remote_ip6[0];
		words[1] = ctx->remote_ip6[1];
		words[2] = ctx->remote_ip6[2];
		last = ctx->remote_ip6[3];
	} else {
		words[2] = bpf_htonl(0xffff);
		last = ctx->remote_ip4;
		asm volatile("" : "+r"(last));
	}
	words[3] = last;
}

/* The id that trace_flows has for this connection, the closest first: by
 * address and port, by address, by port, for all.
 */
static struct trace_id *flow_id(struct bpf_sock_ops *ctx, bool accepting)
{
	__u32 port = accepting ? ctx->local_port : bpf_ntohl(ctx->remote_port);
	struct trace_flow flow = { .accepting = accepting };
	struct trace_id *id;

	set_remote(&flow, ctx);
	flow.port = bpf_htons(port);
	id = bpf_map_lookup_elem(&trace_flows, &flow);
	if (id)
		return id;
	flow.port = 0;
	id = bpf_map_lookup_elem(&trace_flows, &flow);
	if (id)
		return id;
	flow = (struct trace_flow){ .accepting = accepting };
	flow.port = bpf_htons(port);
	id = bpf_map_lookup_elem(&trace_flows, &flow);
	if (id)
		return id;
	flow.port = 0;
	return bpf_map_lookup_elem(&trace_flows, &flow);
}

static __always_inline void set_id(struct trace_state *state,
				   const struct trace_id *id)
{
	state->has_id = true;
	state->id = *id;
}

/* Is the option in the segment at hand, or with BPF_LOAD_HDR_OPT_TCP_SYN in
 * the SYN? Its length, or what option_load() says.
 */
static __always_inline long load(struct bpf_sock_ops *ctx, __u64 flags,
				 struct trace_option *option)
{
	long length;

	*option = (struct trace_option){ .head = OPTION_HEAD(0, MAGIC) };
	length = option_load(ctx, option, sizeof(*option), flags);
	if (length < 0 || length == BARE || length == AGAIN ||
	    length == WITH_ID)
		return length;
	count(unreadable);
	return -ENOMSG;
}

/* What the peer sent, for whoever has the socket. */
static void keep(struct bpf_sock_ops *ctx, const struct trace_option *option,
		 long length)
{
	struct trace_id *incoming;

	if (length != WITH_ID || !ctx->sk)
		return;
	incoming = bpf_sk_storage_get(&trace_incoming, ctx->sk, NULL,
				      BPF_SK_STORAGE_GET_F_CREATE);
	if (incoming)
		*incoming = option->id;
}

static void leave(struct bpf_sock_ops *ctx)
{
	count(peer_absent);
	if (ctx->sk)
		bpf_sk_storage_delete(&trace_states, ctx->sk);
}

/* A socket is about to connect. Its own id goes before that of its flow. */
static void begin(struct bpf_sock_ops *ctx)
{
	struct trace_state *state = new_state(ctx);
	struct trace_id *id = NULL;

	if (!state)
		return;
	if (ctx->sk)
		id = bpf_sk_storage_get(&trace_outgoing, ctx->sk, NULL, 0);
	if (!id)
		id = flow_id(ctx, false);
	if (id)
		set_id(state, id);
	sockops_listen_in(ctx, CALLBACKS);
}

static __always_inline __u32 length_of(const struct trace_state *state)
{
	return state->has_id ? WITH_ID : BARE;
}

/* The SYN is at hand, and the socket not made yet. A server that forgets
 * leaves its id for later: together with the option of max-delack there
 * would be no room for it.
 */
static __always_inline __u32 syn_ack_length(struct bpf_sock_ops *ctx,
					    struct trace_option *option)
{
	bool cookie = ctx->args[0] == BPF_WRITE_HDR_TCP_SYNACK_COOKIE;
	struct trace_id *id;

	if (load(ctx, BPF_LOAD_HDR_OPT_TCP_SYN, option) < 0)
		return 0;
	if (cookie)
		return AGAIN;
	id = flow_id(ctx, true);
	if (!id)
		return BARE;
	option->id = *id;
	return WITH_ID;
}

/* Has somebody given the socket an id, or another one? */
static void take_up(struct bpf_sock_ops *ctx, struct trace_state *state)
{
	struct trace_id *id;

	if (!changes || !ctx->sk)
		return;
	id = bpf_sk_storage_get(&trace_outgoing, ctx->sk, NULL, 0);
	if (!id || (state->has_id && same_id(&state->id, id)))
		return;
	set_id(state, id);
	telling_begin(&state->telling);
}

static void reserve(struct bpf_sock_ops *ctx)
{
	struct trace_option option;
	struct trace_state *state;
	__u32 length;
	long room;

	if (!ctx->is_fullsock) {
		length = syn_ack_length(ctx, &option);
		if (length && bpf_reserve_hdr_opt(ctx, length, 0))
			count(refused);
		return;
	}
	state = state_of(ctx);
	if (!state)
		return;
	if (ctx->skb_tcp_flags & TCPHDR_SYN) {
		length = length_of(state);
		state->telling.reserved = !bpf_reserve_hdr_opt(ctx, length, 0);
		room = state->telling.reserved ? 1 : -ENOSPC;
	} else {
		if (!state->ready)
			return;
		take_up(ctx, state);
		room = telling_reserve(&state->telling, ctx,
				       length_of(state));
	}
	if (room < 0)
		count(refused);
}

static __always_inline bool store(struct bpf_sock_ops *ctx,
				  struct trace_option *option, __u32 length)
{
	option->head = OPTION_HEAD(length, MAGIC);
	return !bpf_store_hdr_opt(ctx, option, sizeof(*option), 0);
}

/* The segment is being made. Room in it may be another program's: we write
 * where we found some. For a SYN-ACK that is not remembered, but the same
 * question has the same answer.
 */
static void write(struct bpf_sock_ops *ctx)
{
	struct trace_option option;
	struct trace_state *state;
	__u32 length;

	if (!ctx->is_fullsock) {
		length = syn_ack_length(ctx, &option);
		if (length && store(ctx, &option, length))
			count(syn_ack_written);
		return;
	}
	state = state_of(ctx);
	if (!state || !state->telling.reserved)
		return;
	option.id = state->id;
	if (!store(ctx, &option, length_of(state)))
		return;
	if (ctx->skb_tcp_flags & TCPHDR_SYN) {
		count(syn_written);
		return;
	}
	count(data_written);
	telling_told(&state->telling);
}

/* Our SYN was answered. */
static void connected(struct bpf_sock_ops *ctx)
{
	struct trace_state *state = state_of(ctx);
	struct trace_option option;
	long length;

	if (!state)
		return;
	length = load(ctx, 0, &option);
	if (length < 0) {
		leave(ctx);
		return;
	}
	count(syn_ack_parsed);
	keep(ctx, &option, length);
	state->ready = true;
	if (length == AGAIN)
		telling_begin(&state->telling);
}

/* The peer has said, after the handshake, that it knows the option: say our
 * part, which was left out of the SYN-ACK.
 */
static void heard(struct bpf_sock_ops *ctx, struct trace_state *state,
		  const struct trace_option *option, long length)
{
	count(data_parsed);
	keep(ctx, option, length);
	if (state->ready)
		return;
	state->ready = true;
	if (state->has_id)
		telling_begin(&state->telling);
}

/* A connection was accepted. After a SYN cookie no SYN is at hand, and the
 * client was asked to say it again, at best in the ACK that is.
 */
static void accepted(struct bpf_sock_ops *ctx)
{
	struct trace_option option;
	struct trace_state *state;
	struct trace_id *id;
	long length;

	if (!(ctx->bpf_sock_ops_cb_flags & BPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG)) {
		count(listener_older);
		return;
	}
	length = load(ctx, BPF_LOAD_HDR_OPT_TCP_SYN, &option);
	if (length == -ENOMSG) {
		leave(ctx);
		return;
	}
	state = new_state(ctx);
	if (!state)
		return;
	id = flow_id(ctx, true);
	if (id)
		set_id(state, id);
	if (length >= 0) {
		count(syn_parsed);
		keep(ctx, &option, length);
		state->ready = true;
		return;
	}
	length = load(ctx, 0, &option);
	if (length >= 0)
		heard(ctx, state, &option, length);
}

/* A segment came with an option that the kernel does not know. */
static void parse(struct bpf_sock_ops *ctx)
{
	struct trace_state *state = state_of(ctx);
	struct trace_option option;
	long length;

	if (!state)
		return;
	length = load(ctx, 0, &option);
	if (length >= 0)
		heard(ctx, state, &option, length);
}

SEC("sockops")
int trace_id_sockops(struct bpf_sock_ops *ctx)
{
	switch (ctx->op) {
	case BPF_SOCK_OPS_TCP_CONNECT_CB:
		begin(ctx);
		break;
	case BPF_SOCK_OPS_TCP_LISTEN_CB:
		sockops_listen_in(ctx, CALLBACKS);
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
