/* SPDX-License-Identifier: GPL-2.0-only */
/* sockets.h: what sockets.bpf.c and its user space hand to each other.
 *
 * Fixed widths, no implicit padding, host byte order but where it says
 * network. An address is 16 bytes: IPv6, or an IPv4 one in its first four.
 */
#ifndef GRAFT_SOCKETS_H
#define GRAFT_SOCKETS_H

#ifndef __bpf__
#include <linux/types.h>
#endif

#define SOCKETS_NAME_SIZE 16
#define SOCKETS_REFUSED_KEPT 16

/* Key of `counts`; the value is a __u64. Zeroed bytes everywhere else. */
struct sockets_key {
	__u64 ops;		/* icsk_ca_ops, a kernel address */
	__u32 state;		/* TCP_ESTABLISHED = 1, TCP_LISTEN = 10, ... */
	__u32 family;		/* AF_INET or AF_INET6 */
};

/* Value of `names`; the key is the __u64 ops. */
struct sockets_name {
	char name[SOCKETS_NAME_SIZE];
};

/* What `move` is asked to do: in `order`, written before its iterator is
 * read. Zero in a filter means any.
 */
struct sockets_order {
	char name[SOCKETS_NAME_SIZE];	/* zero-padded */
	__u64 wanted_ops;	/* sockets that have it are left alone */
	__u8 remote[16];	/* network order */
	__u32 remote_bits;	/* prefix length */
	__u32 family;		/* of remote; needed if remote_bits is not 0 */
	__u16 local_port;
	__u16 remote_port;
	__u8 listeners;		/* 1: sockets in LISTEN too */
	__u8 connections;	/* 1: sockets in any other state but CLOSE */
	__u8 unused[2];
};

struct sockets_refused {
	__u8 local[16];		/* network order */
	__u8 remote[16];
	__u16 local_port;
	__u16 remote_port;
	__u32 family;
	__u32 state;
	__s32 error;		/* an errno, positive */
};

/* What became of it: in `outcome`, zeroed by user space before each read. */
struct sockets_outcome {
	__u64 moved;
	__u64 already;		/* they have wanted_ops: nothing to do */
	__u64 filtered;		/* right name, but not in the filter */
	__u64 locked;		/* EPERM: a route's `congctl lock` */
	__u64 refused;		/* any other error */
	/* The first of the locked and refused. */
	struct sockets_refused first[SOCKETS_REFUSED_KEPT];
};

/* What `tables` writes for each struct_ops map, one after the other. */
struct sockets_table {
	__u32 map_id;
	__u32 value_type_id;	/* of its value, in the kernel's BTF */
	__u64 ops;		/* what icsk_ca_ops holds, where it is used */
	char name[SOCKETS_NAME_SIZE];	/* of the map */
};

#endif /* GRAFT_SOCKETS_H */
