/* SPDX-License-Identifier: GPL-2.0-only */
/* fifo: first come, first served, in one queue for the whole machine.
 *
 * The smallest scheduler that does no harm, to be read before others. A task
 * that wakes goes to an idle processor if there is one; else it waits in the
 * kernel's global queue, from which every processor takes when it has
 * nothing of its own. Weights and niceness mean nothing here.
 */
#include "sched.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

const volatile __u32 slice_us
	KNOB("how long a task may run before another's turn, in us",
	     100, 100000) = 5000;

EXIT_REPORT;

/* Placed on idle processors, and sent to the queue. */
volatile __u64 placed_idle;
volatile __u64 queued;

SEC("struct_ops")
__s32 BPF_PROG(fifo_select_cpu, struct task_struct *p, __s32 prev_cpu,
	       __u64 wake_flags)
{
	bool is_idle = false;
	__s32 cpu;

	cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);
	if (is_idle) {
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice_us * NSEC_PER_USEC,
				   0);
		COUNT(placed_idle);
	}
	return cpu;
}

SEC("struct_ops")
void BPF_PROG(fifo_enqueue, struct task_struct *p, __u64 enq_flags)
{
	scx_bpf_dsq_insert(p, SCX_DSQ_GLOBAL, slice_us * NSEC_PER_USEC,
			   enq_flags);
	COUNT(queued);
}

SEC("struct_ops")
void BPF_PROG(fifo_exit, struct scx_exit_info *ei)
{
	REPORT_EXIT(ei);
}

SEC(".struct_ops.link")
struct sched_ext_ops fifo = {
	.select_cpu	= (void *)fifo_select_cpu,
	.enqueue	= (void *)fifo_enqueue,
	.exit		= (void *)fifo_exit,
	.timeout_ms	= 5000,
	.name		= "fifo",
};
