// SPDX-License-Identifier: Apache-2.0
/* test-run: nanoseconds a packet, by the kernel's own test-run.
 *
 *	test-run program OBJECT PROGRAM PACKET	of a program
 *	test-run hash PACKET [OBJECT PROGRAM]	of hashing a packet's flow: with the
 *						kernel's own dissector, or another
 *
 * Prints "ns": the median of some runs, each of many repetitions. The hash is
 * asked for by a program of six instructions, in a network namespace of this
 * process, so that both dissectors are called as the kernel calls them.
 */
#define _GNU_SOURCE
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "packets.h"

enum { RUNS = 11, REPETITIONS = 200000 };

static void fail(const char *what)
{
	fprintf(stderr, "test-run: %s\n", what);
	exit(1);
}

static int silent(enum libbpf_print_level level, const char *format, va_list list)
{
	(void)level, (void)format, (void)list;
	return 0;
}

/* Loads one program of an object, and nothing else of it. */
static int load(const char *file, const char *name)
{
	struct bpf_object *object = bpf_object__open_file(file, NULL);
	struct bpf_program *program;

	if (!object)
		fail("the object cannot be opened");
	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, !strcmp(bpf_program__name(program), name));
	program = bpf_object__find_program_by_name(object, name);
	if (!program || bpf_object__load(object))
		fail("the program cannot be loaded");
	return bpf_program__fd(program);
}

/* Forgets the packet's hash and asks for it again. */
static int load_hash(void)
{
	static const struct bpf_insn code[] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 6, .src_reg = 1 },
		{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_set_hash_invalid },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_X, .dst_reg = 1, .src_reg = 6 },
		{ .code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_get_hash_recalc },
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	int fd = bpf_prog_load(BPF_PROG_TYPE_SCHED_CLS, "bench_hash", "GPL", code,
			       sizeof(code) / sizeof(code[0]), NULL);

	if (fd < 0)
		fail("the program that asks for hashes cannot be loaded");
	return fd;
}

static int order(const void *one, const void *other)
{
	return *(const int *)one - *(const int *)other;
}

static int measure(int program, const struct packet *packet)
{
	int samples[RUNS], run;

	for (run = 0; run < RUNS; run++) {
		LIBBPF_OPTS(bpf_test_run_opts, options, .data_in = packet->bytes,
			    .data_size_in = packet->size, .repeat = REPETITIONS);
		if (bpf_prog_test_run_opts(program, &options))
			fail("the kernel does not run the program");
		samples[run] = options.duration;
	}
	qsort(samples, RUNS, sizeof(samples[0]), order);
	return samples[RUNS / 2];
}

int main(int count, char **words)
{
	const struct packet *packet;
	int program;

	libbpf_set_print(silent);
	if (count == 5 && !strcmp(words[1], "program")) {
		packet = packet_named(words[4]);
		program = load(words[2], words[3]);
	} else if ((count == 3 || count == 5) && !strcmp(words[1], "hash")) {
		packet = packet_named(words[2]);
		if (unshare(CLONE_NEWNET))
			fail("no network namespace can be made");
		if (count == 5 &&
		    bpf_prog_attach(load(words[3], words[4]), 0, BPF_FLOW_DISSECTOR, 0))
			fail("the dissector cannot be attached");
		program = load_hash();
	} else {
		fail("usage: program OBJECT PROGRAM PACKET | hash PACKET [OBJECT PROGRAM]");
	}
	if (!packet)
		fail("there is no such packet");
	printf("\"ns\": %d\n", measure(program, packet));
	return 0;
}
