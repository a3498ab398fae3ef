/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_mixed: one table without a link, then one for a link. */
#include "gt_reno.bpf.h"

LICENSE("GPL");

SEC(".struct_ops")
struct tcp_congestion_ops gt_mix_a = {
	GT_RENO,
	.name = "gt_mix_a",
};

SEC(".struct_ops.link")
struct tcp_congestion_ops gt_mix_b = {
	GT_RENO,
	.name = "gt_mix_b",
};
