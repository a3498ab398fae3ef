/* SPDX-License-Identifier: GPL-2.0-only */
/* transactions: how long each transaction of a client took.
 *
 * Not an extension: graft's own instrument. netperf tells percentiles of
 * each of its processes, and percentiles cannot be joined; here every single
 * one is told of.
 *
 * A client asks, waits for all of the answer, and asks again at once. So a
 * transaction lasts from the return of the receive call that ended the one
 * before it to the return of the one that ends it. That an answer was the
 * last piece is known when the next request has been sent. What the client
 * does between an answer and the next request is in it: reading the clock,
 * and counting. Tracepoints of the socket layer say so much on every kernel
 * since 6.3; that a request begins, no tracepoint says for UDP, nor for TCP
 * before 6.16.
 *
 * Where each transaction has a connection of its own, it lasts from connect
 * to the last receive call on it: the one that finds the other end closed.
 *
 * It writes to a ring that user space empties.
 */
#include "flows.bpf.h"
#include "ring.bpf.h"
#include "transactions.h"

LICENSE("GPL");
METADATA("1.0.0", "the graft authors", "file an issue with the graft project");

/* One flow a port: as many as the testbed has for them. */
#define FLOWS 12768

EVENTS(1 << 22);

/* The transaction of a flow that goes on. A client is one thread, and so is
 * whoever writes here.
 */
struct pending {
	__u64 started;		/* 0: not known */
	__u64 answered;		/* by the last piece so far; 0: not yet */
	__u64 by_connect;
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, FLOWS);
	__type(key, __u32);
	__type(value, struct pending);
} pendings SEC(".maps");

static struct pending *pending_of(const struct sock *sk, __u32 *flow)
{
	int found = flow_of(sk);

	if (found < 0)
		return NULL;
	*flow = found;
	return bpf_map_lookup_elem(&pendings, flow);
}

static void tell(const struct pending *pending, __u32 flow)
{
	struct transaction_event *event;

	if (!pending->started || !pending->answered)
		return;
	event = event_begin(sizeof(*event));
	if (!event)
		return;
	event->ns = pending->answered;
	event->took_ns = pending->answered - pending->started;
	event->flow = flow;
	event->by_connect = pending->by_connect;
	/* The reader looks by the clock. */
	event_end(event, BPF_RB_NO_WAKEUP);
}

SEC("tp_btf/sock_send_length")
int BPF_PROG(transactions_send, struct sock *sk, int length)
{
	struct pending *pending;
	__u32 flow;

	if (length <= 0)
		return 0;
	pending = pending_of(sk, &flow);
	if (!pending || !pending->answered)
		return 0;
	/* The first one after a connection was made holds its making. */
	if (!pending->by_connect)
		tell(pending, flow);
	pending->started = pending->answered;
	pending->answered = 0;
	pending->by_connect = 0;
	return 0;
}

SEC("tp_btf/sock_recv_length")
int BPF_PROG(transactions_receive, struct sock *sk, int length)
{
	struct pending *pending;
	__u32 flow;

	if (length < 0)
		return 0;
	pending = pending_of(sk, &flow);
	if (!pending)
		return 0;
	/* The other end has closed. */
	if (!length && !pending->by_connect)
		return 0;
	pending->answered = bpf_ktime_get_ns();
	return 0;
}

SEC("tp_btf/inet_sock_set_state")
int BPF_PROG(transactions_state, const struct sock *sk, int old __unused,
	     int new)
{
	struct pending *pending;
	__u32 flow;

	if (new != TCP_SYN_SENT && new != TCP_FIN_WAIT1 && new != TCP_LAST_ACK)
		return 0;
	pending = pending_of(sk, &flow);
	if (!pending)
		return 0;
	if (new == TCP_SYN_SENT) {
		tell(pending, flow);
		pending->started = bpf_ktime_get_ns();
		pending->answered = 0;
		pending->by_connect = 1;
	} else if (!pending->by_connect) {
		tell(pending, flow);
		pending->started = 0;
		pending->answered = 0;
	}
	return 0;
}
