/* SPDX-License-Identifier: Apache-2.0 */
/* Whether this machine can run another: /dev/kvm may be there and refuse, or
 * agree to everything and fail at the first instruction, as it does inside
 * some virtual machines. So one instruction is run.
 */
#include "system.h"

#include <fcntl.h>
#include <linux/kvm.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

#define PAGE 4096
#define HALT 0xf4

static int run_halt(int vcpu, size_t size)
{
	struct kvm_sregs segments;
	struct kvm_regs registers = { .rflags = 2 };
	struct kvm_run *run;
	int halted;

	run = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, vcpu, 0);
	if (run == MAP_FAILED)
		return 0;
	halted = ioctl(vcpu, KVM_GET_SREGS, &segments) == 0;
	segments.cs.base = 0;
	segments.cs.selector = 0;
	halted = halted && ioctl(vcpu, KVM_SET_SREGS, &segments) == 0 &&
		 ioctl(vcpu, KVM_SET_REGS, &registers) == 0 &&
		 ioctl(vcpu, KVM_RUN, 0) == 0 &&
		 run->exit_reason == KVM_EXIT_HLT;
	munmap(run, size);
	return halted;
}

static int try_machine(int kvm, int machine, unsigned char *page)
{
	struct kvm_userspace_memory_region region = {
		.memory_size = PAGE,
		.userspace_addr = (unsigned long)page,
	};
	int size = ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0);
	int vcpu, works;

	if (size <= 0 ||
	    ioctl(machine, KVM_SET_USER_MEMORY_REGION, &region) < 0)
		return 0;
	vcpu = ioctl(machine, KVM_CREATE_VCPU, 0);
	if (vcpu < 0)
		return 0;
	page[0] = HALT;
	works = run_halt(vcpu, (size_t)size);
	close(vcpu);
	return works;
}

int graft_kvm_works(void)
{
	int kvm = open("/dev/kvm", O_RDWR | O_CLOEXEC);
	int machine, works = 0;
	void *page;

	if (kvm < 0)
		return 0;
	page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
		    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	machine = ioctl(kvm, KVM_CREATE_VM, 0);
	if (page != MAP_FAILED && machine >= 0)
		works = try_machine(kvm, machine, page);
	if (machine >= 0)
		close(machine);
	if (page != MAP_FAILED)
		munmap(page, PAGE);
	close(kvm);
	return works;
}

uint64_t graft_time_stamp(void)
{
#ifdef __x86_64__
	return __builtin_ia32_rdtsc();
#else
	return 0;
#endif
}
