/* SPDX-License-Identifier: Apache-2.0 */
/* CKernel: the C that Swift cannot say.
 *
 * libbpf's system-call layer (bpf/bpf.h) as it is, and a few declarations of
 * our own: kernel structures whose newer fields this machine's headers may
 * lack, and wrappers round calls that are GNU extensions or variadic.
 */
#ifndef GRAFT_CKERNEL_H
#define GRAFT_CKERNEL_H

#include <bpf/bpf.h>
#include <bpf/libbpf_version.h>
#include <linux/bpf.h>

#include "gzip.h"
#include "interruption.h"
#include "live.h"
#include "packets.h"
#include "system.h"

#endif
