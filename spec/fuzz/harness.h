/* SPDX-License-Identifier: MIT
 *
 * harness: gives bytes to a target, which is a Lua function that says what
 * must hold (targets.lua); used by libFuzzer (fuzzer.c) and by specs (replay.c).
 *
 * Owns:    one Lua state for the life of the process: the module is loaded
 *          once, so that most of the time goes into what is tested.
 * Expects: LUA_PATH and LUA_CPATH that find the module and lua-cjson.
 * Never:   returns when something did not hold: it aborts.
 */
#ifndef CLICKUP_FUZZ_HARNESS_H
#define CLICKUP_FUZZ_HARNESS_H

#include <stddef.h>
#include <stdint.h>

/* Loads the target; aborts when there is none of that name. */
void harness_open(const char *target);

void harness_run(const uint8_t *bytes, size_t length);

/* Aborts when the Lua heap, or the stack, has grown since harness_open. */
void harness_check_heap(void);

void harness_close(void);

#endif
