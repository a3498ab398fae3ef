/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "packets.h"

#include <errno.h>
#include <linux/netfilter/nfnetlink_queue.h>
#include <linux/netlink.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* What PacketQueue.swift reads and writes by offset. */
_Static_assert(sizeof(struct nlmsghdr) == 16, "nlmsghdr");
_Static_assert(sizeof(struct nfqnl_msg_packet_hdr) == 7, "packet_hdr");
_Static_assert(sizeof(struct nfqnl_msg_packet_timestamp) == 16, "timestamp");
_Static_assert(sizeof(struct nfqnl_msg_verdict_hdr) == 8, "verdict_hdr");

/* More descriptors than one thread waits for. */
#define MOST_DESCRIPTORS 64

static struct timespec timespec_of(int64_t nanoseconds)
{
	struct timespec time = {
		.tv_sec = nanoseconds / 1000000000,
		.tv_nsec = nanoseconds % 1000000000,
	};

	return time;
}

int graft_receive_many(int fd, void *room, uint32_t size, uint32_t *lengths)
{
	struct mmsghdr messages[GRAFT_MESSAGES];
	struct iovec places[GRAFT_MESSAGES];
	int count, n;

	memset(messages, 0, sizeof(messages));
	for (n = 0; n < GRAFT_MESSAGES; n++) {
		places[n].iov_base = (char *)room + (size_t)n * size;
		places[n].iov_len = size;
		messages[n].msg_hdr.msg_iov = &places[n];
		messages[n].msg_hdr.msg_iovlen = 1;
	}
	count = recvmmsg(fd, messages, GRAFT_MESSAGES, MSG_DONTWAIT, NULL);
	for (n = 0; n < count; n++)
		lengths[n] = messages[n].msg_len;
	return count;
}

int graft_wait_readable(const int32_t *descriptors, uint32_t count,
			int64_t nanoseconds)
{
	struct pollfd watched[MOST_DESCRIPTORS];
	struct timespec limit = timespec_of(nanoseconds < 0 ? 0 : nanoseconds);
	uint32_t n;

	if (count > MOST_DESCRIPTORS) {
		errno = EINVAL;
		return -1;
	}
	for (n = 0; n < count; n++) {
		watched[n].fd = descriptors[n];
		watched[n].events = POLLIN;
	}
	return ppoll(watched, count, nanoseconds < 0 ? NULL : &limit, NULL);
}

int graft_run_first(int priority)
{
	struct sched_param wish = { .sched_priority = priority };

	return sched_setscheduler(0, SCHED_FIFO | SCHED_RESET_ON_FORK, &wish);
}

int graft_wake_exactly(void)
{
	return prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0);
}

static void fill_interruptions(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGHUP);
}

int graft_await_interruption(int64_t nanoseconds)
{
	struct timespec limit = timespec_of(nanoseconds);
	sigset_t set;
	int number;

	fill_interruptions(&set);
	number = sigtimedwait(&set, NULL, &limit);
	if (number < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	return number;
}

int graft_block_interruptions(void)
{
	sigset_t set;
	int error;

	fill_interruptions(&set);
	error = pthread_sigmask(SIG_BLOCK, &set, NULL);
	if (error) {
		errno = error;
		return -1;
	}
	return 0;
}

int graft_stamp_arrivals(void)
{
	int on = 1;
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int error;

	if (fd < 0)
		return -1;
	/* The socket receives nothing: that it wants stamps is enough. */
	if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof(on)) < 0) {
		error = errno;
		close(fd);
		errno = error;
		return -1;
	}
	return fd;
}

int graft_device_mtu(const char *device)
{
	struct ifreq asked = {0};
	int fd, status, error;

	if (strlen(device) >= sizeof(asked.ifr_name)) {
		errno = ENODEV;
		return -1;
	}
	strcpy(asked.ifr_name, device);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	status = ioctl(fd, SIOCGIFMTU, &asked);
	error = errno;
	close(fd);
	errno = error;
	return status < 0 ? -1 : asked.ifr_mtu;
}
