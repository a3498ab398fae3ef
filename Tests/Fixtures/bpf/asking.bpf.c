/* SPDX-License-Identifier: GPL-2.0-only */
/* asking: questions about a kernel that answering.bpf.c is.
 *
 * Each stands in a section of its own, so that a test finds it by name.
 */
#include "bpf.bpf.h"

LICENSE("GPL");

KERNEL_TYPES_BEGIN

struct gt_inner {
	__u32 second;
};

struct gt_outer {
	__u32 hidden;
	struct gt_inner inner;
	__u8 bits : 3;
	__u32 numbers[4];
	__u32 gone;
	__u32 wider;
	__s32 wider_signed;
	struct gt_inner *pointer;
	__u32 other_kind;
};

struct gt_outer___old {
	__u16 ancient;
};

struct gt_missing {
	__u32 x;
};

KERNEL_TYPES_END

enum gt_kind {
	GT_FIRST = 1,
	GT_SECOND = 2,
	GT_GONE = 3,
};

enum gt_kind___new {
	GT_LATE = 1,
};

/* The numbers are the compiler's. */
#define TYPE_EXISTS(type) __builtin_preserve_type_info(*(type *)0, 0)
#define TYPE_SIZE(type) __builtin_preserve_type_info(*(type *)0, 1)
#define TYPE_MATCHES(type) __builtin_preserve_type_info(*(type *)0, 2)
#define LOCAL_ID(type) __builtin_btf_type_id(*(type *)0, 0)
#define KERNEL_ID(type) __builtin_btf_type_id(*(type *)0, 1)
#define FIELD_SIGNED(expr) __builtin_preserve_field_info(expr, 3)

#define ASK(name, answer)						\
	SEC("syscall/" #name)						\
	__u64 ask_##name(__unused void *ctx)				\
	{								\
		return answer;						\
	}

#define OUTER(member) MEMBER(struct gt_outer, member)

ASK(offset_hidden, FIELD_OFFSET(OUTER(hidden)))
ASK(offset_second, FIELD_OFFSET(OUTER(inner.second)))
ASK(offset_number, FIELD_OFFSET(OUTER(numbers[2])))
ASK(offset_number_outside, FIELD_OFFSET(OUTER(numbers[3])))
ASK(offset_gone, FIELD_OFFSET(OUTER(gone)))
ASK(offset_ancient, FIELD_OFFSET(MEMBER(struct gt_outer___old, ancient)))
ASK(offset_other_kind, FIELD_OFFSET(OUTER(other_kind)))
ASK(size_second, FIELD_SIZE(OUTER(inner.second)))
ASK(size_numbers, FIELD_SIZE(OUTER(numbers)))
ASK(size_bits, FIELD_SIZE(OUTER(bits)))
ASK(offset_bits, FIELD_OFFSET(OUTER(bits)))
ASK(up_bits, FIELD_SHIFT_UP(OUTER(bits)))
ASK(down_bits, FIELD_SHIFT_DOWN(OUTER(bits)))
ASK(signed_wider, FIELD_SIGNED(OUTER(wider)))
ASK(signed_wider_signed, FIELD_SIGNED(OUTER(wider_signed)))
ASK(exists_hidden, FIELD_EXISTS(OUTER(hidden)))
ASK(exists_gone, FIELD_EXISTS(OUTER(gone)))
ASK(exists_in_missing, FIELD_EXISTS(MEMBER(struct gt_missing, x)))
ASK(type_outer, TYPE_EXISTS(struct gt_outer))
ASK(type_missing, TYPE_EXISTS(struct gt_missing))
ASK(type_size, TYPE_SIZE(struct gt_outer))
ASK(type_size_missing, TYPE_SIZE(struct gt_missing))
ASK(matches_inner, TYPE_MATCHES(struct gt_inner))
ASK(matches_outer, TYPE_MATCHES(struct gt_outer))
ASK(local_id, LOCAL_ID(struct gt_inner))
ASK(kernel_id, KERNEL_ID(struct gt_inner))
ASK(value_second, ENUM_VALUE(enum gt_kind, GT_SECOND))
ASK(value_gone, ENUM_VALUE(enum gt_kind, GT_GONE))
ASK(value_late, ENUM_VALUE(enum gt_kind___new, GT_LATE))
ASK(there_second, ENUM_EXISTS(enum gt_kind, GT_SECOND))
ASK(there_gone, ENUM_EXISTS(enum gt_kind, GT_GONE))

/* Loads: not the answer alone, but the instruction that it lands in. */
#define LOAD(name, member)						\
	SEC("syscall/load_" #name)					\
	__u64 load_##name(void *ctx)					\
	{								\
		return ((struct gt_outer *)ctx)->member;		\
	}

LOAD(hidden, hidden)
LOAD(gone, gone)
LOAD(wider, wider)
LOAD(wider_signed, wider_signed)
