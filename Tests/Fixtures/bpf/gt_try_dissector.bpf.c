/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_try_dissector: the smallest flow dissector that tells TCP and UDP flows over
 * IPv4 apart, with one hole that tests close: it believes any header length.
 * It reads where the packet lies: in a test-run there is no skb to load from.
 */
#include "bpf.bpf.h"

LICENSE("GPL");

/* 1: end the dissection of an IPv4 header length under 5. Set before load. */
const volatile __u32 strict;

#define BPF_OK 0
#define BPF_DROP 2
#define BPF_CONTINUE 129

/* The verifier wants to know that no header begins far out. */
#define FURTHEST 2000

struct flow_keys {
	__u16 nhoff;
	__u16 thoff;
	__u16 addr_proto;
	__u8 is_frag;
	__u8 is_first_frag;
	__u8 is_encap;
	__u8 ip_proto;
	__be16 n_proto;
	__be16 sport;
	__be16 dport;
	__be32 ipv4_src;
	__be32 ipv4_dst;
};

/* The context as programs see it: of its many members those that we read. */
struct __sk_buff {
	__u32 unread[19];
	__u32 data;			/* 76 */
	__u32 data_end;
	__u32 napi_id;
	__u32 socket[14];
	struct flow_keys *flow_keys;	/* 144 */
	__u32 behind[10];
};

struct ipv4 {
	__u8 version_ihl;
	__u8 tos;
	__be16 length;
	__be16 id;
	__be16 fragment;
	__u8 ttl;
	__u8 protocol;
	__be16 checksum;
	__be32 source;
	__be32 destination;
};

SEC("flow_dissector")
int gt_try_dissect(struct __sk_buff *skb)
{
	void *data = (void *)(long)skb->data;
	void *end = (void *)(long)skb->data_end;
	struct flow_keys *keys = skb->flow_keys;
	__be16 *ports;
	struct ipv4 *ip;
	__u32 at = keys->thoff;
	__u32 ihl;

	if (keys->n_proto != bpf_htons(0x0800))
		return BPF_CONTINUE;
	if (at > FURTHEST)
		return BPF_DROP;
	ip = data + at;
	if ((void *)(ip + 1) > end)
		return BPF_DROP;
	ihl = ip->version_ihl & 0xf;
	if (strict && ihl < 5)
		return BPF_DROP;
	keys->nhoff = at;
	keys->thoff = at + ihl * 4;
	keys->addr_proto = 0x0800;
	keys->ip_proto = ip->protocol;
	keys->ipv4_src = ip->source;
	keys->ipv4_dst = ip->destination;
	if (ip->protocol != 6 && ip->protocol != 17)
		return BPF_OK;
	ports = data + at + ihl * 4;
	if ((void *)(ports + 2) > end)
		return BPF_DROP;
	keys->sport = ports[0];
	keys->dport = ports[1];
	return BPF_OK;
}
