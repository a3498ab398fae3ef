/* SPDX-License-Identifier: GPL-2.0-only */
/* ring.bpf.h: events on their way to user space, through a ring.
 *
 * What finds no room is counted in `lost`, and nothing waits for it:
 *
 *	EVENTS(1 << 22);
 *	...
 *	struct my_event *event = event_begin(sizeof(*event));
 *
 *	if (!event)
 *		return 0;
 *	event->ns = bpf_ktime_get_ns();
 *	event_end(event, 0);
 */
#ifndef GRAFT_RING_BPF_H
#define GRAFT_RING_BPF_H

#include "bpf.bpf.h"

#define BPF_MAP_TYPE_RINGBUF 27

/* For event_end(): whoever empties the ring looks by himself now and then. */
#define BPF_RB_NO_WAKEUP 1

static void *(*const bpf_ringbuf_reserve)(void *ring, __u64 size,
					  __u64 flags) = (void *)131;
static void (*const bpf_ringbuf_submit)(void *data, __u64 flags) =
	(void *)132;

/* One ring an object, of a power of two of bytes. */
#define EVENTS(bytes)							\
	volatile __u64 lost;						\
									\
	struct {							\
		__uint(type, BPF_MAP_TYPE_RINGBUF);			\
		__uint(max_entries, bytes);				\
	} events SEC(".maps");						\
									\
	static __always_inline void *event_begin(__u64 size)		\
	{								\
		void *event = bpf_ringbuf_reserve(&events, size, 0);	\
									\
		if (!event)						\
			__sync_fetch_and_add(&lost, 1);			\
		return event;						\
	}								\
	static __always_inline void event_end(void *event, __u64 flags)	\
	{								\
		bpf_ringbuf_submit(event, flags);			\
	}								\
	_Static_assert((bytes) > 0, "a ring has room")

#endif /* GRAFT_RING_BPF_H */
