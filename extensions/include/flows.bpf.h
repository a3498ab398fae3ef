/* SPDX-License-Identifier: GPL-2.0-only */
/* flows.bpf.h: which flow of a run a socket belongs to.
 *
 * For graft's own instruments. A flow of a testbed has a data port of its
 * own, and is looked at from one end, in that end's network namespace. An
 * instrument is told both before it is attached, and then asks flow_of().
 */
#ifndef GRAFT_FLOWS_BPF_H
#define GRAFT_FLOWS_BPF_H

#include "tcp.bpf.h"

#define FLOW_PLACES 32

/* A namespace, and whose end it is. */
struct flow_place {
	__u32 inode;		/* of its file in /proc/PID/ns; 0: the last */
	__u32 is_server;	/* the data port is the local one there */
};

struct flow_order {
	__u32 first_port;
	__u32 last_port;
	struct flow_place places[FLOW_PLACES];
};

/* Which sockets. Written before the program is attached. */
volatile struct flow_order order;

KERNEL_TYPES_BEGIN

struct ns_common {
	unsigned int inum;
};

struct net {
	struct ns_common ns;
};

typedef struct {
	struct net *net;
} possible_net_t;

/* sock_common once more, with what only this reads. */
struct sock_common___placed {
	possible_net_t skc_net;
};

KERNEL_TYPES_END

/* The flow that a socket is the watched end of, or -1. */
static __always_inline int flow_of(const struct sock *sk)
{
	const struct sock_common *common = &sk->__sk_common;
	const struct sock_common___placed *placed = (const void *)common;
	__u32 inode = placed->skc_net.net->ns.inum;
	__u32 port;
	int i;

	for (i = 0; i < FLOW_PLACES; i++) {
		if (!order.places[i].inode)
			return -1;
		if (order.places[i].inode != inode)
			continue;
		port = order.places[i].is_server ?
			common->skc_num : bpf_ntohs(common->skc_dport);
		/* A datagram socket that is not connected has the data port
		 * at both ends.
		 */
		if (!port)
			port = common->skc_num;
		if (port < order.first_port || port > order.last_port)
			return -1;
		return port - order.first_port;
	}
	return -1;
}

#endif /* GRAFT_FLOWS_BPF_H */
