/* SPDX-License-Identifier: GPL-2.0-only */
/* knobs: one knob of each type that a value can be typed for. */
#include "tcp.bpf.h"

LICENSE("GPL");

enum gt_mode {
	GT_OFF = 0,
	GT_SLOW = 3,
	GT_BACK = -2,
};

const volatile __u8 u8 = 200;
const volatile __u16 u16 = 60000;
const volatile __u32 u32 = 4000000000;
const volatile __u64 u64 = 1ULL << 63;
const volatile __s8 s8 = -100;
const volatile __s16 s16 = -30000;
const volatile __s32 s32 = -2000000000;
const volatile __s64 s64 = -(1LL << 62);
const volatile bool flag = true;
const volatile enum gt_mode mode = GT_SLOW;
const volatile char word[8] = "abc";
const volatile __u32 bounded KNOB("from ten to twenty", 10, 20) = 15;
const volatile __s32 around KNOB("around zero", -5, 5) = 0;
const volatile struct { __u32 a, b, c; } pair = {1, 2, 3};

SEC("syscall")
int read_all(__unused void *ctx)
{
	return u8 + u16 + u32 + u64 + s8 + s16 + s32 + s64 + flag + mode +
	       word[0] + bounded + around + pair.a;
}
