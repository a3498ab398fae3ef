/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRAFT_INTERRUPTION_H
#define GRAFT_INTERRUPTION_H

/* From now on SIGINT, SIGTERM and SIGHUP are noted and end nothing. */
void graft_note_interruptions(void);

/* The first of them that has come, or 0. */
int graft_interruption(void);

#endif
