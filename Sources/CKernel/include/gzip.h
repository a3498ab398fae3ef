/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRAFT_GZIP_H
#define GRAFT_GZIP_H

#include <stddef.h>

/* The content of a file, uncompressed where it was packed with gzip: *size
 * bytes, to be freed. NULL with errno set where it cannot be read.
 */
void *graft_read_gzip(const char *path, size_t *size);

#endif
