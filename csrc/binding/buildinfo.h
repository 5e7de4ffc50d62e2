/* SPDX-License-Identifier: MIT
 *
 * buildinfo: what this module runs on and was built with, for clickup.doctor.
 *
 * Owns:    nothing.
 * Expects: libcurl to be ready.
 * Never:   sends anything, or raises but for want of memory.
 */
#ifndef CLICKUP_BUILDINFO_H
#define CLICKUP_BUILDINFO_H

#include <lua.h>

/* Lua: buildinfo() -> { versions, features, limits }. */
int buildinfo_push(lua_State *L);

/* Lua: count_hashed(folder) -> how many entries of it libcurl would find as
 * CAs (c_rehash names them) | nil, reason. */
int buildinfo_count_hashed(lua_State *L);

#endif
