// SPDX-License-Identifier: Apache-2.0
/* bare-swap: the swap with libbpf and nothing else, as a measure for graft's.
 *
 *	bare-swap link|map OLD.bpf.o NEW.bpf.o
 *
 * Registers OLD, loads NEW beside it, swaps, prints {"update_us": N}, and takes
 * everything out again by ending. `map` times bpf_link__update_map, which commits
 * the new table and updates the link; `link` commits first and times the update
 * of the link alone, which is what graft reports.
 */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int is_silent;

static int say(enum libbpf_print_level level, const char *format, va_list arguments)
{
	return level == LIBBPF_WARN && !is_silent ? vfprintf(stderr, format, arguments) : 0;
}

static void check(int status, const char *attempt)
{
	if (!status)
		return;
	fprintf(stderr, "bare-swap: %s: %s\n", attempt, strerror(-status));
	exit(1);
}

/* The operations table of an object, loaded. */
static struct bpf_map *load(const char *path)
{
	struct bpf_object *object = bpf_object__open_file(path, NULL);
	struct bpf_map *map = NULL;

	if (!object)
		check(-errno, path);
	check(bpf_object__load(object), path);
	bpf_object__for_each_map(map, object)
		if (bpf_map__type(map) == BPF_MAP_TYPE_STRUCT_OPS)
			return map;
	check(-ENOENT, path);
	return NULL;
}

/* libbpf has no call that only commits: attaching does, and is then refused
 * because the name is taken.
 */
static void commit(struct bpf_map *map)
{
	is_silent = 1;
	if (bpf_map__attach_struct_ops(map) || errno != EEXIST)
		check(-EINVAL, "commit");
	is_silent = 0;
}

int main(int count, char **words)
{
	LIBBPF_OPTS(bpf_link_update_opts, options, .flags = BPF_F_REPLACE);
	struct timespec start, end;
	struct bpf_map *old, *new;
	struct bpf_link *link;
	int is_map;

	if (count != 4)
		check(-EINVAL, "usage: bare-swap link|map OLD.bpf.o NEW.bpf.o");
	is_map = !strcmp(words[1], "map");
	libbpf_set_print(say);
	old = load(words[2]);
	link = bpf_map__attach_struct_ops(old);
	if (!link)
		check(-errno, "register");
	new = load(words[3]);
	if (!is_map)
		commit(new);
	options.old_map_fd = bpf_map__fd(old);
	clock_gettime(CLOCK_MONOTONIC, &start);
	check(is_map ? bpf_link__update_map(link, new)
		     : bpf_link_update(bpf_link__fd(link), bpf_map__fd(new), &options),
	      "swap");
	clock_gettime(CLOCK_MONOTONIC, &end);
	printf("{\"update_us\": %.1f}\n", (end.tv_sec - start.tv_sec) * 1e6 +
	       (end.tv_nsec - start.tv_nsec) / 1e3);
	return 0;
}
