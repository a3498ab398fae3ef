/* SPDX-License-Identifier: GPL-2.0-only */
/* ecn_mark: marks packets (ECN, CE) before a queue is full, not after.
 *
 * It stands at tcx egress, in front of a device's queue, and cannot see that
 * queue. So it keeps one of its own that is only a number: bytes go in with
 * each packet, and run out at a rate. A packet that finds more than a
 * threshold in it is marked, if its ends speak ECN; it is never dropped or
 * held. With a rate a little below that of the queue behind, the number runs
 * ahead of the true queue, and the marks keep that one short (a phantom
 * queue); with a higher one it would stay empty and mark nothing.
 *
 * What the queue behind drops went into the number all the same. It is capped
 * so that it does not stay full for long when that happens.
 *
 * A super-packet is many packets of the wire and gets one mark, which all of
 * its segments then carry. Were it marked whenever its last byte lies above
 * the threshold, a burst would look like a queue; were only its first byte
 * asked, it would go by unseen. It is marked with a chance of as many parts
 * as lie above, so that the share of marked bytes is that of a queue which
 * sees segments. That share is what DCTCP reads.
 */
#include "counter.bpf.h"
#include "knob.bpf.h"
#include "net.bpf.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

const volatile __u64 rate
	KNOB("bytes that run out of the virtual queue in a second; set it a few "
	     "percent below the rate of the queue behind",
	     16000, 125000000000) = 125000000;
const volatile __u64 threshold
	KNOB("bytes in the virtual queue above which packets are marked",
	     0, 1000000000) = 200000;
const volatile __u64 threshold_us
	KNOB("the same in microseconds at the rate; 0: by bytes",
	     0, 10000000) = 0;
const volatile __u64 cap
	KNOB("bytes that the virtual queue holds at most: those of the queue "
	     "behind; 0: twice the threshold, and 64 kB at least",
	     0, 4000000000) = 0;

/* What went by. */
enum event {
	packets,	/* as the kernel hands them on: a super-packet is one */
	bytes,		/* of the wire */
	marks,		/* packets that were marked, or were before */
	marked_bytes,	/* of the wire */
	not_capable,	/* above the threshold, but without ECN */
	capped,		/* found the virtual queue full */
	EVENTS,
};

COUNTERS(enum event, EVENTS);

/* The moment at which the virtual queue will be empty, in ns: the one number
 * that several processors change.
 */
__u64 empty_at;

#define SECOND 1000000000ULL
#define LEAST_CAP 65536ULL

/* A processor that loses this often to others leaves its packet out. */
#define ATTEMPTS 8

static __always_inline __u64 time_of(__u64 size)
{
	return size * SECOND / rate;
}

static __always_inline __u64 threshold_time(void)
{
	return threshold_us ? threshold_us * 1000 : time_of(threshold);
}

static __always_inline __u64 cap_time(void)
{
	if (cap)
		return time_of(cap);
	return max(2 * threshold_time(), time_of(LEAST_CAP));
}

/* Put @cost into the queue; answers what was in it before. */
static __always_inline __u64 enqueue(__u64 now, __u64 cost)
{
	__u64 most = now + cap_time();
	__u64 before, start, end;
	int attempt;

	for (attempt = 0; attempt < ATTEMPTS; attempt++) {
		before = *(volatile __u64 *)&empty_at;
		start = max(before, now);
		end = min(start + cost, max(start, most));
		if (__sync_val_compare_and_swap(&empty_at, before, end) ==
		    before)
			break;
	}
	if (start + cost > most)
		count(capped);
	return start - now;
}

/* Is this one of those to be marked: all of it above the threshold, or a part
 * of it and chance says so?
 */
static __always_inline bool is_above(__u64 found, __u64 cost)
{
	__u64 limit = threshold_time();
	__u64 above;

	if (found + cost <= limit)
		return false;
	if (found >= limit)
		return true;
	above = found + cost - limit;
	return (__u64)bpf_get_prandom_u32() * cost < above << 32;
}

SEC("tcx/egress")
int ecn_mark(struct __sk_buff *skb)
{
	__u64 size = skb->wire_len;
	__u64 cost = time_of(size);
	__u64 found = enqueue(bpf_ktime_get_ns(), cost);

	count(packets);
	count_more(bytes, size);
	if (!is_above(found, cost))
		return TCX_NEXT;
	if (bpf_skb_ecn_set_ce(skb)) {
		count(marks);
		count_more(marked_bytes, size);
	} else {
		count(not_capable);
	}
	return TCX_NEXT;
}
