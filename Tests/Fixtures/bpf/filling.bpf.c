/* SPDX-License-Identifier: GPL-2.0-only */
/* filling: takes the room that is left in every TCP header, and writes
 * nothing there. What comes after it finds none.
 */
#include "sockops.bpf.h"

LICENSE("GPL");

SEC("sockops")
int gs_fill(struct bpf_sock_ops *ctx)
{
	int size;

	if (ctx->op == BPF_SOCK_OPS_TCP_CONNECT_CB)
		sockops_listen_in(ctx, BPF_SOCK_OPS_WRITE_HDR_OPT_CB_FLAG);
	if (ctx->op != BPF_SOCK_OPS_HDR_OPT_LEN_CB)
		return 1;
	for (size = 40; size > 0; size -= 4) {
		if (!bpf_reserve_hdr_opt(ctx, size, 0))
			break;
	}
	return 1;
}
