/* SPDX-License-Identifier: GPL-2.0-only */
/* codel: drop when packets have waited too long for too long (RFC 8289).
 *
 * A queue that empties now and then does its work; one that always holds
 * packets only delays them. So what counts is the time that each packet
 * waited. Once it has stayed above @target_us for @interval_us, the packet
 * at the front is dropped, and then another after interval / sqrt(n), for
 * the nth in a row: TCP's rate falls with the square root of its losses, so
 * that lets the load fall evenly. One short wait ends it.
 *
 * Where it stops and soon starts again, it goes on near the rate of dropping
 * that held the queue last time (section 5.4 of the RFC).
 */
#include "qdisc.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

const volatile __u32 limit_bytes
	KNOB("bytes that may wait; the ring holds 1024 packets at most",
	     1514, 1000000000) = 10000000;
const volatile __u64 rate
	KNOB("bits a second that leave at most; 0: as many as the device takes",
	     0, 100000000000) = 0;
const volatile __u32 target_us
	KNOB("a wait that is taken for granted, in us", 1, 1000000) = 5000;
const volatile __u32 interval_us
	KNOB("how long waits must be longer before a drop, in us",
	     1, 10000000) = 100000;

volatile __u64 law_drops;	/* dropped for their wait */

/* A queue of less than a packet cannot be shortened. */
#define MTU 1514

/* Drops in one turn of dequeue, at most: the verifier wants an end. Behind
 * by more, it goes on with the next packet that is asked for.
 */
#define BURST 32

#define NSEC_PER_USEC 1000ULL

/* What CoDel remembers, in the room that a queue has for it. */
struct codel {
	__u64 first_above;	/* when waits will have been long for long */
	__u64 drop_next;
	__u32 count;		/* drops in a row */
	__u32 last_count;	/* what it was when dropping began last */
	__u32 dropping;
	__u32 padding;
};

_Static_assert(sizeof(struct codel) <= sizeof(((struct queue *)0)->law),
	       "a queue has no more room");

static __always_inline bool time_before(__u64 a, __u64 b)
{
	return (__s64)(a - b) < 0;
}

/* The root of @n, in 1/256: by Newton, from above. */
static __u32 root(__u32 n)
{
	__u64 square = (__u64)n << 16;
	__u64 guess = (__u64)(n < 256 ? 16 : 256) << 8;
	int turn;

	if (n > 65536)
		guess = (__u64)n << 8 >> 8;
	for (turn = 0; turn < 12; turn++)
		guess = (guess + square / (guess ?: 1)) / 2;
	return guess;
}

/* When the next drop is due after one at @then. */
static __always_inline __u64 control_law(__u64 then, __u32 count)
{
	__u64 interval = interval_us * NSEC_PER_USEC;

	return then + (interval << 8) / (root(count) ?: 256);
}

/* Has the wait been too long for too long, now that a packet leaves that
 * came at @came_at?
 */
static __always_inline bool too_long(struct codel *codel,
				     const struct queue *queue, __u64 came_at,
				     __u64 now)
{
	if (now - came_at < target_us * NSEC_PER_USEC || queue->bytes <= MTU) {
		codel->first_above = 0;
		return false;
	}
	if (!codel->first_above) {
		codel->first_above = now + interval_us * NSEC_PER_USEC;
		return false;
	}
	return !time_before(now, codel->first_above);
}

static __always_inline void drop(struct sk_buff *skb, struct Qdisc *sch)
{
	bpf_kfree_skb(skb);
	sch->qstats.drops++;
	COUNT(law_drops);
}

/* Begin to drop: the first of a row, or nearly where the last row ended. */
static __always_inline void begin(struct codel *codel, __u64 now)
{
	__u32 delta = codel->count - codel->last_count;
	__u64 recent = 16 * interval_us * NSEC_PER_USEC;

	codel->dropping = 1;
	codel->count = 1;
	if (delta > 1 && time_before(now - codel->drop_next, recent))
		codel->count = delta;
	codel->last_count = codel->count;
	codel->drop_next = control_law(now, codel->count);
}

SEC("struct_ops")
int BPF_PROG(codel_enqueue, struct sk_buff *skb, struct Qdisc *sch,
	     struct bpf_sk_buff_ptr *to_free)
{
	return queue_put(skb, sch, to_free, limit_bytes);
}

SEC("struct_ops")
struct sk_buff *BPF_PROG(codel_dequeue, struct Qdisc *sch)
{
	struct queue *queue = queue_of(sch);
	__u64 now = bpf_ktime_get_ns();
	struct codel *codel;
	struct sk_buff *skb;
	__u64 came_at;
	bool is_long;
	int turn;

	if (!queue || !line_is_free(queue, sch, now, rate))
		return NULL;
	codel = (struct codel *)queue->law;
	for (turn = 0; turn < BURST; turn++) {
		skb = queue_take(queue, sch, &came_at);
		if (!skb) {
			codel->first_above = 0;
			codel->dropping = 0;
			return NULL;
		}
		is_long = too_long(codel, queue, came_at, now);
		if (!is_long)
			codel->dropping = 0;
		if (codel->dropping) {
			if (time_before(now, codel->drop_next))
				break;
			codel->count++;
			codel->drop_next = control_law(codel->drop_next,
						       codel->count);
		} else if (is_long) {
			begin(codel, now);
		} else {
			break;
		}
		if (turn == BURST - 1)
			break;
		drop(skb, sch);
	}
	line_take(queue, now, rate, packet_bytes(skb));
	bpf_qdisc_bstats_update(sch, skb);
	return skb;
}

SEC("struct_ops")
int BPF_PROG(codel_init, struct Qdisc *sch, struct nlattr *opt __unused,
	     struct netlink_ext_ack *extack __unused)
{
	return queue_make(sch);
}

SEC("struct_ops")
void BPF_PROG(codel_reset, struct Qdisc *sch)
{
	queue_empty(sch);
}

SEC("struct_ops")
void BPF_PROG(codel_destroy, struct Qdisc *sch)
{
	queue_unmake(sch);
}

SEC(".struct_ops.link")
struct Qdisc_ops codel = {
	.enqueue	= (void *)codel_enqueue,
	.dequeue	= (void *)codel_dequeue,
	.init		= (void *)codel_init,
	.reset		= (void *)codel_reset,
	.destroy	= (void *)codel_destroy,
	.id		= "bpf_codel",
};
