/* SPDX-License-Identifier: Apache-2.0 */
/* What the system offers and Swift cannot say: GNU extensions, variadic
 * calls, and the birth of a child process, which may run no Swift.
 *
 * No _GNU_SOURCE here: the importer reads this header with its own flags.
 * Unless it says otherwise, a function answers -1 and sets errno.
 */
#ifndef GRAFT_SYSTEM_H
#define GRAFT_SYSTEM_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* The symbolic name of an errno ("ENOENT"), or NULL for an unknown one. */
const char *graft_errno_name(int error);

/* The words for an errno, in the C locale; never NULL. */
const char *graft_errno_words(int error);

/* Move the calling thread into the network namespace behind @fd. */
int graft_enter_network(int fd);

/* Move the calling thread into a new network namespace. */
int graft_leave_network(void);

/* Name the calling thread; the kernel keeps 15 bytes. */
void graft_name_thread(const char *name);

/* A descriptor for the process @pid, close-on-exec. */
int graft_pidfd_open(pid_t pid);

int graft_pidfd_signal(int pidfd, int signal);

/* How a process ended. */
struct graft_ending {
	int32_t ended;		/* 0: it still runs */
	int32_t signalled;	/* 1: by a signal */
	int32_t value;		/* exit code or signal */
};

/* Look whether the child behind @pidfd has ended, and leave it unreaped. */
int graft_look(int pidfd, struct graft_ending *ending);

/* Reap the child behind @pidfd, and wait for its end if need be. */
int graft_reap(int pidfd);

/* What to start, and how; all strings and arrays stay the caller's. */
struct graft_spawn {
	const char *path;		/* the program's file */
	char *const *arguments;		/* ends with NULL */
	char *const *environment;	/* ends with NULL */
	const char *directory;		/* NULL: the caller's */
	const char *const *groups;	/* cgroup.procs files; ends with NULL */
	int32_t streams[3];		/* descriptors for 0 to 2; -1: the caller's */
	const int32_t *carried;		/* descriptors for 3 and further */
	uint32_t carried_count;		/* at most GRAFT_CARRIED_MAX */
	int32_t network;		/* descriptor of a namespace; -1: the caller's */
	int32_t own_group;		/* 1: lead a process group of its own */
	int32_t die_with_thread;	/* 1: SIGKILL when the starting thread ends */
};

#define GRAFT_CARRIED_MAX 16

/* The step at which a start failed. */
enum graft_spawn_step {
	GRAFT_SPAWN_CLONE,
	GRAFT_SPAWN_STREAMS,
	GRAFT_SPAWN_GROUP,
	GRAFT_SPAWN_CONTROL_GROUP,
	GRAFT_SPAWN_NETWORK,
	GRAFT_SPAWN_DIRECTORY,
	GRAFT_SPAWN_PARENT,
	GRAFT_SPAWN_EXECUTE,
};

struct graft_spawned {
	pid_t pid;
	int32_t pidfd;
	uint32_t step;			/* where it failed, when it did */
};

/* Start a child with empty signal mask and default signals (but what the
 * caller ignores stays ignored, SIGPIPE apart) and no descriptors but its
 * three streams and those that it is to carry, and return after its exec.
 */
int graft_spawn(const struct graft_spawn *what, struct graft_spawned *spawned);

/* Ask or tell a device of the calling thread's network
 * namespace what it does for the stack, by a command of linux/ethtool.h that
 * takes one number.
 */
int graft_offload(const char *device, uint32_t command, uint32_t *value);

/* Both ends of a pipe, close-on-exec: @ends[0] reads, @ends[1] writes. */
int graft_pipe(int ends[2]);

/* Both ends of a stream socket without a name, close-on-exec. */
int graft_socket_pair(int ends[2]);

/* A stream socket that listens at @path, close-on-exec. */
int graft_listen(const char *path);

/* A stream socket connected to the one that listens at @path, close-on-exec. */
int graft_connect(const char *path);

/* An empty file in memory that no folder holds, close-on-exec. */
int graft_memory_file(const char *name);

/* 1 when /dev/kvm can run a machine: one instruction is run in one. Else 0. */
int graft_kvm_works(void);

/* What the processor's time stamp counter shows; 0 where it has none. */
uint64_t graft_time_stamp(void);

/* write(2) that answers EPIPE and raises no SIGPIPE. */
ssize_t graft_write(int fd, const void *bytes, size_t count);

#endif
