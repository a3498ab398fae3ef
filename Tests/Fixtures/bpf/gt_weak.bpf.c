/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_weak: it can do without a function, a variable and an address. */
#include "gt_reno.bpf.h"

LICENSE("GPL");

volatile __u64 gt_found;

extern void gt_no_such_function(struct sock *sk) __ksym __weak;
extern const int gt_no_such_variable __ksym __weak;
extern const void gt_no_such_address __ksym __weak;
extern __u64 bpf_cpumask_no_such(__u32 turn) __ksym __weak;

SEC("struct_ops")
void BPF_PROG(gt_init, struct sock *sk)
{
	if (gt_no_such_function)
		gt_no_such_function(sk);
	if (&gt_no_such_variable)
		gt_found += gt_no_such_variable;
	if (&gt_no_such_address)
		COUNT(gt_found);
	if (bpf_cpumask_no_such)
		gt_found += bpf_cpumask_no_such(1);
}

SEC(".struct_ops.link")
struct tcp_congestion_ops gt_weak = {
	GT_RENO,
	.init = (void *)gt_init,
	.name = "gt_weak",
};
