/* SPDX-License-Identifier: GPL-2.0-only */
/* tcp.bpf.h: TCP as a congestion control sees it.
 *
 * The socket's fields that our extensions read, the table of operations
 * that they fill, and the kernel's own functions that they may call. To read
 * one more field, declare it here: its name and type must be the kernel's,
 * its place need not be.
 *
 * What an operation may write is the verifier's list, not ours: snd_cwnd,
 * snd_cwnd_cnt, snd_cwnd_stamp, snd_ssthresh, ecn_flags, the private area,
 * icsk_ack.pending, sk_pacing_rate and sk_pacing_status; 6.12 has app_limited
 * too.
 */
#ifndef GRAFT_TCP_BPF_H
#define GRAFT_TCP_BPF_H

#include "bpf.bpf.h"
#include "knob.bpf.h"

#define AF_INET 2
#define AF_INET6 10

#define SOL_TCP 6
#define TCP_CONGESTION 13
#define TCP_CA_NAME_MAX 16

/* Bytes of a socket that belong to its congestion control. */
#define TCP_CA_PRIVATE 104

/* A window that has been told nothing yet: slow start has no end. */
#define TCP_INFINITE_SSTHRESH 0x7fffffff

/* skc_state. Part of what user space sees, so these do not move. */
enum {
	TCP_ESTABLISHED = 1,
	TCP_SYN_SENT,
	TCP_SYN_RECV,
	TCP_FIN_WAIT1,
	TCP_FIN_WAIT2,
	TCP_TIME_WAIT,
	TCP_CLOSE,
	TCP_CLOSE_WAIT,
	TCP_LAST_ACK,
	TCP_LISTEN,
	TCP_CLOSING,
	TCP_NEW_SYN_RECV,
};

/* icsk_ca_state, as handed to set_state. */
enum tcp_ca_state {
	TCP_CA_Open = 0,
	TCP_CA_Disorder = 1,
	TCP_CA_CWR = 2,
	TCP_CA_Recovery = 3,
	TCP_CA_Loss = 4,
};

/* Handed to cwnd_event. Compare with is_event(): see compat.bpf.h. */
enum tcp_ca_event {
	CA_EVENT_TX_START = 0,
	CA_EVENT_CWND_RESTART = 1,
	CA_EVENT_COMPLETE_CWR = 2,
	CA_EVENT_LOSS = 3,
	CA_EVENT_ECN_NO_CE = 4,
	CA_EVENT_ECN_IS_CE = 5,
};

/* tcp_congestion_ops.flags */
enum {
	/* Any namespace may choose it, not the initial one alone. */
	TCP_CONG_NON_RESTRICTED = 0x1,
	/* Ask for ECN at the SYN, and mark every segment as capable. */
	TCP_CONG_NEEDS_ECN = 0x2,
};

/* tcp_sock.ecn_flags */
enum {
	TCP_ECN_OK = 0x1,
	TCP_ECN_DEMAND_CWR = 0x4,
};

/* icsk_ack.pending */
enum {
	ICSK_ACK_TIMER = 0x2,
	ICSK_ACK_NOW = 0x10,
};

/* sk_pacing_status: who keeps to sk_pacing_rate. NEEDED is TCP itself, FQ
 * the queueing discipline of that name.
 */
enum {
	SK_PACING_NONE = 0,
	SK_PACING_NEEDED = 1,
	SK_PACING_FQ = 2,
};

KERNEL_TYPES_BEGIN

struct in6_addr {
	union {
		__be32 u6_addr32[4];
	} in6_u;
};

struct sock_common {
	__be32 skc_daddr;
	__be32 skc_rcv_saddr;
	__be16 skc_dport;
	__u16 skc_num;
	unsigned short skc_family;
	volatile unsigned char skc_state;
	struct in6_addr skc_v6_daddr;
	struct in6_addr skc_v6_rcv_saddr;
};

struct sock {
	struct sock_common __sk_common;
	/* Bytes per second, and the bound that an application has set. */
	unsigned long sk_pacing_rate;
	unsigned long sk_max_pacing_rate;
	__u32 sk_pacing_status;
	/* A super-segment holds what is sent in 1 s / 2^this. */
	__u8 sk_pacing_shift;
	unsigned int sk_gso_max_size;
};

struct tcp_congestion_ops;

struct inet_connection_sock {
	const struct tcp_congestion_ops *icsk_ca_ops;
	__u8 icsk_ca_state:5;
	struct {
		__u8 pending;
	} icsk_ack;
	__u64 icsk_ca_priv[TCP_CA_PRIVATE / sizeof(__u64)];
};

struct tcp_sock {
	struct inet_connection_sock inet_conn;
	__u32 snd_una;
	__u32 snd_nxt;
	/* The end of what the application has written. */
	__u32 write_seq;
	__u32 rcv_nxt;
	__u32 snd_cwnd;
	__u32 snd_cwnd_clamp;
	__u32 snd_ssthresh;
	__u32 max_packets_out;
	/* Segments: sent and not ACKed; of them held by the peer, given up,
	 * and sent again. See tcp_in_flight().
	 */
	__u32 packets_out;
	__u32 sacked_out;
	__u32 lost_out;
	__u32 retrans_out;
	/* Payload of a full segment. */
	__u32 mss_cache;
	/* Smoothed round trip, in 1/8 us; 0: none yet. */
	__u32 srtt_us;
	__u8 is_cwnd_limited:1;
	/* Segments that arrived, and those of them under a CE mark. */
	__u32 delivered;
	__u32 delivered_ce;
	/* When data was last sent, in jiffies. */
	__u32 lsndtime;
	/* The clock of the ACK at hand, in microseconds. */
	__u64 tcp_mstamp;
	__u8 ecn_flags;
};

struct ack_sample {
	__u32 pkts_acked;
	__s32 rtt_us;
	__u32 in_flight;
};

/* What one ACK says of the rate at which segments arrive. */
struct rate_sample {
	/* tcp_sock.delivered when the newest segment that it ACKs was sent. */
	__u32 prior_delivered;
	/* Delivered since then, and in what time; not above 0: not known. */
	__s32 delivered;
	long interval_us;
	long rtt_us;
	/* Newly given up, newly ACKed or SACKed, in flight before the ACK. */
	int losses;
	__u32 acked_sacked;
	__u32 prior_in_flight;
	bool is_app_limited;
	bool is_ack_delayed;
};

/* The table that an extension fills. Only the names have to agree with the
 * kernel; a member that it lacks is refused when it is filled.
 */
struct tcp_congestion_ops {
	__u32 (*ssthresh)(struct sock *sk);
	void (*cong_avoid)(struct sock *sk, __u32 ack, __u32 acked);
	void (*set_state)(struct sock *sk, __u8 new_state);
	void (*cwnd_event)(struct sock *sk, enum tcp_ca_event event);
	void (*in_ack_event)(struct sock *sk, __u32 flags);
	void (*pkts_acked)(struct sock *sk, const struct ack_sample *sample);
	__u32 (*min_tso_segs)(struct sock *sk);
	void (*cong_control)(struct sock *sk, __u32 ack, int flag,
			     const struct rate_sample *sample);
	__u32 (*undo_cwnd)(struct sock *sk);
	__u32 (*sndbuf_expand)(struct sock *sk);
	char name[TCP_CA_NAME_MAX];
	__u32 flags;
	void (*init)(struct sock *sk);
	void (*release)(struct sock *sk);
};

KERNEL_TYPES_END

#include "compat.bpf.h"

/* The kernel's own congestion arithmetic, as it offers it to BPF. */
extern __u32 tcp_slow_start(struct tcp_sock *tp, __u32 acked) __ksym;
extern void tcp_cong_avoid_ai(struct tcp_sock *tp, __u32 window,
			      __u32 acked) __ksym;
extern void tcp_reno_cong_avoid(struct sock *sk, __u32 ack,
				__u32 acked) __ksym;
extern __u32 tcp_reno_undo_cwnd(struct sock *sk) __ksym;

static __always_inline struct tcp_sock *tcp_sk(const struct sock *sk)
{
	return (struct tcp_sock *)sk;
}

static __always_inline struct inet_connection_sock *
inet_csk(const struct sock *sk)
{
	return (struct inet_connection_sock *)sk;
}

/* The socket's TCP_CA_PRIVATE bytes, zeroed by the kernel before init. */
static __always_inline void *tcp_private(const struct sock *sk)
{
	return inet_csk(sk)->icsk_ca_priv;
}

/* Sequence numbers and 32-bit clocks wrap; half the circle is the future. */
static __always_inline bool after(__u32 a, __u32 b)
{
	return (__s32)(a - b) > 0;
}

static __always_inline __u32 tcp_jiffies(void)
{
	return (__u32)bpf_jiffies64();
}

static __always_inline bool tcp_in_slow_start(const struct tcp_sock *tp)
{
	return tp->snd_cwnd < tp->snd_ssthresh;
}

/* Segments that are in the network, as far as can be known. */
static __always_inline __u32 tcp_in_flight(const struct tcp_sock *tp)
{
	return tp->packets_out - tp->sacked_out - tp->lost_out +
	       tp->retrans_out;
}

/* Did the window hold the sender back? If not, it has not been tried, and
 * there is no reason to grow it. In slow start, half of it used is enough.
 */
static __always_inline bool tcp_cwnd_limited(const struct tcp_sock *tp)
{
	if (BITFIELD(tp, is_cwnd_limited))
		return true;
	return tcp_in_slow_start(tp) && tp->snd_cwnd < 2 * tp->max_packets_out;
}

/* Does the socket live on? The kernel calls `release` when the algorithm of
 * a live socket is changed, whatever that socket's state, and when a socket
 * ends; only then is the state TCP_CLOSE. (Also by disconnect(), after which
 * the socket may connect anew: that is another connection.)
 */
static __always_inline bool tcp_lives_on(const struct sock *sk)
{
	return sk->__sk_common.skc_state != TCP_CLOSE;
}

#endif /* GRAFT_TCP_BPF_H */
