/* SPDX-License-Identifier: MIT
 *
 * server: a ClickUp with canned answers on loopback, in a thread of the host.
 *
 * Owns:    its thread and sockets, for as long as the process lives.
 * Expects: bodies of creates whose name is "kr-" and a number below
 *          SERVER_CREATES. The goal in a path says what happens to it, see
 *          plays in server.c.
 * Never:   allocates, so that a host may count allocations.
 */
#ifndef CLICKUP_SAFETY_SERVER_H
#define CLICKUP_SAFETY_SERVER_H

enum { SERVER_CREATES = 1 << 20 };

/* Starts it; its port. It lists the last `remembered` creates of a goal. */
int server_start(int remembered);

/* A port on which nobody listens. */
int server_dead_port(void);

/* Returns once it has read whatever was sent to it before. */
void server_settle(void);

/* How often the create of that number was run, and whether any of its body was
 * seen. */
int server_runs(long number);
int server_saw(long number);

/* Ends the process with a message. */
_Noreturn void server_die(const char *what);

#endif
