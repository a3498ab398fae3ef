/* SPDX-License-Identifier: GPL-2.0-only */
/* counter.bpf.h: counts of what happens often, one row per CPU.
 *
 * A program that counts packets must not share a cache line with the other
 * CPUs; COUNT() of knob.bpf.h does, and is for what is rare. Here every CPU
 * has numbers of its own, and whoever reads them adds them up.
 *
 * The counters are the enumerators of one enum, and people read their names:
 *
 *	enum reason { passed, header_short, REASONS };
 *	COUNTERS(enum reason, REASONS);
 *	...
 *	count(header_short);
 *
 * `graft list` knows them by the shape of the map alone: a per-CPU array
 * whose key is an enum and whose value is a __u64. The last enumerator, the
 * number of them, is no key and so no counter.
 */
#ifndef GRAFT_COUNTER_BPF_H
#define GRAFT_COUNTER_BPF_H

#include "bpf.bpf.h"

/* One set an object. A count may lose a step where an interrupt counts the
 * same thing in the middle of it: these are figures, not an account.
 */
#define COUNTERS(kind, number)						\
	struct {							\
		__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);		\
		__uint(max_entries, number);				\
		__type(key, kind);					\
		__type(value, __u64);					\
	} counters SEC(".maps");					\
									\
	static __always_inline void count_more(kind which, __u64 more)	\
	{								\
		__u64 *counter = bpf_map_lookup_elem(&counters, &which);\
									\
		if (counter)						\
			*counter += more;				\
	}								\
	static __always_inline void count(kind which)			\
	{								\
		count_more(which, 1);					\
	}								\
	_Static_assert(sizeof(kind) == sizeof(__u32),			\
		       "the key of an array has four bytes")

#endif /* GRAFT_COUNTER_BPF_H */
