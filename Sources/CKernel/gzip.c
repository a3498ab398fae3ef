/* SPDX-License-Identifier: Apache-2.0 */
#include "gzip.h"

#include <errno.h>
#include <stdlib.h>
#include <zlib.h>

/* More than any kernel's configuration: a stranger's file shall not fill us. */
#define MOST (16u << 20)

static void *read_all(gzFile file, size_t *size)
{
	size_t room = 1u << 18, used = 0;
	char *text = malloc(room);
	int got = 0;

	while (text && (got = gzread(file, text + used, room - used)) > 0) {
		char *more;

		used += got;
		if (used < room)
			continue;
		more = room < MOST ? realloc(text, room * 2) : NULL;
		if (!more)
			break;
		text = more;
		room *= 2;
	}
	if (text && got == 0) {
		*size = used;
		return text;
	}
	free(text);
	errno = EIO;
	return NULL;
}

void *graft_read_gzip(const char *path, size_t *size)
{
	gzFile file = gzopen(path, "re");
	void *text;

	if (!file)
		return NULL;
	text = read_all(file, size);
	gzclose_r(file);
	return text;
}
