/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_pair: two tables that share their programs. */
#include "gt_reno.bpf.h"

LICENSE("GPL");

SEC(".struct_ops.link")
struct tcp_congestion_ops gt_one = {
	GT_RENO,
	.name = "gt_one",
};

SEC(".struct_ops.link")
struct tcp_congestion_ops gt_two = {
	GT_RENO,
	.name = "gt_two",
};
