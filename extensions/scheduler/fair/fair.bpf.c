/* SPDX-License-Identifier: GPL-2.0-only */
/* fair: processor time in proportion to weight, by virtual time.
 *
 * A task's virtual time is the time that it ran, divided by its weight. Each
 * processor has a queue ordered by it, so that who has had the least runs
 * next. A task that slept does not save up the time: it comes back at most
 * @sleeper_us behind the others, enough to run soon and too little to rule.
 *
 * Each processor has a clock of its own: one for all would run with the
 * processor that has the fewest tasks, and leave all others behind by more
 * than a sleeper may be, where weights end. A task that changes processors
 * takes along by how much it is before or behind. It changes when its
 * processor is busy and another is idle, and when a processor looks into
 * another's queue: always when its own is empty, and else once in
 * @roam_every turns, which evens out queues of different lengths.
 */
#include "sched.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

const volatile __u32 slice_us
	KNOB("how long a task may run before another's turn, in us",
	     100, 100000) = 3000;
const volatile __u32 sleeper_us
	KNOB("virtual time that a sleeper may be behind the others, in us",
	     0, 1000000) = 6000;
const volatile __u32 roam_every
	KNOB("look into another's queue first, once in so many turns; 0: never",
	     0, 1000) = 4;

EXIT_REPORT;

volatile __u64 placed_idle;	/* woken on an idle processor */
volatile __u64 queued;		/* sent to a queue */
volatile __u64 stolen;		/* taken from another processor's queue */

/* A power of two: an index is cut to it, which the verifier understands. */
#define CPUS_MAX 1024

/* Virtual time is in 1/1024 ns. The lowest bits of a task's say by which
 * processor's clock it is told.
 */
#define VTIME_PER_NSEC CPUS_MAX

/* Written by its own processor alone. */
struct cpu {
	__u64 clock;		/* virtual time of the last whose turn came */
	__u64 started_at;	/* run time of the task when it began */
	__u32 turns;
	__u32 padding;
} cpus[CPUS_MAX];

static __always_inline struct cpu *cpu_of(__s32 cpu)
{
	return &cpus[(__u32)cpu % CPUS_MAX];
}

static volatile __u32 cpu_count;

static __always_inline __u64 slice(void)
{
	return slice_us * NSEC_PER_USEC;
}

/* Virtual time @vtime by the clock of @cpu, with that told in it. */
static __always_inline __u64 told_by(__s32 cpu, __u64 vtime)
{
	return (vtime & ~(CPUS_MAX - 1ULL)) | ((__u32)cpu % CPUS_MAX);
}

/* The virtual time of @p as the clock of @cpu has it: as far before or
 * behind as it was where it ran last, and never behind by more than a
 * sleeper may be.
 */
static __always_inline __u64 vtime_on(const struct task_struct *p, __s32 cpu)
{
	__u64 bound = sleeper_us * NSEC_PER_USEC * VTIME_PER_NSEC;
	__u64 vtime = p->scx.dsq_vtime;
	__u64 clock = cpu_of(cpu)->clock;

	vtime += clock - cpu_of(vtime % CPUS_MAX)->clock;
	if (time_before(vtime, clock - bound))
		vtime = clock - bound;
	return told_by(cpu, vtime);
}

static __always_inline void move_clock(struct cpu *cpu, __u64 vtime)
{
	if (time_before(cpu->clock, vtime))
		cpu->clock = told_by(0, vtime);
}

SEC("struct_ops")
__s32 BPF_PROG(fair_select_cpu, struct task_struct *p, __s32 prev_cpu,
	       __u64 wake_flags)
{
	bool is_idle = false;
	__s32 cpu;

	cpu = scx_bpf_select_cpu_dfl(p, prev_cpu, wake_flags, &is_idle);
	if (is_idle) {
		scx_bpf_dsq_insert(p, SCX_DSQ_LOCAL, slice(), 0);
		COUNT(placed_idle);
	}
	return cpu;
}

SEC("struct_ops")
void BPF_PROG(fair_enqueue, struct task_struct *p, __u64 enq_flags)
{
	__s32 cpu = scx_bpf_task_cpu(p);
	__s32 idle;

	scx_bpf_dsq_insert_vtime(p, cpu, slice(), vtime_on(p, cpu), enq_flags);
	COUNT(queued);
	/* One that has nothing to do may take it: its queue is empty. */
	if (p->nr_cpus_allowed > 1) {
		idle = scx_bpf_pick_idle_cpu(p->cpus_ptr, 0);
		if (idle >= 0)
			scx_bpf_kick_cpu(idle, SCX_KICK_IDLE);
	}
}

/* Take from the first queue with something in it, after @cpu's own. */
static bool fair_steal(__s32 cpu)
{
	__u32 count = cpu_count;
	__u32 at;

	for (at = 1; at < CPUS_MAX && at < count; at++) {
		if (scx_bpf_dsq_move_to_local((cpu + at) % count)) {
			COUNT(stolen);
			return true;
		}
	}
	return false;
}

/* The virtual time of @p, which runs on @cpu, up to now. */
static __always_inline __u64 vtime_now(const struct task_struct *p,
				       const struct cpu *cpu)
{
	__u64 ran = p->se.sum_exec_runtime - cpu->started_at;
	__u32 weight = p->scx.weight;

	return p->scx.dsq_vtime + ran * VTIME_PER_NSEC * SCX_WEIGHT_DEFAULT /
				  (weight ?: 1);
}

/* Is it still the turn of @prev? It is asked before @prev is in the queue:
 * two tasks that were only taken from there would run in turns, whatever
 * their weights.
 */
static bool goes_on(__s32 number, struct task_struct *prev)
{
	struct cpu *cpu = cpu_of(number);
	struct bpf_iter_scx_dsq queue;
	struct task_struct *first;
	bool is_due = true;
	bool is_alone;
	__u64 vtime;

	/* One that went to sleep has its account closed already. */
	if (!(prev->scx.flags & SCX_TASK_QUEUED))
		return false;
	vtime = vtime_now(prev, cpu);
	bpf_iter_scx_dsq_new(&queue, number, 0);
	first = bpf_iter_scx_dsq_next(&queue);
	is_alone = !first;
	if (first)
		is_due = time_before(vtime, first->scx.dsq_vtime);
	bpf_iter_scx_dsq_destroy(&queue);
	/* What it ran while nobody waited is no debt. */
	if (is_due)
		move_clock(cpu, vtime);
	if (is_alone || !is_due)
		return false;
	set_slice(prev, slice());
	return true;
}

SEC("struct_ops")
void BPF_PROG(fair_dispatch, __s32 cpu, struct task_struct *prev)
{
	__u32 count = cpu_count;
	__u32 turn, other;

	if (!count || (prev && goes_on(cpu, prev)))
		return;
	turn = ++cpu_of(cpu)->turns;
	if (roam_every && turn % roam_every == 0) {
		/* Another neighbour each time. */
		other = (cpu + 1 + turn / roam_every) % count;
		if (other != (__u32)cpu && scx_bpf_dsq_move_to_local(other)) {
			COUNT(stolen);
			return;
		}
	}
	if (!scx_bpf_dsq_move_to_local(cpu))
		fair_steal(cpu);
}

SEC("struct_ops")
void BPF_PROG(fair_running, struct task_struct *p)
{
	__s32 number = scx_bpf_task_cpu(p);
	struct cpu *cpu = cpu_of(number);
	/* One that found an idle processor, or was stolen, is told anew. */
	__u64 vtime = vtime_on(p, number);

	/* A stolen one may be far ahead: it did not wait for its turn here,
	 * and moves no clock.
	 */
	if (p->scx.dsq_vtime % CPUS_MAX == (__u32)number % CPUS_MAX)
		move_clock(cpu, vtime);
	set_vtime(p, vtime);
	cpu->started_at = p->se.sum_exec_runtime;
}

SEC("struct_ops")
void BPF_PROG(fair_stopping, struct task_struct *p, bool runnable __unused)
{
	__s32 number = scx_bpf_task_cpu(p);
	struct cpu *cpu = cpu_of(number);
	/* From the kernel's clock, not from what is left of the slice, which
	 * is refilled as the kernel sees fit.
	 */
	__u64 vtime = vtime_now(p, cpu);

	set_vtime(p, told_by(number, vtime));
}

SEC("struct_ops")
void BPF_PROG(fair_enable, struct task_struct *p)
{
	__s32 cpu = scx_bpf_task_cpu(p);

	set_vtime(p, told_by(cpu, cpu_of(cpu)->clock));
}

SEC("struct_ops.s")
__s32 fair_init(__u64 *slots __unused)
{
	__u32 count = scx_bpf_nr_cpu_ids();
	__s32 error;
	__u32 cpu;

	if (count > CPUS_MAX)
		return -7; /* E2BIG */
	for (cpu = 0; cpu < CPUS_MAX && cpu < count; cpu++) {
		error = scx_bpf_create_dsq(cpu, -1);
		if (error)
			return error;
	}
	cpu_count = count;
	return 0;
}

SEC("struct_ops")
void BPF_PROG(fair_exit, struct scx_exit_info *ei)
{
	REPORT_EXIT(ei);
}

SEC(".struct_ops.link")
struct sched_ext_ops fair = {
	.select_cpu	= (void *)fair_select_cpu,
	.enqueue	= (void *)fair_enqueue,
	.dispatch	= (void *)fair_dispatch,
	.running	= (void *)fair_running,
	.stopping	= (void *)fair_stopping,
	.enable		= (void *)fair_enable,
	.init		= (void *)fair_init,
	.exit		= (void *)fair_exit,
	.timeout_ms	= 5000,
	.name		= "fair",
};
