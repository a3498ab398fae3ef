/* SPDX-License-Identifier: GPL-2.0-only */
/* answering: the kernel that asking.bpf.c asks, as far as its types go.
 *
 * Every offset that the tests expect can be counted here.
 */
#include "bpf.bpf.h"

LICENSE("GPL");

struct gt_inner {
	__u64 first;
	__u32 second;			/* 8 */
};

struct gt_outer {
	__u64 new_here;
	union {				/* 8 */
		__u64 whole;
		struct {
			__u32 half;
			__u32 hidden;	/* 12 */
		};
	};
	struct gt_inner inner;		/* 16: second at 24 */
	__u32 before : 7;		/* 32 */
	__u32 bits : 3;			/* bits 7 to 9: no one byte holds them */
	__u32 numbers[3];		/* 36 */
	__u64 wider;			/* 48 */
	__s64 wider_signed;		/* 56 */
	__u16 ancient;			/* 64 */
	struct gt_inner *pointer;	/* 72 */
	struct gt_inner other_kind;	/* 80 */
};

enum gt_kind {
	GT_FIRST = 1,
	GT_SECOND = 20,
	GT_LATE = 30,
};

struct gt_outer outer;
enum gt_kind kind;

SEC("syscall")
int answer(__unused void *ctx)
{
	return outer.whole + kind;
}
