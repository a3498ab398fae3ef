/* SPDX-License-Identifier: GPL-2.0-only */
/* sched.bpf.h: scheduling as a sched_ext scheduler sees it.
 *
 * The fields of a task that our schedulers read, the table of operations
 * that they fill, the kernel's own functions for queues and idle processors,
 * and the note that a scheduler leaves when it goes (EXIT_REPORT).
 *
 * A dispatch queue (DSQ) holds tasks that wait. Each processor has a local
 * one, from which alone it runs; all others are a scheduler's own, by
 * numbers of its choice, and `dispatch` moves from them to the local one.
 */
#ifndef GRAFT_SCHED_BPF_H
#define GRAFT_SCHED_BPF_H

#include "bpf.bpf.h"
#include "knob.bpf.h"

#define SCX_OPS_NAME_LEN 128

/* Queues that the kernel keeps, told from ours by the highest bit. */
#define SCX_DSQ_GLOBAL 0x8000000000000001ULL
#define SCX_DSQ_LOCAL 0x8000000000000002ULL

/* Weight of a task at nice 0; cgroups and niceness give 1 to 10000. */
#define SCX_WEIGHT_DEFAULT 100

/* In a task's flags: it wants to run, now or on. */
#define SCX_TASK_QUEUED 1

/* scx_bpf_kick_cpu: only if it is idle. */
#define SCX_KICK_IDLE 1

#define NSEC_PER_USEC 1000ULL

KERNEL_TYPES_BEGIN

enum scx_exit_kind {
	SCX_EXIT_NONE = 0,
};

struct cpumask {
	unsigned long bits[1];
};

struct sched_ext_entity {
	__u32 flags;
	__u32 weight;
	__u64 slice;
	__u64 dsq_vtime;
};

struct sched_entity {
	__u64 sum_exec_runtime;
};

struct task_struct {
	const struct cpumask *cpus_ptr;
	int nr_cpus_allowed;
	struct sched_entity se;
	struct sched_ext_entity scx;
};

struct scx_init_task_args;

/* Walks the tasks of a queue, the first first. */
struct bpf_iter_scx_dsq {
	__u64 __opaque[6];
} __attribute__((aligned(8)));

struct scx_exit_info {
	enum scx_exit_kind kind;
	__s64 exit_code;
	const char *reason;
	char *msg;
	char *dump;
};

/* The table that a scheduler fills, as far as ours do. */
struct sched_ext_ops {
	__s32 (*select_cpu)(struct task_struct *p, __s32 prev_cpu,
			    __u64 wake_flags);
	void (*enqueue)(struct task_struct *p, __u64 enq_flags);
	void (*dispatch)(__s32 cpu, struct task_struct *prev);
	void (*running)(struct task_struct *p);
	void (*stopping)(struct task_struct *p, bool runnable);
	void (*enable)(struct task_struct *p);
	__s32 (*init)(void);
	void (*exit)(struct scx_exit_info *ei);
	__u64 flags;
	__u32 timeout_ms;
	char name[SCX_OPS_NAME_LEN];
};

KERNEL_TYPES_END

extern __s32 scx_bpf_create_dsq(__u64 dsq, __s32 node) __ksym;
extern void scx_bpf_dsq_insert(struct task_struct *p, __u64 dsq, __u64 slice,
			       __u64 enq_flags) __ksym;
extern void scx_bpf_dsq_insert_vtime(struct task_struct *p, __u64 dsq,
				     __u64 slice, __u64 vtime,
				     __u64 enq_flags) __ksym __weak;
extern bool scx_bpf_dsq_move_to_local(__u64 dsq) __ksym __weak;
extern __s32 scx_bpf_select_cpu_dfl(struct task_struct *p, __s32 prev_cpu,
				    __u64 wake_flags, bool *is_idle) __ksym;
extern __s32 scx_bpf_pick_idle_cpu(const struct cpumask *allowed,
				   __u64 flags) __ksym __weak;
extern void scx_bpf_kick_cpu(__s32 cpu, __u64 flags) __ksym __weak;
extern __s32 scx_bpf_task_cpu(const struct task_struct *p) __ksym __weak;
extern __u32 scx_bpf_nr_cpu_ids(void) __ksym __weak;

extern int bpf_iter_scx_dsq_new(struct bpf_iter_scx_dsq *it, __u64 dsq,
				__u64 flags) __ksym __weak;
extern struct task_struct *
bpf_iter_scx_dsq_next(struct bpf_iter_scx_dsq *it) __ksym __weak;
extern void bpf_iter_scx_dsq_destroy(struct bpf_iter_scx_dsq *it) __ksym __weak;

/* 7.x writes a task's virtual time and slice by functions; before that the
 * scheduler writes the fields.
 * May go when those functions are in the oldest kernel supported.
 */
extern bool scx_bpf_task_set_slice(struct task_struct *p,
				   __u64 slice) __ksym __weak;
extern bool scx_bpf_task_set_dsq_vtime(struct task_struct *p,
				       __u64 vtime) __ksym __weak;

static __always_inline void set_vtime(struct task_struct *p, __u64 vtime)
{
	if (scx_bpf_task_set_dsq_vtime)
		scx_bpf_task_set_dsq_vtime(p, vtime);
	else
		p->scx.dsq_vtime = vtime;
}

static __always_inline void set_slice(struct task_struct *p, __u64 slice)
{
	if (scx_bpf_task_set_slice)
		scx_bpf_task_set_slice(p, slice);
	else
		p->scx.slice = slice;
}

/* Virtual time wraps; half the circle is the future. */
static __always_inline bool time_before(__u64 a, __u64 b)
{
	return (__s64)(a - b) < 0;
}

/* Why a scheduler went, kept for graft to read: the kernel tells it once, to
 * `exit`, and forgets it. Its kind is the kernel's (64 to 67: it was taken
 * out; 1024 and above: it was thrown out).
 */
struct exit_report {
	__u32 kind;		/* 0: it has not gone */
	__u32 padding;
	__s64 code;
	char reason[128];
	char message[1024];
	char dump[16384];
};

static long (*const bpf_probe_read_kernel_str)(void *to, __u32 size,
					       const void *from) = (void *)115;

#define EXIT_REPORT struct exit_report exit_report

#define REPORT_EXIT(ei) do {						\
	bpf_probe_read_kernel_str(exit_report.reason,			\
				  sizeof(exit_report.reason),		\
				  (ei)->reason);			\
	bpf_probe_read_kernel_str(exit_report.message,			\
				  sizeof(exit_report.message),		\
				  (ei)->msg);				\
	bpf_probe_read_kernel_str(exit_report.dump,			\
				  sizeof(exit_report.dump),		\
				  (ei)->dump);				\
	exit_report.code = (ei)->exit_code;				\
	/* Last, and ordered: whoever sees a kind finds the rest. */	\
	__sync_lock_test_and_set(&exit_report.kind, (ei)->kind);	\
} while (0)

#endif /* GRAFT_SCHED_BPF_H */
