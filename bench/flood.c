// SPDX-License-Identifier: Apache-2.0
/* flood: sends one packet over and over out of a device, from one processor.
 *
 *	flood DEVICE PACKET SECONDS
 *
 * Prints "per_second": the packets that the device took, in a second of this
 * thread's own processor time, so that neighbours do not count. Out of a veth
 * they are received between two sends, in the same time: the figure is that of
 * one processor for both ends.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "packets.h"

enum { BATCH = 64 };

static void fail(const char *what)
{
	fprintf(stderr, "flood: %s: %s\n", what, strerror(errno));
	exit(1);
}

static double now(clockid_t clock)
{
	struct timespec time;

	clock_gettime(clock, &time);
	return time.tv_sec + time.tv_nsec / 1e9;
}

static int open_device(const char *name)
{
	struct sockaddr_ll address = { .sll_family = AF_PACKET };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	int on = 1;

	address.sll_ifindex = if_nametoindex(name);
	if (fd < 0 || !address.sll_ifindex)
		fail("open the device");
	if (setsockopt(fd, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof(on)))
		fail("pass by the qdisc");
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)))
		fail("bind to the device");
	return fd;
}

static void stay_on_one_processor(void)
{
	cpu_set_t one;

	CPU_ZERO(&one);
	CPU_SET(sched_getcpu(), &one);
	if (sched_setaffinity(0, sizeof(one), &one))
		fail("stay on one processor");
}

int main(int count, char **words)
{
	const struct packet *packet = count == 4 ? packet_named(words[2]) : NULL;
	struct mmsghdr messages[BATCH] = { 0 };
	struct iovec content;
	unsigned long sent = 0;
	double begin, end;
	int fd, index;

	errno = EINVAL;
	if (!packet)
		fail("usage: DEVICE PACKET SECONDS");
	content.iov_base = (void *)packet->bytes;
	content.iov_len = packet->size;
	for (index = 0; index < BATCH; index++) {
		messages[index].msg_hdr.msg_iov = &content;
		messages[index].msg_hdr.msg_iovlen = 1;
	}
	stay_on_one_processor();
	fd = open_device(words[1]);
	begin = now(CLOCK_THREAD_CPUTIME_ID);
	end = now(CLOCK_MONOTONIC) + atof(words[3]);
	while (now(CLOCK_MONOTONIC) < end) {
		int taken = sendmmsg(fd, messages, BATCH, 0);

		/* A full ring empties by itself. */
		if (taken < 0 && errno != ENOBUFS && errno != EAGAIN)
			fail("send");
		sent += taken > 0 ? taken : 0;
	}
	printf("\"per_second\": %.0f\n", sent / (now(CLOCK_THREAD_CPUTIME_ID) - begin));
	return 0;
}
