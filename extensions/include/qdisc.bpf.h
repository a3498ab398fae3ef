/* SPDX-License-Identifier: GPL-2.0-only */
/* qdisc.bpf.h: queueing as a queueing discipline in BPF sees it (6.16).
 *
 * The kernel gives a discipline neither memory of its own nor a list of
 * packets. So each instance (one per device, or per transmit queue under mq)
 * gets a ring of QUEUE_SLOTS packets out of one array, found by the address
 * of its Qdisc. All operations of an instance run under its lock: a ring
 * needs none.
 *
 * The programs of an object share QUEUE_COUNT rings; an instance more is
 * refused with ENOSPC, which `tc` shows.
 */
#ifndef GRAFT_QDISC_BPF_H
#define GRAFT_QDISC_BPF_H

#include "bpf.bpf.h"
#include "knob.bpf.h"

#define NET_XMIT_SUCCESS 0
#define NET_XMIT_DROP 1

#define ENOSPC 28

#define QUEUE_SLOTS 1024
#define QUEUE_COUNT 64

#define IFNAMSIZ 16

#define __kptr __attribute__((btf_type_tag("kptr")))

KERNEL_TYPES_BEGIN

struct qdisc_skb_cb {
	unsigned int pkt_len;
};

struct sk_buff {
	unsigned int len;
	char cb[48];
};

struct qdisc_skb_head {
	__u32 qlen;
};

struct gnet_stats_queue {
	__u32 qlen;
	__u32 backlog;
	__u32 drops;
	__u32 requeues;
	__u32 overlimits;
};

struct Qdisc {
	__u32 limit;
	struct qdisc_skb_head q;
	struct gnet_stats_queue qstats;
};

struct bpf_sk_buff_ptr {
	struct sk_buff *skb;
};

struct nlattr;
struct netlink_ext_ack;

struct Qdisc_ops {
	char id[IFNAMSIZ];
	int (*enqueue)(struct sk_buff *skb, struct Qdisc *sch,
		       struct bpf_sk_buff_ptr *to_free);
	struct sk_buff *(*dequeue)(struct Qdisc *sch);
	int (*init)(struct Qdisc *sch, struct nlattr *opt,
		    struct netlink_ext_ack *extack);
	void (*reset)(struct Qdisc *sch);
	void (*destroy)(struct Qdisc *sch);
};

KERNEL_TYPES_END

extern void bpf_kfree_skb(struct sk_buff *skb) __ksym;
extern void bpf_qdisc_skb_drop(struct sk_buff *skb,
			       struct bpf_sk_buff_ptr *to_free) __ksym;
extern void bpf_qdisc_bstats_update(struct Qdisc *sch,
				    const struct sk_buff *skb) __ksym;
extern void bpf_qdisc_watchdog_schedule(struct Qdisc *sch, __u64 expire,
					__u64 delta_ns) __ksym;

static long (*const bpf_map_delete_elem)(void *map, const void *key) =
	(void *)3;
static void *(*const bpf_kptr_xchg)(void *place, void *pointer) =
	(void *)194;

/* A place in a ring: a packet, how long it is, and when it came. */
struct slot {
	struct sk_buff __kptr *skb;
	__u64 came_at;
	__u32 bytes;
	__u32 padding;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, QUEUE_SLOTS * QUEUE_COUNT);
	__type(key, __u32);
	__type(value, struct slot);
} slots SEC(".maps");

/* An instance's queue. Both ends count on and on; the difference is what
 * waits. `law` is the discipline's own.
 */
struct queue {
	__u32 ring;
	__u32 head;
	__u32 tail;
	__u32 bytes;
	__u64 free_at;		/* when the line has sent what it got */
	__u32 waits;		/* for the line, with packets there */
	__u32 padding;
	__u64 law[4];
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, QUEUE_COUNT);
	__type(key, __u64);
	__type(value, struct queue);
} queues SEC(".maps");

/* Which rings are given away. */
static volatile __u64 taken[QUEUE_COUNT];

static __always_inline struct queue *queue_of(struct Qdisc *sch)
{
	__u64 key = (__u64)sch;

	return bpf_map_lookup_elem(&queues, &key);
}

static __always_inline struct slot *slot_of(const struct queue *queue,
					    __u32 place)
{
	__u32 key = queue->ring * QUEUE_SLOTS + place % QUEUE_SLOTS;

	return bpf_map_lookup_elem(&slots, &key);
}

static __always_inline __u32 queue_length(const struct queue *queue)
{
	return queue->tail - queue->head;
}

static int queue_make(struct Qdisc *sch)
{
	struct queue queue = {};
	__u64 key = (__u64)sch;
	__u32 ring;

	for (ring = 0; ring < QUEUE_COUNT; ring++) {
		if (__sync_val_compare_and_swap(&taken[ring], 0, 1) != 0)
			continue;
		queue.ring = ring;
		if (!bpf_map_update_elem(&queues, &key, &queue, 0))
			return 0;
		__sync_val_compare_and_swap(&taken[ring], 1, 0);
		break;
	}
	return -ENOSPC;
}

static void queue_unmake(struct Qdisc *sch)
{
	struct queue *queue = queue_of(sch);
	__u64 key = (__u64)sch;

	if (!queue)
		return;
	__sync_val_compare_and_swap(&taken[queue->ring % QUEUE_COUNT], 1, 0);
	bpf_map_delete_elem(&queues, &key);
}

static __always_inline __u32 packet_bytes(const struct sk_buff *skb)
{
	return ((const struct qdisc_skb_cb *)skb->cb)->pkt_len;
}

/* Put a packet at the end, or drop it where more than @limit bytes would
 * wait or the ring is full. The packet is gone either way.
 */
static __always_inline int queue_put(struct sk_buff *skb, struct Qdisc *sch,
				     struct bpf_sk_buff_ptr *to_free,
				     __u32 limit)
{
	struct queue *queue = queue_of(sch);
	__u32 bytes = packet_bytes(skb);
	struct slot *slot;
	struct sk_buff *old;

	if (!queue || queue_length(queue) >= QUEUE_SLOTS ||
	    queue->bytes + bytes > limit)
		goto drop;
	slot = slot_of(queue, queue->tail);
	if (!slot)
		goto drop;
	slot->bytes = bytes;
	slot->came_at = bpf_ktime_get_ns();
	old = bpf_kptr_xchg(&slot->skb, skb);
	if (old) /* never: the place was empty */
		bpf_qdisc_skb_drop(old, to_free);
	queue->tail++;
	queue->bytes += bytes;
	sch->q.qlen++;
	sch->qstats.backlog += bytes;
	return NET_XMIT_SUCCESS;
drop:
	sch->qstats.drops++;
	bpf_qdisc_skb_drop(skb, to_free);
	return NET_XMIT_DROP;
}

/* Take the packet at the front, and say when it came. */
static __always_inline struct sk_buff *
queue_take(struct queue *queue, struct Qdisc *sch, __u64 *came_at)
{
	struct slot *slot;
	struct sk_buff *skb;

	if (!queue_length(queue))
		return NULL;
	slot = slot_of(queue, queue->head);
	if (!slot)
		return NULL;
	skb = bpf_kptr_xchg(&slot->skb, NULL);
	queue->head++;
	queue->bytes -= slot->bytes;
	sch->q.qlen--;
	sch->qstats.backlog -= slot->bytes;
	*came_at = slot->came_at;
	return skb;
}

/* How late a timer may be and be made up for. */
#define LATENESS_MAX (3 * 1000000ULL)

/* Is the line free that takes @rate bits a second? If not, the kernel asks
 * again when it is. No shaper can stand above a discipline in BPF, and most
 * virtual devices never push back: so the discipline holds the rate itself,
 * and the queue is where it is managed.
 */
static __always_inline bool line_is_free(struct queue *queue,
					 struct Qdisc *sch, __u64 now,
					 __u64 rate)
{
	if (!rate || !queue_length(queue) ||
	    (__s64)(queue->free_at - now) <= 0)
		return true;
	queue->waits = 1;
	bpf_qdisc_watchdog_schedule(sch, queue->free_at, 0);
	return false;
}

/* Give the line a packet of @bytes. A line that was idle begins now; one
 * that was waited for had been free a little before the timer said so.
 */
static __always_inline void line_take(struct queue *queue, __u64 now,
				      __u64 rate, __u32 bytes)
{
	__u64 from = queue->waits ? now - LATENESS_MAX : now;

	if (!rate)
		return;
	if ((__s64)(queue->free_at - from) < 0)
		queue->free_at = from;
	queue->free_at += bytes * 8000000000ULL / rate;
	queue->waits = queue_length(queue) > 0;
}

static __always_inline void queue_empty(struct Qdisc *sch)
{
	struct queue *queue = queue_of(sch);
	struct sk_buff *skb;
	__u64 came_at;
	int turn;

	if (!queue)
		return;
	for (turn = 0; turn < QUEUE_SLOTS; turn++) {
		skb = queue_take(queue, sch, &came_at);
		if (!skb)
			break;
		bpf_kfree_skb(skb);
	}
	sch->q.qlen = 0;
	sch->qstats.backlog = 0;
}

#endif /* GRAFT_QDISC_BPF_H */
