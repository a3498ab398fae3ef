/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_try_classifier: a tcx program that shoots what is longer than @longest. */
#include "bpf.bpf.h"

LICENSE("GPL");

/* In bytes. */
const volatile __u32 longest = 100;

struct __sk_buff {
	__u32 len;
	__u32 unread[47];
};

SEC("tcx/ingress")
int gt_try_classify(struct __sk_buff *skb)
{
	return skb->len > longest ? 2 : 0;
}
