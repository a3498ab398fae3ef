/* SPDX-License-Identifier: GPL-2.0-only */
/* fifo: first in, first out, with a limit in bytes.
 *
 * The kernel's bfifo, in BPF: what a queueing discipline is when nothing is
 * added, and a measure for those that add something. With @rate it is the
 * bottleneck as well.
 */
#include "qdisc.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

const volatile __u32 limit_bytes
	KNOB("bytes that may wait; the ring holds 1024 packets at most",
	     1514, 1000000000) = 1000000;
const volatile __u64 rate
	KNOB("bits a second that leave at most; 0: as many as the device takes",
	     0, 100000000000) = 0;

SEC("struct_ops")
int BPF_PROG(fifo_enqueue, struct sk_buff *skb, struct Qdisc *sch,
	     struct bpf_sk_buff_ptr *to_free)
{
	return queue_put(skb, sch, to_free, limit_bytes);
}

SEC("struct_ops")
struct sk_buff *BPF_PROG(fifo_dequeue, struct Qdisc *sch)
{
	struct queue *queue = queue_of(sch);
	__u64 now = bpf_ktime_get_ns();
	struct sk_buff *skb;
	__u64 came_at;

	if (!queue || !line_is_free(queue, sch, now, rate))
		return NULL;
	skb = queue_take(queue, sch, &came_at);
	if (!skb)
		return NULL;
	line_take(queue, now, rate, packet_bytes(skb));
	bpf_qdisc_bstats_update(sch, skb);
	return skb;
}

SEC("struct_ops")
int BPF_PROG(fifo_init, struct Qdisc *sch, struct nlattr *opt __unused,
	     struct netlink_ext_ack *extack __unused)
{
	return queue_make(sch);
}

SEC("struct_ops")
void BPF_PROG(fifo_reset, struct Qdisc *sch)
{
	queue_empty(sch);
}

SEC("struct_ops")
void BPF_PROG(fifo_destroy, struct Qdisc *sch)
{
	queue_unmake(sch);
}

SEC(".struct_ops.link")
struct Qdisc_ops fifo = {
	.enqueue	= (void *)fifo_enqueue,
	.dequeue	= (void *)fifo_dequeue,
	.init		= (void *)fifo_init,
	.reset		= (void *)fifo_reset,
	.destroy	= (void *)fifo_destroy,
	.id		= "bpf_fifo",
};
