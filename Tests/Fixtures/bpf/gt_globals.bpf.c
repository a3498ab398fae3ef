/* SPDX-License-Identifier: GPL-2.0-only */
/* gt_globals: all that a loader has to place.
 *
 * Globals in three sections, a hash map, socket storage, subprograms both
 * global and static, in another section than their callers', a callback,
 * and kernel functions, strong and weak.
 */
#include "tcp.bpf.h"

LICENSE("GPL");

const volatile __u32 gt_limit = 7;
const volatile __u64 gt_table[4] = {1, 20, 300, 4000};
volatile __u32 gt_start = 5;
volatile __u64 gt_second = 6;
volatile __u64 gt_calls;
volatile __u32 gt_sum[8];

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 64);
	__type(key, __u32);
	__type(value, __u64);
} gt_hash SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, __u64);
} gt_storage SEC(".maps");

static long (*const bpf_loop)(__u32 turns, void *callback, void *context,
			      __u64 flags) = (void *)181;

extern void bpf_rcu_read_lock(void) __ksym __weak;
extern void bpf_rcu_read_unlock(void) __ksym __weak;

static long gt_add(__u32 turn, void *context)
{
	*(__u64 *)context += gt_table[turn & 3] + turn;
	return turn >= gt_limit;
}

__attribute__((noinline)) __u32 gt_global(__u32 value)
{
	__u64 *found = bpf_map_lookup_elem(&gt_hash, &value);

	gt_sum[value & 7] += gt_start;
	return found ? *found : gt_second;
}

static __attribute__((noinline)) __u32 gt_static(__u32 value)
{
	__u64 sum = 0;

	bpf_loop(gt_limit, gt_add, &sum, 0);
	return sum + gt_global(value) + gt_sum[3];
}

SEC("struct_ops")
__u32 BPF_PROG(gt_ssthresh, struct sock *sk)
{
	__u64 *kept = bpf_sk_storage_get(&gt_storage, sk, NULL,
					 BPF_SK_STORAGE_GET_F_CREATE);

	COUNT(gt_calls);
	if (kept)
		*kept += 1;
	return (gt_static(tcp_sk(sk)->snd_cwnd) & 1) + 2;
}

SEC("struct_ops")
void BPF_PROG(gt_cong_avoid, struct sock *sk, __u32 ack, __u32 acked)
{
	struct tcp_sock *tp = tcp_sk(sk);

	if (!tcp_cwnd_limited(tp))
		return;
	if (bpf_rcu_read_lock) {
		bpf_rcu_read_lock();
		bpf_rcu_read_unlock();
	}
	if (tcp_in_slow_start(tp))
		acked = tcp_slow_start(tp, acked);
	tcp_cong_avoid_ai(tp, gt_global(acked) + ack, acked);
}

SEC("struct_ops")
void BPF_PROG(gt_cwnd_event, struct sock *sk, enum tcp_ca_event event)
{
	if (is_event(event, CA_EVENT_LOSS) && kernel_tells_tx_start())
		inet_csk(sk)->icsk_ca_priv[0] = gt_static(event);
}

SEC("struct_ops")
__u32 BPF_PROG(gt_undo_cwnd, struct sock *sk)
{
	return tcp_reno_undo_cwnd(sk);
}

SEC(".struct_ops.link")
struct tcp_congestion_ops gt_globals = {
	.ssthresh = (void *)gt_ssthresh,
	.cong_avoid = (void *)gt_cong_avoid,
	.cwnd_event = (void *)gt_cwnd_event,
	.undo_cwnd = (void *)gt_undo_cwnd,
	.name = "gt_globals",
};
