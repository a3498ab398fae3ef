// SPDX-License-Identifier: Apache-2.0
/* connections: opens TCP connections that use a congestion control, and holds them.
 *
 *	connections ALGORITHM COUNT
 *
 * In a network namespace of its own that ends with it, over loopback. The
 * connecting ends use ALGORITHM, the accepting ends the default. It says "ready",
 * and ends when its input does, or with the process that started it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int check(int status, const char *attempt)
{
	if (status >= 0)
		return status;
	fprintf(stderr, "connections: %s: %s\n", attempt, strerror(errno));
	exit(1);
}

static void enter_new_namespace(void)
{
	struct ifreq loopback = {.ifr_name = "lo", .ifr_flags = IFF_UP};
	int probe;

	check(unshare(CLONE_NEWNET), "make a network namespace");
	probe = check(socket(AF_INET, SOCK_DGRAM, 0), "socket");
	check(ioctl(probe, SIOCSIFFLAGS, &loopback), "bring up loopback");
	close(probe);
}

/* For one end of each connection; the other has a process of its own, since not
 * every root may raise the limit.
 */
static void allow_descriptors(rlim_t count)
{
	struct rlimit limit;

	check(getrlimit(RLIMIT_NOFILE, &limit), "ask for the limit of open files");
	limit.rlim_cur = count;
	if (limit.rlim_max < count)
		limit.rlim_max = count;
	check(setrlimit(RLIMIT_NOFILE, &limit), "raise the limit of open files");
}

static int open_socket(void)
{
	struct linger at_once = {.l_onoff = 1};
	int opened = check(socket(AF_INET, SOCK_STREAM, 0), "socket");

	/* No TIME_WAIT: the namespace ends with us. Accepted sockets inherit it. */
	setsockopt(opened, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	return opened;
}

static pid_t start_accepting(int listener)
{
	pid_t parent = getpid(), child = check(fork(), "fork");

	if (child)
		return child;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	while (getppid() == parent)
		check(accept(listener, NULL, NULL), "accept");
	_exit(0);
}

int main(int argument_count, char **words)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr = {htonl(INADDR_LOOPBACK)}};
	socklen_t size = sizeof(address);
	const char *algorithm = words[1];
	int count, listener;
	pid_t accepting;
	char letter;

	count = argument_count == 3 ? atoi(words[2]) : 0;
	if (count < 1 || count > 28000) {
		fputs("usage: connections ALGORITHM COUNT (at most 28000)\n", stderr);
		return 2;
	}
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	allow_descriptors(count + 64);
	enter_new_namespace();
	listener = open_socket();
	check(bind(listener, (void *)&address, sizeof(address)), "bind");
	check(listen(listener, SOMAXCONN), "listen");
	check(getsockname(listener, (void *)&address, &size), "ask for the port");
	accepting = start_accepting(listener);
	for (int i = 0; i < count; i++) {
		int near = open_socket();

		check(setsockopt(near, IPPROTO_TCP, TCP_CONGESTION, algorithm,
				 strlen(algorithm)), algorithm);
		check(connect(near, (void *)&address, sizeof(address)), "connect");
	}
	puts("ready");
	fflush(stdout);
	while (read(STDIN_FILENO, &letter, 1) > 0)
		;
	kill(accepting, SIGKILL);
	waitpid(accepting, NULL, 0);
	return 0;
}
