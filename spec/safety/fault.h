/* SPDX-License-Identifier: MIT
 *
 * fault: memory that runs out at a chosen allocation, of Lua's, libcurl's and
 * the core's own, which are counted in one sequence.
 *
 * Owns:    the counts. The linker has to be told to --wrap malloc, calloc,
 *          realloc and free.
 * Expects: fault_init before libcurl is used.
 * Never:   fails an allocation while it is not armed.
 */
#ifndef CLICKUP_SAFETY_FAULT_H
#define CLICKUP_SAFETY_FAULT_H

#include <stdbool.h>
#include <stddef.h>

typedef enum fault_mode {
  FAULT_ALL,     /* the n-th allocation and all after it fail */
  FAULT_ONE,     /* the n-th fails (Lua's second try at it, too) */
  FAULT_COLLECT, /* the n-th fails if it is Lua's; its second try doesn't */
  FAULT_BELOW,   /* of what is not Lua's, the n-th and all after it fail */
  FAULT_MODES
} fault_mode;

extern const char *const fault_names[FAULT_MODES];

typedef struct fault_blocks {
  long lua, curl, core;
} fault_blocks;

/* Makes libcurl allocate through here. */
void fault_init(void);

void fault_arm(fault_mode mode, long n);

/* True when the n-th allocation was reached. */
bool fault_disarm(void);

/* What is allocated and not freed now. */
fault_blocks fault_live(void);

/* A lua_Alloc. */
void *fault_lua(void *user, void *block, size_t old, size_t size);

#endif
