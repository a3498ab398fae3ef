/* SPDX-License-Identifier: Apache-2.0 */
#define _GNU_SOURCE
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* CLOSE_RANGE_CLOEXEC, which the C library's headers name since 2.34 (Linux 5.11). */
#define CLOSE_ON_EXEC_RANGE 4U

#ifndef P_PIDFD
#define P_PIDFD 3
#endif

/* What TCPInfo.swift and TCPSocket.swift read by offset. */
_Static_assert(offsetof(struct tcp_info, tcpi_rtt) == 68, "tcp_info");
_Static_assert(offsetof(struct tcp_info, tcpi_pacing_rate) == 104, "tcp_info");
_Static_assert(offsetof(struct tcp_info, tcpi_delivery_rate) == 160, "tcp_info");
_Static_assert(offsetof(struct tcp_info, tcpi_snd_wnd) == 228, "tcp_info");
_Static_assert(sizeof(struct inet_diag_req_v2) == 56, "inet_diag_req_v2");
_Static_assert(sizeof(struct inet_diag_msg) == 72, "inet_diag_msg");
_Static_assert(offsetof(struct inet_diag_msg, idiag_inode) == 68, "inet_diag_msg");

const char *graft_errno_name(int error)
{
	return strerrorname_np(error);
}

const char *graft_errno_words(int error)
{
	const char *words = strerrordesc_np(error);

	return words ? words : "unknown error";
}

int graft_enter_network(int fd)
{
	return setns(fd, CLONE_NEWNET);
}

int graft_leave_network(void)
{
	return unshare(CLONE_NEWNET);
}

void graft_name_thread(const char *name)
{
	prctl(PR_SET_NAME, name, 0, 0, 0);
}

int graft_pidfd_open(pid_t pid)
{
	return syscall(SYS_pidfd_open, pid, 0);
}

int graft_pidfd_signal(int pidfd, int signal)
{
	return syscall(SYS_pidfd_send_signal, pidfd, signal, NULL, 0);
}

int graft_look(int pidfd, struct graft_ending *ending)
{
	siginfo_t found = {0};
	int status;

	do
		status = waitid(P_PIDFD, pidfd, &found, WEXITED | WNOHANG | WNOWAIT);
	while (status < 0 && errno == EINTR);
	if (status < 0)
		return -1;
	ending->ended = found.si_pid != 0;
	ending->signalled = ending->ended && found.si_code != CLD_EXITED;
	ending->value = found.si_status;
	return 0;
}

int graft_reap(int pidfd)
{
	siginfo_t found;
	int status;

	do
		status = waitid(P_PIDFD, pidfd, &found, WEXITED);
	while (status < 0 && errno == EINTR);
	return status;
}

/* The child until its exec. It shares the caller's memory (CLONE_VM), so it
 * may only make system calls, and tells of a failure by writing it here.
 */
struct birth {
	const struct graft_spawn *what;
	pid_t parent;
	uint32_t step;
	int error;
};

static int restore_signals(void)
{
	struct sigaction plain = { .sa_handler = SIG_DFL };
	struct sigaction found;
	sigset_t none;
	int number;

	for (number = 1; number < _NSIG; number++) {
		if (number == SIGKILL || number == SIGSTOP)
			continue;
		/* The C library keeps two for itself and refuses them. */
		if (sigaction(number, NULL, &found) < 0)
			continue;
		if (number == SIGPIPE || (found.sa_handler != SIG_DFL &&
					  found.sa_handler != SIG_IGN))
			sigaction(number, &plain, NULL);
	}
	sigemptyset(&none);
	return sigprocmask(SIG_SETMASK, &none, NULL);
}

static int place_streams(const int32_t streams[3])
{
	int32_t sources[3];
	int target;

	/* One that sits on 0 to 2 could be overwritten before its turn. */
	for (target = 0; target < 3; target++) {
		sources[target] = streams[target];
		if (sources[target] >= 0 && sources[target] < 3)
			sources[target] = fcntl(sources[target], F_DUPFD_CLOEXEC, 3);
		if (streams[target] >= 0 && sources[target] < 0)
			return -1;
	}
	for (target = 0; target < 3; target++)
		if (sources[target] >= 0 && dup2(sources[target], target) < 0)
			return -1;
	return 0;
}

/* The descriptors to carry, side by side from 3 on. All are moved out of the
 * way first: one may sit where another belongs.
 */
static int place_carried(const int32_t *carried, uint32_t count)
{
	int32_t sources[GRAFT_CARRIED_MAX];
	uint32_t at;

	if (count > GRAFT_CARRIED_MAX) {
		errno = E2BIG;
		return -1;
	}
	for (at = 0; at < count; at++) {
		sources[at] = fcntl(carried[at], F_DUPFD_CLOEXEC, 3 + (int)count);
		if (sources[at] < 0)
			return -1;
	}
	for (at = 0; at < count; at++)
		if (dup2(sources[at], 3 + (int)at) < 0)
			return -1;
	return 0;
}

static int join_group(const char *path)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t written;

	if (fd < 0)
		return -1;
	written = write(fd, "0\n", 2);
	close(fd);
	return written == 2 ? 0 : -1;
}

static int prepare(struct birth *birth)
{
	const struct graft_spawn *what = birth->what;
	const char *const *group;

	birth->step = GRAFT_SPAWN_PARENT;
	if (what->die_with_thread) {
		if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
			return -1;
		/* It may have ended before the line above. */
		if (getppid() != birth->parent) {
			errno = ESRCH;
			return -1;
		}
	}
	birth->step = GRAFT_SPAWN_GROUP;
	if (what->own_group && setpgid(0, 0) < 0)
		return -1;
	birth->step = GRAFT_SPAWN_CONTROL_GROUP;
	for (group = what->groups; group && *group; group++)
		if (join_group(*group) < 0)
			return -1;
	birth->step = GRAFT_SPAWN_NETWORK;
	if (what->network >= 0 && setns(what->network, CLONE_NEWNET) < 0)
		return -1;
	birth->step = GRAFT_SPAWN_DIRECTORY;
	if (what->directory && chdir(what->directory) < 0)
		return -1;
	birth->step = GRAFT_SPAWN_STREAMS;
	if (place_streams(what->streams) < 0)
		return -1;
	return place_carried(what->carried, what->carried_count);
}

static int be_born(void *argument)
{
	struct birth *birth = argument;

	if (prepare(birth) == 0) {
		birth->step = GRAFT_SPAWN_EXECUTE;
		/* Ours are close-on-exec; those that we were started with need
		 * not be. Marked, not closed: no thread shares this table.
		 */
		syscall(SYS_close_range, 3U + birth->what->carried_count, ~0U,
			CLOSE_ON_EXEC_RANGE);
		restore_signals();
		execve(birth->what->path, birth->what->arguments,
		       birth->what->environment);
	}
	birth->error = errno;
	_exit(127);
}

/* Room for the child's few frames; the caller's stack is in use. */
#define BIRTH_STACK (64 * 1024)

int graft_spawn(const struct graft_spawn *what, struct graft_spawned *spawned)
{
	struct birth birth = { .what = what, .parent = getpid() };
	sigset_t all, before;
	int pidfd = -1;
	char *stack;
	pid_t pid;

	spawned->step = GRAFT_SPAWN_CLONE;
	stack = mmap(NULL, BIRTH_STACK, PROT_READ | PROT_WRITE,
		     MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (stack == MAP_FAILED)
		return -1;
	/* No handler of ours may run in the child while it shares our memory. */
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	pid = clone(be_born, stack + BIRTH_STACK,
		    CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &birth, &pidfd);
	if (pid < 0)
		birth.error = errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	munmap(stack, BIRTH_STACK);
	if (pid > 0 && birth.error) {
		spawned->step = birth.step;
		graft_reap(pidfd);
		close(pidfd);
	}
	if (birth.error) {
		errno = birth.error;
		return -1;
	}
	spawned->pid = pid;
	spawned->pidfd = pidfd;
	return 0;
}

int graft_pipe(int ends[2])
{
	return pipe2(ends, O_CLOEXEC);
}

ssize_t graft_write(int fd, const void *bytes, size_t count)
{
	static const struct timespec at_once;
	sigset_t pipe, before, pending;
	ssize_t written;
	int error;

	/* One that was pending before is not ours to swallow. */
	sigemptyset(&pipe);
	sigaddset(&pipe, SIGPIPE);
	sigpending(&pending);
	pthread_sigmask(SIG_BLOCK, &pipe, &before);
	written = write(fd, bytes, count);
	error = errno;
	if (written < 0 && error == EPIPE && !sigismember(&pending, SIGPIPE))
		while (sigtimedwait(&pipe, NULL, &at_once) < 0 && errno == EINTR)
			;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	errno = error;
	return written;
}

int graft_socket_pair(int ends[2])
{
	return socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends);
}

static int unix_address(struct sockaddr_un *address, const char *path)
{
	*address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof(address->sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address->sun_path, path);
	return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static int closing(int fd)
{
	int error = errno;

	close(fd);
	errno = error;
	return -1;
}

int graft_listen(const char *path)
{
	struct sockaddr_un address;
	int fd = unix_address(&address, path);

	if (fd < 0)
		return -1;
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 ||
	    listen(fd, 1) < 0)
		return closing(fd);
	return fd;
}

int graft_connect(const char *path)
{
	struct sockaddr_un address;
	int fd = unix_address(&address, path);

	if (fd < 0)
		return -1;
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) < 0)
		return closing(fd);
	return fd;
}

int graft_memory_file(const char *name)
{
	return memfd_create(name, MFD_CLOEXEC);
}
