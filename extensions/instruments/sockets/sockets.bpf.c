/* SPDX-License-Identifier: GPL-2.0-only */
/* sockets: which socket runs which version, and moving them to another.
 *
 * Not an extension: graft's own instrument. A socket keeps the operations
 * that it started with, whatever is registered since, and the name does not
 * tell versions apart. The address of the operations does.
 *
 *	census	counts sockets by operations, state and family, and notes
 *		the operations' name (the kernel's own have no map)
 *	move	gives the sockets of one name the operations that this name
 *		stands for now, or those for which a filter asks
 *	tables	says which map holds which operations
 *
 * census and move see the network namespace of whoever creates the
 * iterator, so that one is needed for each. They write nothing into it: the
 * kernel runs a socket again only when the output would not fit, so each is
 * met once, unless it changes its place while we look (a connection that is
 * accepted between two buckets may be missed, as in any dump of live
 * sockets). User space empties `counts`, or `outcome`, before it reads.
 *
 * Sockets in TIME_WAIT and half open ones have no congestion control yet, or
 * no more, and are passed over.
 */
#include "iter.bpf.h"
#include "sockets.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

#define EPERM 1

KERNEL_TYPES_BEGIN

struct bpf_map {
	enum bpf_map_type map_type;
	__u32 id;
	__u32 btf_vmlinux_value_type_id;
	char name[SOCKETS_NAME_SIZE];
};

struct bpf_iter__bpf_map {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
};

struct bpf_struct_ops_value {
	char data[0];
};

struct bpf_struct_ops_map {
	struct bpf_map map;
	struct bpf_struct_ops_value kvalue;
};

KERNEL_TYPES_END

volatile struct sockets_order order;
volatile struct sockets_outcome outcome;

/* Sockets that found no room in `counts`: not 0, and the census is void. */
volatile __u64 uncounted;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 4096);
	__type(key, struct sockets_key);
	__type(value, __u64);
} counts SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, struct sockets_name);
} names SEC(".maps");

static __always_inline const struct tcp_congestion_ops *
ops_of(const struct tcp_sock *tp)
{
	return tp->inet_conn.icsk_ca_ops;
}

static __always_inline const struct sock_common *
common(const struct tcp_sock *tp)
{
	return &((const struct sock *)tp)->__sk_common;
}

static void read_name(const struct tcp_congestion_ops *ops,
		      struct sockets_name *into)
{
	bpf_probe_read_kernel(into->name, sizeof(into->name), &ops->name);
	into->name[sizeof(into->name) - 1] = 0;
}

static void note_name(const struct tcp_congestion_ops *ops)
{
	struct sockets_name name = {};
	__u64 key = (__u64)ops;

	if (bpf_map_lookup_elem(&names, &key))
		return;
	read_name(ops, &name);
	bpf_map_update_elem(&names, &key, &name, BPF_NOEXIST);
}

static void count(const struct sockets_key *key)
{
	__u64 one = 1;
	__u64 *seen = bpf_map_lookup_elem(&counts, key);

	if (seen)
		COUNT(*seen);
	else if (bpf_map_update_elem(&counts, key, &one, BPF_NOEXIST))
		COUNT(uncounted);
}

SEC("iter/tcp")
int census(struct bpf_iter__tcp *ctx)
{
	struct tcp_sock *tp = tcp_of(ctx);
	struct sockets_key key = {};

	if (!tp)
		return 0;

	key.ops = (__u64)ops_of(tp);
	key.state = common(tp)->skc_state;
	key.family = common(tp)->skc_family;
	note_name(ops_of(tp));
	count(&key);
	return 0;
}

static bool has_ordered_name(const struct tcp_sock *tp)
{
	struct sockets_name name = {};
	int i;

	read_name(ops_of(tp), &name);
	for (i = 0; i < SOCKETS_NAME_SIZE; i++) {
		if (name.name[i] != order.name[i])
			return false;
		if (!name.name[i])
			break;
	}
	return true;
}

/* Word @i of an address, network order. */
static __be32 remote_word(const struct tcp_sock *tp, int i)
{
	const struct sock_common *skc = common(tp);

	if (skc->skc_family == AF_INET)
		return i ? 0 : skc->skc_daddr;
	switch (i) {
	case 0:
		return skc->skc_v6_daddr.in6_u.u6_addr32[0];
	case 1:
		return skc->skc_v6_daddr.in6_u.u6_addr32[1];
	case 2:
		return skc->skc_v6_daddr.in6_u.u6_addr32[2];
	default:
		return skc->skc_v6_daddr.in6_u.u6_addr32[3];
	}
}

static __be32 local_word(const struct tcp_sock *tp, int i)
{
	const struct sock_common *skc = common(tp);

	if (skc->skc_family == AF_INET)
		return i ? 0 : skc->skc_rcv_saddr;
	switch (i) {
	case 0:
		return skc->skc_v6_rcv_saddr.in6_u.u6_addr32[0];
	case 1:
		return skc->skc_v6_rcv_saddr.in6_u.u6_addr32[1];
	case 2:
		return skc->skc_v6_rcv_saddr.in6_u.u6_addr32[2];
	default:
		return skc->skc_v6_rcv_saddr.in6_u.u6_addr32[3];
	}
}

/* An IPv4 peer of an IPv6 socket (::ffff:a.b.c.d) is matched by an IPv4
 * prefix too: to whoever writes the filter it is that peer.
 */
static bool is_mapped(const struct tcp_sock *tp)
{
	return common(tp)->skc_family == AF_INET6 && !remote_word(tp, 0) &&
	       !remote_word(tp, 1) && remote_word(tp, 2) == bpf_htonl(0xffff);
}

static bool within_prefix(const struct tcp_sock *tp)
{
	__u32 bits = order.remote_bits;
	const volatile __be32 *prefix = (const volatile __be32 *)order.remote;
	int skip = 0;
	int i;

	if (!bits)
		return true;
	if (order.family == AF_INET && is_mapped(tp))
		skip = 3;
	else if (order.family != common(tp)->skc_family)
		return false;

	for (i = 0; i < 4; i++) {
		__u32 mask = bits >= 32 ? ~0U : ~(~0U >> (bits & 31));

		if (!bits)
			break;
		if ((remote_word(tp, i + skip) ^ prefix[i]) & bpf_htonl(mask))
			return false;
		bits -= min(bits, 32U);
	}
	return true;
}

static bool is_ordered(const struct tcp_sock *tp)
{
	const struct sock_common *skc = common(tp);
	__u8 state = skc->skc_state;

	if (state == TCP_CLOSE)
		return false;
	if (state == TCP_LISTEN ? !order.listeners : !order.connections)
		return false;
	if (order.local_port && order.local_port != skc->skc_num)
		return false;
	if (order.remote_port &&
	    order.remote_port != bpf_ntohs(skc->skc_dport))
		return false;
	return within_prefix(tp);
}

static void keep_refused(const struct tcp_sock *tp, int error)
{
	__u64 at = outcome.locked + outcome.refused;
	volatile struct sockets_refused *kept;
	volatile __be32 *local, *remote;
	int i;

	if (at >= SOCKETS_REFUSED_KEPT)
		return;
	kept = &outcome.first[at];
	local = (volatile __be32 *)kept->local;
	remote = (volatile __be32 *)kept->remote;
	for (i = 0; i < 4; i++) {
		local[i] = local_word(tp, i);
		remote[i] = remote_word(tp, i);
	}
	kept->local_port = common(tp)->skc_num;
	kept->remote_port = bpf_ntohs(common(tp)->skc_dport);
	kept->family = common(tp)->skc_family;
	kept->state = common(tp)->skc_state;
	kept->error = error;
}

static void move_one(struct tcp_sock *tp)
{
	char name[SOCKETS_NAME_SIZE];
	long error;
	int i;

	for (i = 0; i < SOCKETS_NAME_SIZE; i++)
		name[i] = order.name[i];

	error = -bpf_setsockopt(tp, SOL_TCP, TCP_CONGESTION, name,
				sizeof(name));
	if (!error) {
		COUNT(outcome.moved);
		return;
	}
	keep_refused(tp, error);
	if (error == EPERM)
		COUNT(outcome.locked);
	else
		COUNT(outcome.refused);
}

/* Twice on one socket does no harm: the second time it has what is wanted. */
SEC("iter/tcp")
int move(struct bpf_iter__tcp *ctx)
{
	struct tcp_sock *tp = tcp_of(ctx);

	if (!tp || !has_ordered_name(tp))
		return 0;

	if ((__u64)ops_of(tp) == order.wanted_ops)
		COUNT(outcome.already);
	else if (!is_ordered(tp))
		COUNT(outcome.filtered);
	else
		move_one(tp);
	return 0;
}

/* The operations lie inside the map, behind the kernel's own header. What is
 * written here twice, for want of room, is written once: the kernel drops
 * the first of the two.
 */
SEC("iter/bpf_map")
int tables(struct bpf_iter__bpf_map *ctx)
{
	struct sockets_table table = {};
	struct bpf_map *map = ctx->map;

	if (!map || map->map_type != BPF_MAP_TYPE_STRUCT_OPS)
		return 0;

	table.map_id = map->id;
	table.value_type_id = map->btf_vmlinux_value_type_id;
	table.ops = (__u64)map +
		    KERNEL_OFFSET(struct bpf_struct_ops_map, kvalue) +
		    KERNEL_OFFSET(struct bpf_struct_ops_value, data);
	bpf_probe_read_kernel(table.name, sizeof(table.name), &map->name);
	bpf_seq_write(ctx->meta->seq, &table, sizeof(table));
	return 0;
}
