/* SPDX-License-Identifier: Apache-2.0 */
/* What the kernel tells about links and file systems.
 *
 * A link: our own layout of struct bpf_link_info, because headers before Linux 6.4
 * know no struct_ops links. The kernel fills what it knows and zeroes the
 * rest, so a newer layout is safe on an older kernel.
 */
#ifndef GRAFT_LIVE_H
#define GRAFT_LIVE_H

#include <linux/types.h>

struct graft_link_info {
	__u32 type;
	__u32 id;
	__u32 prog_id;
	__u32 pad;
	/* The union of all kinds of link starts here, at byte 16. Its first
	 * two words: the map of a struct_ops link; the inode and attach type
	 * of a network namespace's; the id and attach type of a cgroup's; the
	 * interface index of an XDP link; the index and attach type of a tcx.
	 */
	__u64 first;
	__u64 second;
	__u64 rest[8];
};

int graft_link_info(int link_fd, struct graft_link_info *info);

/* From now on libbpf keeps its remarks to itself: what matters of them is in
 * the errors that its calls return.
 */
void graft_silence_libbpf(void);

/* The magic number of the file system that @path lies in, or -1. */
long graft_file_system(const char *path);

/* A position in memory that the kernel shares with us: read before what lies
 * behind it is read, and written after all that was done there.
 */
static inline __u64 graft_load_acquire(const void *place)
{
	return __atomic_load_n((const __u64 *)place, __ATOMIC_ACQUIRE);
}

static inline __u32 graft_load_acquire_word(const void *place)
{
	return __atomic_load_n((const __u32 *)place, __ATOMIC_ACQUIRE);
}

static inline void graft_store_release(void *place, __u64 value)
{
	__atomic_store_n((__u64 *)place, value, __ATOMIC_RELEASE);
}

#endif
