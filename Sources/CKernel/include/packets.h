/* SPDX-License-Identifier: Apache-2.0 */
/* For a thread that holds packets: many messages by one call, waits of
 * nanoseconds, and a place before the others on the processor.
 *
 * A function answers -1 and sets errno when it fails.
 */
#ifndef GRAFT_PACKETS_H
#define GRAFT_PACKETS_H

#include <stdint.h>

/* Messages that one call receives at most. */
#define GRAFT_MESSAGES 64

/* Receive the messages that are there, and do not wait: the one of number n to
 * @room + n * @size, its length to @lengths[n]. Answers how many came.
 */
int graft_receive_many(int fd, void *room, uint32_t size, uint32_t *lengths);

/* Wait until one of @count descriptors can be read, or for @nanoseconds; less
 * than zero waits for ever. Answers how many can be read, 0 when the time is up.
 */
int graft_wait_readable(const int32_t *descriptors, uint32_t count,
			int64_t nanoseconds);

/* Run the calling thread before all ordinary ones (SCHED_FIFO), and its
 * children as ordinary ones.
 */
int graft_run_first(int priority);

/* Let the kernel wake the calling thread on time, and not within 50 us. */
int graft_wake_exactly(void);

/* Wait up to @nanoseconds for one of the interrupting signals (INT, TERM,
 * HUP), which graft_block_interruptions has blocked. Answers its number, 0
 * when the time is up.
 */
int graft_await_interruption(int64_t nanoseconds);

/* Block them in the calling thread and in the threads that it starts. */
int graft_block_interruptions(void);

/* Let the kernel stamp each packet with the time at which it came in, as long
 * as the descriptor that this answers is open.
 */
int graft_stamp_arrivals(void);

/* The longest packet of a device of the calling thread's network namespace. */
int graft_device_mtu(const char *device);

#endif
