/* SPDX-License-Identifier: Apache-2.0 */
#include "interruption.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t noted;
static volatile sig_atomic_t latest;

static void note(int number)
{
	if (!noted)
		noted = number;
	latest = number;
}

void graft_note_interruptions(void)
{
	struct sigaction action = { .sa_handler = note };

	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGHUP, &action, NULL);
}

int graft_interruption(void)
{
	return noted;
}

int graft_take_interruption(void)
{
	return __atomic_exchange_n(&latest, 0, __ATOMIC_RELAXED);
}
