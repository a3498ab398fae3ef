/* SPDX-License-Identifier: GPL-2.0-only */
/* transactions.h: what transactions.bpf.c writes.
 *
 * Fixed widths, no implicit padding, host byte order.
 */
#ifndef GRAFT_TRANSACTIONS_H
#define GRAFT_TRANSACTIONS_H

#ifndef __bpf__
#include <linux/types.h>
#endif

/* One for each transaction that has ended. */
struct transaction_event {
	__u64 ns;		/* bpf_ktime_get_ns when its answer was there */
	__u64 took_ns;
	__u32 flow;		/* its data port, less first_port */
	__u32 by_connect;	/* began with a connection of its own */
};

#endif /* GRAFT_TRANSACTIONS_H */
