/* SPDX-License-Identifier: Apache-2.0 */
/* packets.h: the packets that the benchmarks send and have judged. */
#ifndef GRAFT_BENCH_PACKETS_H
#define GRAFT_BENCH_PACKETS_H

#include <stddef.h>
#include <string.h>

struct packet {
	const char *name;
	size_t size;
	unsigned char bytes[128];
};

#define ETHERNET(high, low) 2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1, high, low
#define IPV4(first, total, protocol)					\
	first, 0, 0, total, 0, 1, 0, 0, 64, protocol, 0, 0,		\
	10, 0, 0, 1, 10, 0, 0, 2
#define IPV6(payload, next)						\
	0x60, 0, 0, 0, 0, payload, next, 64,				\
	0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,		\
	0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2
#define TCP								\
	0x30, 0x39, 0, 80, 0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x10, 1, 0,	\
	0, 0, 0, 0

static const struct packet packets[] = {
	{ "tcp4", 54, { ETHERNET(8, 0), IPV4(0x45, 40, 6), TCP } },
	{ "tcp6", 74, { ETHERNET(0x86, 0xdd), IPV6(20, 6), TCP } },
	{ "ipip", 74, { ETHERNET(8, 0), IPV4(0x45, 60, 4), IPV4(0x45, 40, 6), TCP } },
	{ "gre", 78, { ETHERNET(8, 0), IPV4(0x45, 64, 47), 0, 0, 8, 0,
		       IPV4(0x45, 40, 6), TCP } },
	/* Its header says that it has no bytes. */
	{ "evil", 74, { ETHERNET(8, 0), IPV4(0x45, 60, 4), IPV4(0x40, 40, 4), TCP } },
};

static inline const struct packet *packet_named(const char *name)
{
	size_t index;

	for (index = 0; index < sizeof(packets) / sizeof(packets[0]); index++)
		if (!strcmp(packets[index].name, name))
			return &packets[index];
	return NULL;
}

#endif
