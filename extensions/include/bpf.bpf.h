/* SPDX-License-Identifier: GPL-2.0-only */
/* bpf.bpf.h: what every BPF program of graft stands on.
 *
 * The base types, the few helpers that we call, and the macros by which a
 * program says where it goes and how its context is laid out. Nothing else
 * is included: clang with the BPF target is all that a build needs, no
 * kernel headers, no libbpf headers, no vmlinux.h.
 *
 * Kernel structures are declared where they are used (tcp.bpf.h and its
 * neighbours), with the fields that we read and no others, between
 * KERNEL_TYPES_BEGIN and KERNEL_TYPES_END. Their offsets in this file mean
 * nothing: the loader finds the true ones in the running kernel's BTF.
 */
#ifndef GRAFT_BPF_BPF_H
#define GRAFT_BPF_BPF_H

typedef signed char __s8;
typedef unsigned char __u8;
typedef short __s16;
typedef unsigned short __u16;
typedef int __s32;
typedef unsigned int __u32;
typedef long long __s64;
typedef unsigned long long __u64;
typedef __u16 __be16;
typedef __u32 __be32;

#if __STDC_VERSION__ < 202311L
typedef _Bool bool;
#define true 1
#define false 0
#endif

#ifndef NULL
#define NULL ((void *)0)
#endif

#define __always_inline inline __attribute__((always_inline))
#define __unused __attribute__((unused))
#define __weak __attribute__((weak))

/* Where the loader looks for a thing. */
#define SEC(name) __attribute__((section(name), used))
#define __ksym __attribute__((section(".ksyms")))
#define __kconfig __attribute__((section(".kconfig")))

#define LICENSE(words) char _license[] SEC("license") = words

#define offsetof(type, member) __builtin_offsetof(type, member)
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define min(a, b) ({							\
	typeof(a) __a = (a);						\
	typeof(b) __b = (b);						\
	__a < __b ? __a : __b;						\
})
#define max(a, b) ({							\
	typeof(a) __a = (a);						\
	typeof(b) __b = (b);						\
	__a > __b ? __a : __b;						\
})

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define bpf_ntohs(x) __builtin_bswap16(x)
#define bpf_ntohl(x) __builtin_bswap32(x)
#else
#define bpf_ntohs(x) (x)
#define bpf_ntohl(x) (x)
#endif
#define bpf_htons(x) bpf_ntohs(x)
#define bpf_htonl(x) bpf_ntohl(x)

/* Maps: the loader reads a map's shape from the types of these members. */
#define __uint(member, value) int (*member)[value]
#define __type(member, kind) typeof(kind) *member

enum bpf_map_type {
	BPF_MAP_TYPE_HASH = 1,
	BPF_MAP_TYPE_ARRAY = 2,
	BPF_MAP_TYPE_PERCPU_ARRAY = 6,
	BPF_MAP_TYPE_LPM_TRIE = 11,
	BPF_MAP_TYPE_SK_STORAGE = 24,
	BPF_MAP_TYPE_STRUCT_OPS = 26,
};

enum {
	BPF_ANY = 0,
	BPF_NOEXIST = 1,
	BPF_F_NO_PREALLOC = 1,
	BPF_F_CLONE = 0x200,
	BPF_SK_STORAGE_GET_F_CREATE = 1,
};

/* Helpers, by the number under which the kernel knows them. */
struct sock;
struct tcp_sock;
struct seq_file;

static void *(*const bpf_map_lookup_elem)(void *map, const void *key) =
	(void *)1;
static long (*const bpf_map_update_elem)(void *map, const void *key,
					 const void *value, __u64 flags) =
	(void *)2;
static __u64 (*const bpf_ktime_get_ns)(void) = (void *)5;
static __u32 (*const bpf_get_prandom_u32)(void) = (void *)7;
static long (*const bpf_setsockopt)(void *sk, int level, int name,
				    void *value, int size) = (void *)49;
static void *(*const bpf_sk_storage_get)(void *map, void *sk, void *value,
					 __u64 flags) = (void *)107;
static long (*const bpf_sk_storage_delete)(void *map, void *sk) =
	(void *)108;
static long (*const bpf_probe_read_kernel)(void *to, __u32 size,
					   const void *from) = (void *)113;
static long (*const bpf_tcp_send_ack)(void *tp, __u32 rcv_nxt) =
	(void *)116;
static __u64 (*const bpf_jiffies64)(void) = (void *)118;
static long (*const bpf_seq_write)(struct seq_file *m, const void *data,
				   __u32 size) = (void *)127;
static struct tcp_sock *(*const bpf_skc_to_tcp_sock)(void *skc) =
	(void *)137;

/* Arguments. The kernel hands a program one array of 64-bit slots, whatever
 * the types. BPF_PROG(name, type a, type b) lets the body be written with
 * the types that it means; a slot that holds a smaller integer is cut to
 * it, and one that holds a pointer becomes that pointer.
 */
#define __SLOTS_0(c)
#define __SLOTS_1(c) (c)[0]
#define __SLOTS_2(c) __SLOTS_1(c), (c)[1]
#define __SLOTS_3(c) __SLOTS_2(c), (c)[2]
#define __SLOTS_4(c) __SLOTS_3(c), (c)[3]
#define __SLOTS_5(c) __SLOTS_4(c), (c)[4]
#define __SLOTS_6(c) __SLOTS_5(c), (c)[5]
#define __PICK(_0, _1, _2, _3, _4, _5, _6, chosen, ...) chosen
#define __SLOTS(...)							\
	__PICK(_, ##__VA_ARGS__, __SLOTS_6, __SLOTS_5, __SLOTS_4,	\
	       __SLOTS_3, __SLOTS_2, __SLOTS_1, __SLOTS_0)

#define BPF_PROG(name, ...)						\
name(__u64 *slots);							\
static __always_inline typeof(name(NULL)) name##_typed(__VA_ARGS__);	\
typeof(name(NULL)) name(__u64 *slots)					\
{									\
	_Pragma("clang diagnostic push")				\
	_Pragma("clang diagnostic ignored \"-Wint-conversion\"")	\
	return name##_typed(__SLOTS(__VA_ARGS__)(slots));		\
	_Pragma("clang diagnostic pop")					\
}									\
static __always_inline typeof(name(NULL)) name##_typed(__VA_ARGS__)

/* Declarations between these two are relocated to the running kernel. */
#define KERNEL_TYPES_BEGIN						\
	_Pragma("clang attribute push(__attribute__((preserve_access_index)), apply_to = record)")
#define KERNEL_TYPES_END						\
	_Pragma("clang attribute pop")

/* Questions to the running kernel's BTF, settled when the object loads. The
 * numbers are the compiler's.
 */
#define FIELD_OFFSET(expr) __builtin_preserve_field_info(expr, 0)
#define FIELD_SIZE(expr) __builtin_preserve_field_info(expr, 1)
#define FIELD_EXISTS(expr) __builtin_preserve_field_info(expr, 2)
#define FIELD_SHIFT_UP(expr) __builtin_preserve_field_info(expr, 4)
#define FIELD_SHIFT_DOWN(expr) __builtin_preserve_field_info(expr, 5)

#define MEMBER(type, member) (((type *)NULL)->member)
#define KERNEL_HAS(type, member) FIELD_EXISTS(MEMBER(type, member))
#define KERNEL_OFFSET(type, member) FIELD_OFFSET(MEMBER(type, member))

/* An enumerator may move between kernels as a field may. */
#define ENUM_EXISTS(type, value)					\
	__builtin_preserve_enum_value(*(typeof(type) *)value, 0)
#define ENUM_VALUE(type, value)						\
	__builtin_preserve_enum_value(*(typeof(type) *)value, 1)

/* A bit field, unsigned. Its byte, its width and its place in the byte all
 * differ by kernel, so it is read as the whole word around it and cut out.
 * The empty asm keeps clang from folding the offset into the loads, which
 * would leave the verifier with an address it cannot follow.
 */
#define BITFIELD(ptr, field) ({						\
	const char *__at = (const char *)(ptr) +			\
			   FIELD_OFFSET((ptr)->field);			\
	__u64 __word = 0;						\
									\
	asm volatile("" : "+r"(__at));					\
	switch (FIELD_SIZE((ptr)->field)) {				\
	case 1:								\
		__word = *(const __u8 *)__at;				\
		break;							\
	case 2:								\
		__word = *(const __u16 *)__at;				\
		break;							\
	case 4:								\
		__word = *(const __u32 *)__at;				\
		break;							\
	case 8:								\
		__word = *(const __u64 *)__at;				\
		break;							\
	}								\
	__word << FIELD_SHIFT_UP((ptr)->field) >>			\
		FIELD_SHIFT_DOWN((ptr)->field);				\
})

#endif /* GRAFT_BPF_BPF_H */
