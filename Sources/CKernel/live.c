/* SPDX-License-Identifier: Apache-2.0 */
#include "live.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <string.h>
#include <sys/vfs.h>

int graft_link_info(int link_fd, struct graft_link_info *info)
{
	__u32 size = sizeof(*info);

	memset(info, 0, size);
	return bpf_obj_get_info_by_fd(link_fd, info, &size);
}

long graft_file_system(const char *path)
{
	struct statfs status;

	return statfs(path, &status) == 0 ? (long)status.f_type : -1;
}

void graft_silence_libbpf(void)
{
	libbpf_set_print(NULL);
}
