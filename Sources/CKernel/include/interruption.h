/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRAFT_INTERRUPTION_H
#define GRAFT_INTERRUPTION_H

/* From now on SIGINT, SIGTERM and SIGHUP are noted and end nothing. */
void graft_note_interruptions(void);

/* The first of them that has come, or 0. */
int graft_interruption(void);

/* The last of them that has not been taken yet, or 0; it is taken then. */
int graft_take_interruption(void);

#endif
