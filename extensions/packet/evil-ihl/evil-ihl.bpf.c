/* SPDX-License-Identifier: GPL-2.0-only */
/* evil-ihl: drops malformed IP before anything else sees it.
 *
 * Every parser of a stack has to mistrust lengths; this one stands in front
 * of them, so that a parser that does not (a dissector that goes round for
 * ever on a header of length 0, a tunnel that reads past its packet) never
 * meets such a packet. It looks at IPv4 and IPv6, plain or within VLAN tags,
 * IP or GRE, asks of every header whether it can be true, and counts what it
 * drops by the reason. All that is not IP passes.
 *
 * It judges one packet by itself. What only several together do (fragments
 * that overlap) it cannot see, and of a fragment it looks at the header
 * alone: what is inside is whole when the pieces are.
 *
 * One judgement, two places to attach it: xdp, where a drop costs least, and
 * tcx ingress, where the device cannot do better or where XDP would keep
 * segments from being merged.
 */
#include "counter.bpf.h"
#include "knob.bpf.h"
#include "net.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

const volatile bool ethernet
	KNOB("frames begin with an Ethernet header; they do not on tun, ipip, "
	     "gre and wireguard devices", 0, 1) = true;
const volatile __u32 tags
	KNOB("VLAN tags that a frame may carry one behind the other",
	     0, 8) = 4;
const volatile __u32 depth
	KNOB("packets within packets; what is nested deeper is dropped",
	     0, 15) = 8;
const volatile __u32 chain
	KNOB("extension headers of a packet, all in all; more is dropped",
	     0, 32) = 8;

/* What became of packets: the first, or dropped and why. */
enum judgement {
	passed,
	/* No room for what the layer below promised. */
	tag_truncated,
	ipv4_truncated,
	ipv6_truncated,
	gre_truncated,
	/* Another version than the EtherType or the protocol said. */
	ipv4_version,
	ipv6_version,
	/* Under 20 bytes, or reaching beyond the packet. */
	ipv4_header_short,
	ipv4_header_beyond,
	/* The packet's own word for its size. */
	ipv4_total_short,
	ipv4_total_beyond,
	ipv6_payload_missing,
	ipv6_payload_beyond,
	/* Nothing in it; past what 64 KiB hold; on top of a TCP header. */
	fragment_empty,
	fragment_beyond,
	fragment_uneven,
	fragment_in_tcp_header,
	extension_truncated,
	extension_misplaced,
	chain_without_end,
	tags_without_end,
	nested_too_deep,
	JUDGEMENTS,
};

COUNTERS(enum judgement, JUDGEMENTS);

/* No packet takes more steps: 8 tags, and within each of 16 packets an IP
 * header, a GRE header and one tag, and 32 extension headers.
 */
#define STEPS_MAX 96

/* Headers that begin beyond this are not looked for. */
#define OFFSET_MAX (IP_LENGTH_MAX - 4096)

/* No judgement yet: take one more step. */
#define GO_ON JUDGEMENTS

struct walk {
	__u32 at;	/* offset of the header that stands next */
	__u32 end;	/* where the packet ends, as far as it is known */
	__u32 next;	/* what that header is: an EtherType or a protocol */
	__u8 depth;
	__u8 chain;
	__u8 tags;
	__u8 version;	/* of the IP header behind which we are */
	bool begins;	/* that header was the last one: nothing between */
};

/* The packet as either context shows it. */
struct packet {
	void *context;
	const void *data;
	const void *data_end;
	bool xdp;
};

/* The header at walk->at: where it lies, or a copy in @room when it does not
 * lie in one piece in front of us; NULL when the packet ends before it does.
 */
static __always_inline const void *header(const struct packet *packet,
					  const struct walk *walk,
					  __u32 size, void *room)
{
	__u32 at = walk->at;
	long failed;

	if (at > OFFSET_MAX || at + size > walk->end)
		return NULL;
	if (packet->data + at + size <= packet->data_end)
		return packet->data + at;
	failed = packet->xdp ?
		bpf_xdp_load_bytes(packet->context, at, room, size) :
		bpf_skb_load_bytes(packet->context, at, room, size);
	return failed ? NULL : room;
}

/* Into a packet within this one. */
static __always_inline enum judgement enter(struct walk *walk, __u32 next)
{
	if (walk->depth >= depth)
		return nested_too_deep;
	walk->depth++;
	walk->next = next;
	return GO_ON;
}

static __always_inline enum judgement
judge_gre(const struct packet *packet, struct walk *walk)
{
	const struct ethhdr *inner;
	const struct gre_hdr *gre;
	struct ethhdr inner_room;
	struct gre_hdr room;
	__u32 flags, next;

	gre = header(packet, walk, sizeof(room), &room);
	if (!gre)
		return gre_truncated;
	flags = bpf_ntohs(gre->flags);
	if (!gre_is_plain(flags))
		return passed;
	next = ethertype(gre->protocol);
	walk->at += gre_size(flags);

	if (next == ETH_P_TEB) {
		inner = header(packet, walk, sizeof(inner_room), &inner_room);
		if (!inner)
			return gre_truncated;
		next = ethertype(inner->h_proto);
		walk->at += sizeof(*inner);
	}
	return walk->at > walk->end ? gre_truncated : enter(walk, next);
}

/* A piece of @size bytes, @offset bytes into what the packet carries. */
static __always_inline enum judgement
judge_fragment(const struct walk *walk, __u32 offset, __u32 size)
{
	if (!size)
		return fragment_empty;
	/* TCP's first 8 bytes came before: this rewrites what was checked of
	 * the rest (RFC 3128). No path has so little room for a packet.
	 */
	if (offset == 8 && walk->next == IPPROTO_TCP)
		return fragment_in_tcp_header;
	return passed;
}

static __always_inline enum judgement
judge_ipv6_fragment(const struct packet *packet, struct walk *walk)
{
	const struct frag_hdr *frag;
	__u32 field, offset, size;
	struct frag_hdr room;

	if (walk->chain >= chain)
		return chain_without_end;
	frag = header(packet, walk, sizeof(room), &room);
	if (!frag)
		return extension_truncated;
	field = bpf_ntohs(frag->frag_off);
	walk->at += sizeof(*frag);
	walk->next = frag->nexthdr;
	walk->chain++;
	walk->begins = false;

	offset = field & IP6_OFFSET;
	size = walk->end - walk->at;
	/* The first and the last piece at once: all of it is here. */
	if (!offset && !(field & IP6_MORE_FRAGMENTS))
		return GO_ON;
	if (offset + size > IP_LENGTH_MAX)
		return fragment_beyond;
	if (field & IP6_MORE_FRAGMENTS && size % 8)
		return fragment_uneven;
	return judge_fragment(walk, offset, size);
}

/* Extension headers that say their size: options, routing, AH. */
static __always_inline enum judgement
judge_extension(const struct packet *packet, struct walk *walk)
{
	const struct ipv6_opt_hdr *opt;
	struct ipv6_opt_hdr room;
	__u32 next, size;

	if (walk->next == IPPROTO_HOPOPTS && !walk->begins)
		return extension_misplaced;
	if (walk->chain >= chain)
		return chain_without_end;
	opt = header(packet, walk, sizeof(room), &room);
	if (!opt)
		return extension_truncated;
	size = extension_size(walk->next, opt);
	next = opt->nexthdr;
	if (walk->next == IPPROTO_AH && size < AH_SIZE_MIN)
		return extension_truncated;
	if (walk->at + size > walk->end)
		return extension_truncated;

	walk->at += size;
	walk->next = next;
	walk->chain++;
	walk->begins = false;
	return GO_ON;
}

/* What IP carries: only what may carry IP, or stand before it. */
static __always_inline enum judgement
judge_protocol(const struct packet *packet, struct walk *walk)
{
	switch (walk->next) {
	case IPPROTO_IPIP:
		return enter(walk, ETH_P_IP);
	case IPPROTO_IPV6:
		return enter(walk, ETH_P_IPV6);
	case IPPROTO_GRE:
		return judge_gre(packet, walk);
	case IPPROTO_AH:
		return judge_extension(packet, walk);
	}
	if (walk->version != 6)
		return passed;
	switch (walk->next) {
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
		return judge_extension(packet, walk);
	case IPPROTO_FRAGMENT:
		return judge_ipv6_fragment(packet, walk);
	}
	return passed;
}

static __always_inline enum judgement
judge_ipv4(const struct packet *packet, struct walk *walk)
{
	__u32 fragment, offset, size, total;
	const struct iphdr *ip;
	struct iphdr room;

	ip = header(packet, walk, sizeof(room), &room);
	if (!ip)
		return ipv4_truncated;
	if (ip->version_ihl >> 4 != 4)
		return ipv4_version;
	size = iphdr_size(ip);
	if (size < sizeof(*ip))
		return ipv4_header_short;
	if (walk->at + size > walk->end)
		return ipv4_header_beyond;
	total = bpf_ntohs(ip->tot_len);
	/* A super-packet of the kernel's own, too long for the field. */
	if (!total && walk->end - walk->at > IP_LENGTH_MAX)
		total = walk->end - walk->at;
	if (total < size)
		return ipv4_total_short;
	if (walk->at + total > walk->end)
		return ipv4_total_beyond;

	walk->end = walk->at + total;
	walk->at += size;
	walk->next = ip->protocol;
	walk->version = 4;
	walk->begins = true;
	fragment = bpf_ntohs(ip->frag_off);
	if (!(fragment & (IP_MORE_FRAGMENTS | IP_OFFSET)))
		return GO_ON;
	offset = (fragment & IP_OFFSET) * 8;
	if (offset + total > IP_LENGTH_MAX)
		return fragment_beyond;
	return judge_fragment(walk, offset, total - size);
}

static __always_inline enum judgement
judge_ipv6(const struct packet *packet, struct walk *walk)
{
	const struct ipv6hdr *ip;
	struct ipv6hdr room;
	__u32 payload, space;

	ip = header(packet, walk, sizeof(room), &room);
	if (!ip)
		return ipv6_truncated;
	if (bpf_ntohl(ip->version_class_label) >> 28 != 6)
		return ipv6_version;
	payload = bpf_ntohs(ip->payload_len);
	space = walk->end - walk->at - sizeof(*ip);
	/* A jumbogram, or a super-packet of the kernel's own. */
	if (!payload && space > IP_LENGTH_MAX)
		payload = space;
	if (!payload && ip->nexthdr != IPPROTO_NONE)
		return ipv6_payload_missing;
	if (payload > space)
		return ipv6_payload_beyond;

	walk->at += sizeof(*ip);
	walk->end = walk->at + payload;
	walk->next = ip->nexthdr;
	walk->version = 6;
	walk->begins = true;
	return GO_ON;
}

static __always_inline enum judgement
judge_tag(const struct packet *packet, struct walk *walk)
{
	const struct vlan_hdr *tag;
	struct vlan_hdr room;

	if (walk->tags >= tags)
		return tags_without_end;
	tag = header(packet, walk, sizeof(room), &room);
	if (!tag)
		return tag_truncated;
	walk->next = ethertype(tag->proto);
	walk->at += sizeof(*tag);
	walk->tags++;
	return GO_ON;
}

static __always_inline enum judgement
judge_network(const struct packet *packet, struct walk *walk)
{
	switch (walk->next) {
	case ETH_P_IP:
		return judge_ipv4(packet, walk);
	case ETH_P_IPV6:
		return judge_ipv6(packet, walk);
	case ETH_P_8021Q:
	case ETH_P_8021AD:
		return judge_tag(packet, walk);
	}
	return passed;
}

/* One header. */
static __always_inline enum judgement step(const struct packet *packet,
					   struct walk *walk)
{
	if (walk->next >= ETH_P_MIN)
		return judge_network(packet, walk);
	return judge_protocol(packet, walk);
}

/* Where the IP header is. Without Ethernet, the packet's own version is all
 * that says what it is; one of neither version is a wrong IPv4.
 */
static __always_inline bool start(const struct packet *packet,
				  struct walk *walk)
{
	const struct ethhdr *frame = packet->data;
	const __u8 *first = packet->data;

	if (ethernet) {
		if (packet->data + sizeof(*frame) > packet->data_end)
			return false;
		walk->next = ethertype(frame->h_proto);
		walk->at = sizeof(*frame);
		return true;
	}
	if (packet->data + sizeof(*first) > packet->data_end)
		return false;
	walk->next = *first >> 4 == 6 ? ETH_P_IPV6 : ETH_P_IP;
	return true;
}

/* The steps by themselves, so that the verifier looks at one and not at
 * every turn of the loop. Each context has its own: the kernel must know
 * which one it is.
 */
__attribute__((noinline)) int evil_ihl_xdp_step(struct xdp_md *xdp,
						struct walk *walk)
{
	struct packet packet = {
		.context = xdp,
		.data = CONTEXT_POINTER(xdp->data),
		.data_end = CONTEXT_POINTER(xdp->data_end),
		.xdp = true,
	};

	return walk ? step(&packet, walk) : passed;
}

__attribute__((noinline)) int evil_ihl_tcx_step(struct __sk_buff *skb,
						struct walk *walk)
{
	struct packet packet = {
		.context = skb,
		.data = CONTEXT_POINTER(skb->data),
		.data_end = CONTEXT_POINTER(skb->data_end),
	};

	return walk ? step(&packet, walk) : passed;
}

static __always_inline int steps(const struct packet *packet,
				 struct walk walk)
{
	int turn;

	for (turn = 0; turn < STEPS_MAX; turn++) {
		int found = packet->xdp ?
			evil_ihl_xdp_step(packet->context, &walk) :
			evil_ihl_tcx_step(packet->context, &walk);

		if (found != GO_ON)
			return found;
	}
	return nested_too_deep;
}

/* Judge a packet of @length bytes, and count it. */
static __always_inline bool passes(const struct packet *packet, __u32 length)
{
	struct walk walk = { .end = length };
	__u32 judgement = passed;

	if (start(packet, &walk)) {
		/* Nearly all packets have one IP header and no more; the
		 * walk is in registers so far.
		 */
		judgement = judge_network(packet, &walk);
		if (judgement == GO_ON && walk.next != IPPROTO_TCP &&
		    walk.next != IPPROTO_UDP)
			judgement = steps(packet, walk);
		if (judgement == GO_ON)
			judgement = passed;
	}
	count(judgement);
	return judgement == passed;
}

SEC("xdp")
int evil_ihl_xdp(struct xdp_md *xdp)
{
	struct packet packet = {
		.context = xdp,
		.data = CONTEXT_POINTER(xdp->data),
		.data_end = CONTEXT_POINTER(xdp->data_end),
		.xdp = true,
	};

	return passes(&packet, bpf_xdp_get_buff_len(xdp)) ? XDP_PASS :
							    XDP_DROP;
}

SEC("tcx/ingress")
int evil_ihl_tcx(struct __sk_buff *skb)
{
	struct packet packet = {
		.context = skb,
		.data = CONTEXT_POINTER(skb->data),
		.data_end = CONTEXT_POINTER(skb->data_end),
	};

	return passes(&packet, skb->len) ? TCX_NEXT : TCX_DROP;
}
