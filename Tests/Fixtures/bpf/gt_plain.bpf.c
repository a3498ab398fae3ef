/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_plain: Reno for a link, with a knob. */
#include "gt_reno.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

const volatile __u32 share KNOB("of nothing in particular", 1, 100) = 50;
const volatile bool careful = true;

SEC("struct_ops")
void BPF_PROG(gt_set_state, __unused struct sock *sk, __u8 state)
{
	if (careful && state > share)
		bpf_jiffies64();
}

SEC(".struct_ops.link")
struct tcp_congestion_ops gt_plain = {
	GT_RENO,
	.set_state = (void *)gt_set_state,
	.flags = TCP_CONG_NON_RESTRICTED,
	.name = "gt_plain",
};
