/* SPDX-License-Identifier: Apache-2.0 */
/* What Debian's libelf.a leaves out.
 *
 * That of elfutils 0.192 calls four functions of a library of its own that is
 * not shipped. They keep a tree of raw chunks, which libbpf never asks for, so
 * the C library's tree serves. Weak: a libelf that has them wins.
 */
#define _GNU_SOURCE
#include <search.h>

#define WEAK __attribute__((weak))

struct search_tree {
	void *root;
};

typedef int (*compare)(const void *, const void *);

WEAK void eu_search_tree_init(struct search_tree *tree)
{
	tree->root = 0;
}

WEAK void eu_search_tree_fini(struct search_tree *tree, void (*drop)(void *))
{
	tdestroy(tree->root, drop);
}

WEAK void *eu_tsearch(const void *key, struct search_tree *tree, compare order)
{
	return tsearch(key, &tree->root, order);
}

WEAK void *eu_tdelete(const void *key, struct search_tree *tree, compare order)
{
	return tdelete(key, &tree->root, order);
}
