/* SPDX-License-Identifier: GPL-2.0-only */
/* strict: a flow dissector that gives up on what is malformed.
 *
 * The kernel asks a flow dissector for the addresses and ports of a packet
 * before anybody has looked at it: to spread packets over CPUs, routes and
 * sockets. So its parser stands in front of every check of the stack, and
 * when it goes wrong (an IPIP packet whose inner header said that it was 0
 * bytes long sent it round for ever), nothing else can help. This one can be
 * put in its place and changed while the machine runs.
 *
 * It walks one header a step. A step reads nothing that it has not made sure
 * of, and goes forward by a header's size or ends. The number of steps is
 * bounded by the program, that of tags, of extension headers and of packets
 * within packets by knobs. What is not what it says it is ends the walk, and
 * no key of it is told; what is well formed and of no interest ends it too,
 * with the keys so far.
 */
#include "counter.bpf.h"
#include "knob.bpf.h"
#include "net.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

/* Bits of the knob `parse`. */
enum {
	PARSE_VLAN = 1,
	PARSE_IPV4 = 2,
	PARSE_IPV6 = 4,
	PARSE_EXTENSIONS = 8,	/* extension headers of IPv6, and AH */
	PARSE_IPIP = 16,	/* IPv4 and IPv6 in one another */
	PARSE_GRE = 32,
	PARSE_TCP = 64,
	PARSE_UDP = 128,
	PARSE_SCTP = 256,
	PARSE_ICMP = 512,
	PARSE_OTHERS = 1024,	/* DCCP, UDP-Lite, and the SPI of ESP */
};

const volatile __u32 parse
	KNOB("what to look into, a sum: 1 VLAN, 2 IPv4, 4 IPv6, "
	     "8 extension headers, 16 IP in IP, 32 GRE, 64 TCP, 128 UDP, "
	     "256 SCTP, 512 ICMP, 1024 DCCP, UDP-Lite and ESP; the rest is an "
	     "end, without keys", 0, 2047) = 2047;
const volatile __u32 tags
	KNOB("VLAN tags that a frame may carry one behind the other",
	     0, 8) = 4;
const volatile __u32 depth
	KNOB("packets within packets; what is nested deeper is malformed",
	     0, 15) = 4;
const volatile __u32 chain
	KNOB("extension headers of a packet, all in all; more is malformed",
	     0, 32) = 8;
const volatile bool hand_over
	KNOB("leave EtherTypes that are unknown here to the kernel's own "
	     "dissector (6.1 and later), with all that it does", 0, 1) = false;

/* Packets whose dissection was ended, by what was wrong with them. */
enum malformed {
	truncated,
	version_wrong,
	header_short,
	length_wrong,
	fragment_beyond,
	extension_misplaced,
	tags_without_end,
	chain_without_end,
	nested_too_deep,
	MALFORMED,
};

COUNTERS(enum malformed, MALFORMED);

/* No walk takes more steps than this: 8 tags, and within each of 16 packets
 * an IP header and a GRE header, and 32 extension headers among them, are
 * 72.
 */
#define STEPS_MAX 80

/* Headers that begin beyond this are not looked for: offsets in the keys
 * have 16 bits.
 */
#define OFFSET_MAX (IP_LENGTH_MAX - 4096)

/* Where the packet ends when no header has said it, or none can. */
#define NO_END (~0U)

/* Neither BPF_OK nor any other answer: take one more step. */
#define GO_ON (-1)

struct walk {
	__u32 at;	/* offset of the header that stands next */
	__u32 end;	/* where IP says that the packet ends */
	__u32 next;	/* what that header is: an EtherType or a protocol */
	__u8 depth;
	__u8 chain;
	__u8 tags;
	__u8 version;	/* of the IP header behind which we are */
	bool begins;	/* that header was the last one: nothing between */
};

/* The header at @at: where it lies, or a copy in @room when it does not lie
 * in one piece in front of us; NULL when the packet ends before it does.
 */
static __always_inline const void *header(struct __sk_buff *skb, __u32 at,
					  __u32 size, void *room)
{
	const void *data = CONTEXT_POINTER(skb->data);
	const void *data_end = CONTEXT_POINTER(skb->data_end);

	if (at > OFFSET_MAX)
		return NULL;
	if (data + at + size <= data_end)
		return data + at;
	return bpf_skb_load_bytes(skb, at, room, size) ? NULL : room;
}

/* Does the packet have @end bytes at least? */
static __always_inline bool reaches(struct __sk_buff *skb, __u32 end)
{
	const void *data = CONTEXT_POINTER(skb->data);
	const void *data_end = CONTEXT_POINTER(skb->data_end);
	__u8 last;

	if (end <= OFFSET_MAX && data + end <= data_end)
		return true;
	return !bpf_skb_load_bytes(skb, end - 1, &last, sizeof(last));
}

/* The same of the packet that the IP headers describe, which may end before
 * the bytes do.
 */
static __always_inline bool holds(struct __sk_buff *skb,
				  const struct walk *walk, __u32 size)
{
	return walk->at + size <= walk->end && reaches(skb, walk->at + size);
}

/* It ends here, well: this is all that there is to say. */
static __always_inline int ended(struct bpf_flow_keys *keys,
				 const struct walk *walk)
{
	keys->thoff = walk->at;
	return BPF_OK;
}

/* It ends here, badly. The caller uses the keys even so; none are left that
 * came out of such a packet, so that whoever sends them cannot choose where
 * they go. Where it went wrong stays, for those who ask for the length of
 * the headers.
 */
static __attribute__((noinline)) int spoilt(struct bpf_flow_keys *keys,
					    __u32 at, enum malformed which)
{
	count(which);
	keys->thoff = at;
	keys->addr_proto = 0;
	keys->is_frag = 0;
	keys->is_first_frag = 0;
	keys->is_encap = 0;
	keys->ip_proto = 0;
	keys->sport = 0;
	keys->dport = 0;
	keys->addresses[0] = 0;
	keys->addresses[1] = 0;
	keys->addresses[2] = 0;
	keys->addresses[3] = 0;
	keys->flow_label = 0;
	return BPF_DROP;
}

/* A header of @size bytes, with the ports in the first four. A fragment has
 * none: the others of its packet could not tell the same.
 */
static __always_inline int with_ports(struct bpf_flow_keys *keys,
				      const struct walk *walk,
				      const __be16 *ports)
{
	if (!keys->is_frag) {
		keys->sport = ports[0];
		keys->dport = ports[1];
	}
	return ended(keys, walk);
}

static __always_inline int dissect_tcp(struct __sk_buff *skb,
				       struct bpf_flow_keys *keys,
				       const struct walk *walk)
{
	const struct tcphdr *tcp;
	struct tcphdr room;
	__u32 size;

	tcp = header(skb, walk->at, sizeof(room), &room);
	if (!tcp)
		return spoilt(keys, walk->at, truncated);
	size = (tcp->doff_reserved >> 4) * 4;
	if (size < sizeof(*tcp))
		return spoilt(keys, walk->at, header_short);
	if (!holds(skb, walk, size))
		return spoilt(keys, walk->at, truncated);
	return with_ports(keys, walk, &tcp->source);
}

static __always_inline int dissect_udp(struct __sk_buff *skb,
				       struct bpf_flow_keys *keys,
				       const struct walk *walk)
{
	const struct udphdr *udp;
	struct udphdr room;
	__u32 length;

	udp = header(skb, walk->at, sizeof(room), &room);
	if (!udp || walk->at + sizeof(*udp) > walk->end)
		return spoilt(keys, walk->at, truncated);
	/* 0 where 16 bits cannot say it, as with IP. */
	length = bpf_ntohs(udp->len);
	if (length && length < sizeof(*udp))
		return spoilt(keys, walk->at, length_wrong);
	return with_ports(keys, walk, &udp->source);
}

/* Protocols of which only the ports matter, of at least @size bytes. */
static __always_inline int dissect_ports(struct __sk_buff *skb,
					 struct bpf_flow_keys *keys,
					 const struct walk *walk, __u32 size)
{
	const __be16 *ports;
	__be16 room[2];

	ports = header(skb, walk->at, sizeof(room), room);
	if (!ports || !holds(skb, walk, size))
		return spoilt(keys, walk->at, truncated);
	return with_ports(keys, walk, ports);
}

/* The keys have no room for what ICMP says, so it has to be there only. */
static __always_inline int dissect_icmp(struct __sk_buff *skb,
					struct bpf_flow_keys *keys,
					const struct walk *walk)
{
	if (!holds(skb, walk, 8))
		return spoilt(keys, walk->at, truncated);
	return ended(keys, walk);
}

/* Into a packet within this one, of which @next stands at walk->at. */
static __always_inline int enter(struct bpf_flow_keys *keys,
				 struct walk *walk, __u32 next)
{
	if (walk->depth >= depth)
		return spoilt(keys, walk->at, nested_too_deep);
	walk->depth++;
	walk->next = next;
	keys->is_encap = 1;
	keys->n_proto = bpf_htons(next);
	if (keys->flags & BPF_FLOW_DISSECTOR_F_STOP_AT_ENCAP)
		return ended(keys, walk);
	return GO_ON;
}

static __always_inline int dissect_gre(struct __sk_buff *skb,
				       struct bpf_flow_keys *keys,
				       struct walk *walk)
{
	const struct ethhdr *inner;
	const struct gre_hdr *gre;
	struct ethhdr inner_room;
	struct gre_hdr room;
	__u32 flags, next, size;

	gre = header(skb, walk->at, sizeof(room), &room);
	if (!gre || walk->at + sizeof(*gre) > walk->end)
		return spoilt(keys, walk->at, truncated);
	flags = bpf_ntohs(gre->flags);
	if (!gre_is_plain(flags))
		return ended(keys, walk);
	size = gre_size(flags);
	next = ethertype(gre->protocol);
	if (!holds(skb, walk, size))
		return spoilt(keys, walk->at, truncated);
	walk->at += size;

	if (next == ETH_P_TEB) {
		inner = header(skb, walk->at, sizeof(inner_room),
			       &inner_room);
		if (!inner || walk->at + sizeof(*inner) > walk->end)
			return spoilt(keys, walk->at, truncated);
		next = ethertype(inner->h_proto);
		walk->at += sizeof(*inner);
	}
	return enter(keys, walk, next);
}

/* Extension headers that say their size: options, routing, AH. */
static __always_inline int dissect_extension(struct __sk_buff *skb,
					     struct bpf_flow_keys *keys,
					     struct walk *walk)
{
	const struct ipv6_opt_hdr *opt;
	struct ipv6_opt_hdr room;
	__u32 size, next;

	if (walk->next == IPPROTO_HOPOPTS && !walk->begins)
		return spoilt(keys, walk->at, extension_misplaced);
	if (walk->chain >= chain)
		return spoilt(keys, walk->at, chain_without_end);
	opt = header(skb, walk->at, sizeof(room), &room);
	if (!opt)
		return spoilt(keys, walk->at, truncated);
	size = extension_size(walk->next, opt);
	next = opt->nexthdr;
	if (walk->next == IPPROTO_AH && size < AH_SIZE_MIN)
		return spoilt(keys, walk->at, header_short);
	if (!holds(skb, walk, size))
		return spoilt(keys, walk->at, truncated);

	walk->at += size;
	walk->next = next;
	walk->chain++;
	walk->begins = false;
	keys->ip_proto = next;
	return GO_ON;
}

/* Behind what says that this is a fragment, and that @offset bytes of the
 * packet come before it. Only the first has headers to go on with.
 */
static __always_inline int dissect_fragment(struct bpf_flow_keys *keys,
					    struct walk *walk, __u32 offset)
{
	keys->is_frag = 1;
	if (offset)
		return ended(keys, walk);
	keys->is_first_frag = 1;
	if (!(keys->flags & BPF_FLOW_DISSECTOR_F_PARSE_1ST_FRAG))
		return ended(keys, walk);
	return GO_ON;
}

static __always_inline int dissect_ipv6_fragment(struct __sk_buff *skb,
						 struct bpf_flow_keys *keys,
						 struct walk *walk)
{
	const struct frag_hdr *frag;
	struct frag_hdr room;
	__u32 offset, size;

	if (walk->chain >= chain)
		return spoilt(keys, walk->at, chain_without_end);
	frag = header(skb, walk->at, sizeof(room), &room);
	if (!frag || walk->at + sizeof(*frag) > walk->end)
		return spoilt(keys, walk->at, truncated);

	offset = bpf_ntohs(frag->frag_off) & IP6_OFFSET;
	size = walk->end - walk->at - sizeof(*frag);
	if (offset + size > IP_LENGTH_MAX)
		return spoilt(keys, walk->at, fragment_beyond);
	walk->at += sizeof(*frag);
	walk->next = frag->nexthdr;
	walk->chain++;
	walk->begins = false;
	keys->ip_proto = walk->next;
	return dissect_fragment(keys, walk, offset);
}

/* What IP carries, that of version 6 or of either. */
static __always_inline int dissect_protocol(struct __sk_buff *skb,
					    struct bpf_flow_keys *keys,
					    struct walk *walk)
{
	switch (walk->next) {
	case IPPROTO_TCP:
		if (parse & PARSE_TCP)
			return dissect_tcp(skb, keys, walk);
		break;
	case IPPROTO_UDP:
		if (parse & PARSE_UDP)
			return dissect_udp(skb, keys, walk);
		break;
	case IPPROTO_SCTP:
		if (parse & PARSE_SCTP)
			return dissect_ports(skb, keys, walk, 12);
		break;
	case IPPROTO_DCCP:
		if (parse & PARSE_OTHERS)
			return dissect_ports(skb, keys, walk, 12);
		break;
	case IPPROTO_ESP:
	case IPPROTO_UDPLITE:
		if (parse & PARSE_OTHERS)
			return dissect_ports(skb, keys, walk, 8);
		break;
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		if (parse & PARSE_ICMP)
			return dissect_icmp(skb, keys, walk);
		break;
	case IPPROTO_IPIP:
		if (parse & PARSE_IPIP)
			return enter(keys, walk, ETH_P_IP);
		break;
	case IPPROTO_IPV6:
		if (parse & PARSE_IPIP)
			return enter(keys, walk, ETH_P_IPV6);
		break;
	case IPPROTO_GRE:
		if (parse & PARSE_GRE)
			return dissect_gre(skb, keys, walk);
		break;
	case IPPROTO_AH:
		if (parse & PARSE_EXTENSIONS)
			return dissect_extension(skb, keys, walk);
		break;
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
		if (parse & PARSE_EXTENSIONS && walk->version == 6)
			return dissect_extension(skb, keys, walk);
		break;
	case IPPROTO_FRAGMENT:
		if (parse & PARSE_EXTENSIONS && walk->version == 6)
			return dissect_ipv6_fragment(skb, keys, walk);
		break;
	}
	return ended(keys, walk);
}

/* The IP packet at walk->at is @length bytes long: does it fit into the one
 * around it? The first fragment of that one holds but the beginning.
 */
static __always_inline bool bounded(const struct bpf_flow_keys *keys,
				    struct walk *walk, __u32 length)
{
	if (walk->at + length <= walk->end)
		walk->end = walk->at + length;
	else if (!keys->is_frag)
		return false;
	return true;
}

/* A length of 0 is right where 16 bits cannot tell it. How long the packet
 * truly is, the kernel does not say; this is as far as it lets us look.
 */
static __always_inline bool untold(struct __sk_buff *skb,
				   const struct walk *walk)
{
	return walk->end == NO_END && reaches(skb, IP_LENGTH_MAX + 1);
}

/* Behind the IP header of @size bytes. */
static __always_inline void behind(struct bpf_flow_keys *keys,
				   struct walk *walk, __u32 size,
				   __u32 protocol)
{
	if (!walk->depth)
		keys->nhoff = walk->at;
	walk->at += size;
	walk->next = protocol;
	walk->begins = true;
	keys->ip_proto = protocol;
}

static __always_inline int dissect_ipv4(struct __sk_buff *skb,
					struct bpf_flow_keys *keys,
					struct walk *walk)
{
	__u32 fragment, length, offset, size;
	const struct iphdr *ip;
	struct iphdr room;

	ip = header(skb, walk->at, sizeof(room), &room);
	if (!ip)
		return spoilt(keys, walk->at, truncated);
	if (ip->version_ihl >> 4 != 4)
		return spoilt(keys, walk->at, version_wrong);
	size = iphdr_size(ip);
	if (size < sizeof(*ip))
		return spoilt(keys, walk->at, header_short);
	length = bpf_ntohs(ip->tot_len);
	if (length ? length < size || !bounded(keys, walk, length) :
		     !untold(skb, walk))
		return spoilt(keys, walk->at, length_wrong);
	if (size > sizeof(*ip) && !reaches(skb, walk->at + size))
		return spoilt(keys, walk->at, truncated);

	fragment = bpf_ntohs(ip->frag_off);
	offset = (fragment & IP_OFFSET) * 8;
	fragment &= IP_MORE_FRAGMENTS | IP_OFFSET;
	if (fragment && offset + walk->end - walk->at > IP_LENGTH_MAX)
		return spoilt(keys, walk->at, fragment_beyond);

	keys->addr_proto = ETH_P_IP;
	keys->ipv4_src = ip->saddr;
	keys->ipv4_dst = ip->daddr;
	walk->version = 4;
	behind(keys, walk, size, ip->protocol);
	return fragment ? dissect_fragment(keys, walk, offset) : GO_ON;
}

static __always_inline int dissect_ipv6(struct __sk_buff *skb,
					struct bpf_flow_keys *keys,
					struct walk *walk)
{
	const struct ipv6hdr *ip;
	struct ipv6hdr room;
	__u32 first, length;

	ip = header(skb, walk->at, sizeof(room), &room);
	if (!ip)
		return spoilt(keys, walk->at, truncated);
	first = bpf_ntohl(ip->version_class_label);
	if (first >> 28 != 6)
		return spoilt(keys, walk->at, version_wrong);
	length = bpf_ntohs(ip->payload_len);
	if (length || ip->nexthdr == IPPROTO_NONE ?
	    !bounded(keys, walk, sizeof(*ip) + length) : !untold(skb, walk))
		return spoilt(keys, walk->at, length_wrong);

	keys->addr_proto = ETH_P_IPV6;
	__builtin_memcpy(keys->ipv6_src, ip->saddr, sizeof(ip->saddr));
	__builtin_memcpy(keys->ipv6_dst, ip->daddr, sizeof(ip->daddr));
	keys->flow_label = bpf_htonl(first & IPV6_FLOW_LABEL);
	walk->version = 6;
	behind(keys, walk, sizeof(*ip), ip->nexthdr);
	if (keys->flow_label &&
	    keys->flags & BPF_FLOW_DISSECTOR_F_STOP_AT_FLOW_LABEL)
		return ended(keys, walk);
	return GO_ON;
}

static __always_inline int dissect_vlan(struct __sk_buff *skb,
					struct bpf_flow_keys *keys,
					struct walk *walk)
{
	const struct vlan_hdr *tag;
	struct vlan_hdr room;

	if (walk->tags >= tags)
		return spoilt(keys, walk->at, tags_without_end);
	tag = header(skb, walk->at, sizeof(room), &room);
	if (!tag || walk->at + sizeof(*tag) > walk->end)
		return spoilt(keys, walk->at, truncated);
	walk->next = ethertype(tag->proto);
	walk->at += sizeof(*tag);
	walk->tags++;
	keys->n_proto = tag->proto;
	if (!walk->depth)
		keys->nhoff = walk->at;
	return GO_ON;
}

/* What an EtherType stands for. */
static __always_inline int dissect_network(struct __sk_buff *skb,
					   struct bpf_flow_keys *keys,
					   struct walk *walk)
{
	switch (walk->next) {
	case ETH_P_IP:
		if (parse & PARSE_IPV4)
			return dissect_ipv4(skb, keys, walk);
		break;
	case ETH_P_IPV6:
		if (parse & PARSE_IPV6)
			return dissect_ipv6(skb, keys, walk);
		break;
	case ETH_P_8021Q:
	case ETH_P_8021AD:
		if (parse & PARSE_VLAN)
			return dissect_vlan(skb, keys, walk);
		break;
	case ETH_P_MPLS_UC:
	case ETH_P_MPLS_MC:
		if (!holds(skb, walk, 4))
			return spoilt(keys, walk->at, truncated);
		break;
	default:
		if (hand_over)
			return BPF_FLOW_DISSECTOR_CONTINUE;
		break;
	}
	return ended(keys, walk);
}

/* One header, and behind that of IP the next one as well: most packets have
 * no more. A function of its own, so that the verifier looks at it once and
 * not once for every turn of the loop.
 */
__attribute__((noinline)) int strict_step(struct __sk_buff *skb,
					  struct walk *walk)
{
	struct bpf_flow_keys *keys = skb->flow_keys;
	int verdict = GO_ON;

	if (!walk)
		return BPF_DROP;
	if (walk->next >= ETH_P_MIN)
		verdict = dissect_network(skb, keys, walk);
	if (verdict == GO_ON && walk->next < ETH_P_MIN)
		verdict = dissect_protocol(skb, keys, walk);
	return verdict;
}

SEC("flow_dissector")
int strict(struct __sk_buff *skb)
{
	struct bpf_flow_keys *keys = skb->flow_keys;
	struct walk walk = {
		.at = keys->thoff,
		.end = NO_END,
		.next = ethertype(keys->n_proto),
	};
	struct walk rest;
	int step, verdict;

	/* Nearly all packets end here: the walk is in registers so far. */
	verdict = dissect_network(skb, keys, &walk);
	if (verdict != GO_ON)
		return verdict;
	if (parse & PARSE_TCP && walk.next == IPPROTO_TCP)
		return dissect_tcp(skb, keys, &walk);
	if (parse & PARSE_UDP && walk.next == IPPROTO_UDP)
		return dissect_udp(skb, keys, &walk);

	rest = walk;
	for (step = 0; step < STEPS_MAX; step++) {
		verdict = strict_step(skb, &rest);
		if (verdict != GO_ON)
			return verdict;
	}
	return spoilt(keys, rest.at, chain_without_end);
}
