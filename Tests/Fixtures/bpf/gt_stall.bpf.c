/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_stall: a scheduler that forgets one task in so many, so that the
 * kernel's watchdog has to throw it out.
 */
#include "sched.bpf.h"

LICENSE("GPL");

EXIT_REPORT;

static volatile __u64 seen;

/* No short cut to an idle processor: all that wakes is enqueued, so that the
 * first is forgotten within moments.
 */
SEC("struct_ops")
__s32 BPF_PROG(gt_select_cpu, struct task_struct *p __unused, __s32 prev_cpu,
	       __u64 wake_flags __unused)
{
	return prev_cpu;
}

SEC("struct_ops")
void BPF_PROG(gt_enqueue, struct task_struct *p, __u64 enq_flags)
{
	/* Put where nothing is ever taken from. */
	if (__sync_fetch_and_add(&seen, 1) % 64 == 7)
		scx_bpf_dsq_insert(p, 77, 1000000, enq_flags);
	else
		scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, 1000000, enq_flags);
}

SEC("struct_ops.s")
__s32 gt_init(__u64 *slots __unused)
{
	return scx_bpf_create_dsq(77, -1);
}

SEC("struct_ops")
void BPF_PROG(gt_exit, struct scx_exit_info *ei)
{
	REPORT_EXIT(ei);
}

SEC(".struct_ops.link")
struct sched_ext_ops gt_stall = {
	.select_cpu	= (void *)gt_select_cpu,
	.enqueue	= (void *)gt_enqueue,
	.init		= (void *)gt_init,
	.exit		= (void *)gt_exit,
	.timeout_ms	= 2000,
	.name		= "gt_stall",
};
