/* SPDX-License-Identifier: GPL-2.0-only */
/* reading: one of everything that an object can say about itself.
 *
 * Only read by the tests, never loaded.
 */
#include "tcp.bpf.h"

LICENSE("Dual BSD/GPL");
METADATA("1.2.3", "A. Tester", "nobody@example.org");

const volatile __u32 keep_percent
	KNOB("share of the window kept after a loss", 50, 90) = 70;
const volatile bool careful = true;
/* Not volatile, so no knob: the compiler has used its value already. */
const __u32 settled[2] = {1, 2};

volatile __s32 offset_now KNOB("added to every window", -8, 8) = -3;

volatile __u64 losses;
volatile __u32 rounds = 5;
/* Neither meant for people nor volatile. */
__u64 scratch;

struct kept {
	__u32 layout;
	__u64 window;
};

struct {
	__uint(type, BPF_MAP_TYPE_SK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct kept);
} states SEC(".maps") CARRIED;

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, 300);
	__type(key, __u64);
	__type(value, __u16);
} counts SEC(".maps");

extern void gt_no_such_function(struct sock *sk) __ksym __weak;
extern const void gt_no_such_address __ksym __weak;
extern const int gt_some_variable __ksym;
extern unsigned long CONFIG_HZ __kconfig;

SEC("struct_ops")
__u32 BPF_PROG(reading_ssthresh, struct sock *sk)
{
	__u64 key = settled[losses & 1] + scratch++;
	__u16 *count = bpf_map_lookup_elem(&counts, &key);
	struct kept *kept = bpf_sk_storage_get(&states, sk, NULL, 0);

	COUNT(losses);
	rounds++;
	if (gt_no_such_function)
		gt_no_such_function(sk);
	if (&gt_no_such_address)
		return 3;
	return tcp_sk(sk)->snd_cwnd * keep_percent / 100 + careful +
	       offset_now + (count ? *count : 0) + (kept ? kept->layout : 0) +
	       gt_some_variable + CONFIG_HZ;
}

SEC("struct_ops")
void BPF_PROG(reading_cong_avoid, struct sock *sk, __u32 ack, __u32 acked)
{
	tcp_reno_cong_avoid(sk, ack, acked);
}

SEC("struct_ops")
__u32 BPF_PROG(reading_undo_cwnd, struct sock *sk)
{
	return tcp_reno_undo_cwnd(sk);
}

SEC("?tp_btf/tcp_probe")
int reading_probe(__unused void *ctx)
{
	return 0;
}

SEC(".struct_ops.link")
struct tcp_congestion_ops reading = {
	.ssthresh = (void *)reading_ssthresh,
	.cong_avoid = (void *)reading_cong_avoid,
	.undo_cwnd = (void *)reading_undo_cwnd,
	.name = "gt_reading",
	.flags = TCP_CONG_NEEDS_ECN,
};

SEC(".struct_ops")
struct tcp_congestion_ops bare = {
	.ssthresh = (void *)reading_ssthresh,
	.undo_cwnd = (void *)reading_undo_cwnd,
	.name = "gt_bare_fifteen",
};
