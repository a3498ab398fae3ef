/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_bare: Reno without a link. */
#include "gt_reno.bpf.h"

LICENSE("GPL");

SEC(".struct_ops")
struct tcp_congestion_ops gt_bare = {
	GT_RENO,
	.name = "gt_bare",
};
