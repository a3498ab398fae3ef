/* SPDX-License-Identifier: GPL-2.0-only */
/* net.bpf.h: packets as they lie on the wire, and as programs are handed
 * them.
 *
 * Headers of protocols never change, and contexts (__sk_buff, xdp_md,
 * bpf_flow_keys) are part of what the kernel promises to user space. So
 * nothing here is relocated, and all of a context is declared up to the last
 * member that we use.
 */
#ifndef GRAFT_NET_BPF_H
#define GRAFT_NET_BPF_H

#include "bpf.bpf.h"

/* What stands next in a packet: EtherTypes begin at 0x600, and protocol
 * numbers of IP end at 255, so that one number holds either.
 */
enum {
	ETH_P_MIN = 0x0600,
	ETH_P_IP = 0x0800,
	ETH_P_TEB = 0x6558,	/* an Ethernet frame, within GRE */
	ETH_P_8021Q = 0x8100,
	ETH_P_IPV6 = 0x86dd,
	ETH_P_MPLS_UC = 0x8847,
	ETH_P_MPLS_MC = 0x8848,
	ETH_P_8021AD = 0x88a8,
	ETH_P_UNKNOWN = 0xffff,	/* reserved: our word for none of them */
};

enum {
	IPPROTO_HOPOPTS = 0,
	IPPROTO_ICMP = 1,
	IPPROTO_IPIP = 4,
	IPPROTO_TCP = 6,
	IPPROTO_UDP = 17,
	IPPROTO_DCCP = 33,
	IPPROTO_IPV6 = 41,
	IPPROTO_ROUTING = 43,
	IPPROTO_FRAGMENT = 44,
	IPPROTO_GRE = 47,
	IPPROTO_ESP = 50,
	IPPROTO_AH = 51,
	IPPROTO_ICMPV6 = 58,
	IPPROTO_NONE = 59,
	IPPROTO_DSTOPTS = 60,
	IPPROTO_SCTP = 132,
	IPPROTO_UDPLITE = 136,
};

/* A length of 16 bits that says 0 means more than it can say: a jumbogram
 * (RFC 2675), or a super-packet of the kernel's own (BIG TCP).
 */
#define IP_LENGTH_MAX 65535

struct ethhdr {
	__u8 h_dest[6];
	__u8 h_source[6];
	__be16 h_proto;
};

/* The four bytes behind the EtherType of a tag. */
struct vlan_hdr {
	__be16 tci;
	__be16 proto;
};

struct iphdr {
	__u8 version_ihl;
	__u8 tos;
	__be16 tot_len;
	__be16 id;
	__be16 frag_off;
	__u8 ttl;
	__u8 protocol;
	__u16 check;
	__be32 saddr;
	__be32 daddr;
};

/* iphdr.frag_off, in host order */
enum {
	IP_MORE_FRAGMENTS = 0x2000,
	IP_OFFSET = 0x1fff,	/* in units of 8 bytes */
};

struct ipv6hdr {
	__be32 version_class_label;
	__be16 payload_len;
	__u8 nexthdr;
	__u8 hop_limit;
	__be32 saddr[4];
	__be32 daddr[4];
};

#define IPV6_FLOW_LABEL 0x000fffff

/* How every extension header of IPv6 begins. */
struct ipv6_opt_hdr {
	__u8 nexthdr;
	__u8 hdrlen;
};

struct frag_hdr {
	__u8 nexthdr;
	__u8 reserved;
	__be16 frag_off;
	__be32 identification;
};

/* frag_hdr.frag_off, in host order */
enum {
	IP6_MORE_FRAGMENTS = 0x0001,
	IP6_OFFSET = 0xfff8,	/* in bytes */
};

struct gre_hdr {
	__be16 flags;
	__be16 protocol;
};

/* gre_hdr.flags, in host order */
enum {
	GRE_CHECKSUM = 0x8000,
	GRE_ROUTING = 0x4000,
	GRE_KEY = 0x2000,
	GRE_SEQUENCE = 0x1000,
	GRE_VERSION = 0x0007,
};

struct tcphdr {
	__be16 source;
	__be16 dest;
	__be32 seq;
	__be32 ack_seq;
	__u8 doff_reserved;
	__u8 flags;
	__be16 window;
	__u16 check;
	__be16 urg_ptr;
};

struct udphdr {
	__be16 source;
	__be16 dest;
	__be16 len;
	__u16 check;
};

/* A context's pointer to the packet, which the verifier makes a true one. */
#define CONTEXT_POINTER(member) ((void *)(long)(member))

struct bpf_flow_keys {
	__u16 nhoff;
	__u16 thoff;
	__u16 addr_proto;	/* ETH_P_*, in host order; 0: no address */
	__u8 is_frag;
	__u8 is_first_frag;
	__u8 is_encap;
	__u8 ip_proto;
	__be16 n_proto;
	__be16 sport;
	__be16 dport;
	union {
		struct {
			__be32 ipv4_src;
			__be32 ipv4_dst;
		};
		struct {
			__be32 ipv6_src[4];
			__be32 ipv6_dst[4];
		};
		__u64 addresses[4];
	};
	__u32 flags;
	__be32 flow_label;
};

/* bpf_flow_keys.flags: what the caller wants, beside the keys */
enum {
	BPF_FLOW_DISSECTOR_F_PARSE_1ST_FRAG = 1,
	BPF_FLOW_DISSECTOR_F_STOP_AT_FLOW_LABEL = 2,
	BPF_FLOW_DISSECTOR_F_STOP_AT_ENCAP = 4,
};

/* What a flow dissector returns. */
enum {
	BPF_OK = 0,
	/* Not dissected; the packet goes on all the same. */
	BPF_DROP = 2,
	/* Let the kernel's own do it. */
	BPF_FLOW_DISSECTOR_CONTINUE = 129,
};

/* tcx: let the next program decide, or drop. */
enum {
	TCX_NEXT = -1,
	TCX_DROP = 2,
};

enum {
	XDP_DROP = 1,
	XDP_PASS = 2,
};

struct __sk_buff {
	__u32 len;
	__u32 pkt_type;
	__u32 mark;
	__u32 queue_mapping;
	__u32 protocol;
	__u32 vlan_present;
	__u32 vlan_tci;
	__u32 vlan_proto;
	__u32 priority;
	__u32 ingress_ifindex;
	__u32 ifindex;
	__u32 tc_index;
	__u32 cb[5];
	__u32 hash;
	__u32 tc_classid;
	__u32 data;
	__u32 data_end;
	__u32 napi_id;
	__u32 family;
	__u32 remote_ip4;
	__u32 local_ip4;
	__u32 remote_ip6[4];
	__u32 local_ip6[4];
	__u32 remote_port;
	__u32 local_port;
	__u32 data_meta;
	struct bpf_flow_keys *flow_keys;
	__u64 tstamp;
	/* On the way out: all that the segments of a super-packet will be on
	 * the wire, each with headers of its own.
	 */
	__u32 wire_len;
};

struct xdp_md {
	__u32 data;
	__u32 data_end;
};

_Static_assert(offsetof(struct bpf_flow_keys, flow_label) == 52,
	       "the kernel's own layout");
#ifdef __bpf__
_Static_assert(offsetof(struct __sk_buff, flow_keys) == 144,
	       "the kernel's own layout");
_Static_assert(offsetof(struct __sk_buff, wire_len) == 160,
	       "the kernel's own layout");
#endif

static long (*const bpf_skb_load_bytes)(const void *skb, __u32 offset,
					void *to, __u32 size) = (void *)26;
static long (*const bpf_skb_ecn_set_ce)(struct __sk_buff *skb) = (void *)97;
static __u64 (*const bpf_xdp_get_buff_len)(struct xdp_md *xdp) =
	(void *)188;
static long (*const bpf_xdp_load_bytes)(struct xdp_md *xdp, __u32 offset,
					void *to, __u32 size) = (void *)189;

/* An EtherType off the wire, as what stands next. A smaller number is the
 * length of an 802.3 frame, and must not be taken for a protocol of IP.
 */
static __always_inline __u32 ethertype(__be16 wire)
{
	__u32 type = bpf_ntohs(wire);

	return type < ETH_P_MIN ? ETH_P_UNKNOWN : type;
}

static __always_inline __u32 iphdr_size(const struct iphdr *ip)
{
	return (ip->version_ihl & 0xf) * 4;
}

/* Bytes of an extension header. AH counts in other units than the rest. */
static __always_inline __u32 extension_size(__u32 protocol,
					    const struct ipv6_opt_hdr *opt)
{
	if (protocol == IPPROTO_AH)
		return (opt->hdrlen + 2) * 4;
	return (opt->hdrlen + 1) * 8;
}

/* The fixed part of AH alone; fewer bytes than that cannot be one. */
#define AH_SIZE_MIN 12

/* Is this GRE that can be walked through? Routing was given up (RFC 2784),
 * and version 1 is PPTP, whose payload is PPP.
 */
static __always_inline bool gre_is_plain(__u32 flags)
{
	return !(flags & (GRE_ROUTING | GRE_VERSION));
}

static __always_inline __u32 gre_size(__u32 flags)
{
	__u32 size = sizeof(struct gre_hdr);

	if (flags & GRE_CHECKSUM)
		size += 4;
	if (flags & GRE_KEY)
		size += 4;
	if (flags & GRE_SEQUENCE)
		size += 4;
	return size;
}

#endif /* GRAFT_NET_BPF_H */
