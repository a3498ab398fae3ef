/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_try_guard: an XDP program that drops IPv4 with a header length under @least,
 * and writes the TTL over with @ttl where that is set.
 */
#include "bpf.bpf.h"

LICENSE("GPL");

/* The header length in 32-bit words below which a packet is dropped. */
const volatile __u32 least = 5;

/* What the TTL becomes; 0 leaves it. */
const volatile __u32 ttl;

#define XDP_DROP 1
#define XDP_PASS 2

struct xdp_md {
	__u32 data;
	__u32 data_end;
	__u32 unread[4];
};

SEC("xdp")
int gt_try_guard(struct xdp_md *ctx)
{
	__u8 *data = (__u8 *)(long)ctx->data;
	__u8 *end = (__u8 *)(long)ctx->data_end;

	if (data + 34 > end)
		return XDP_PASS;
	if (data[12] != 0x08 || data[13] != 0x00)
		return XDP_PASS;
	if ((data[14] & 0xf) < least)
		return XDP_DROP;
	if (ttl)
		data[22] = ttl;
	return XDP_PASS;
}
