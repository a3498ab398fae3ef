/* SPDX-License-Identifier: GPL-2.0-only */
/* chooser.h: the rules as user space writes them and the program reads them. */
#ifndef GRAFT_CHOOSER_H
#define GRAFT_CHOOSER_H

#define CHOOSER_NAME_SIZE 16

/* The bits before the address; they always count. */
#define CHOOSER_FIXED_BITS 32
#define CHOOSER_BITS (CHOOSER_FIXED_BITS + 128)

enum {
	CHOOSER_V4 = 4,
	CHOOSER_V6 = 6,
};

struct chooser_key {
	__u32 bits;		/* how many of those that follow count */
	__u16 port;		/* the service's, in host order; 0: any */
	__u16 family;		/* CHOOSER_V4 or CHOOSER_V6 */
	__u32 address[4];	/* the peer's; IPv4 as ::ffff:a.b.c.d */
};

/* chooser_rule.flags */
enum {
	CHOOSER_NEEDS_ECN = 1,
};

struct chooser_rule {
	char name[CHOOSER_NAME_SIZE];
	__u32 flags;
};

#endif /* GRAFT_CHOOSER_H */
