/* SPDX-License-Identifier: MIT
 *
 * retry_probe: csrc/http/retry.c and rate_limit.c for a spec, with a clock that the spec holds.
 */
#include "base/clock.h"
#include "http/rate_limit.h"
#include "http/retry.h"

#include <lauxlib.h>
#include <lua.h>
#include <string.h>

static const char *const kinds[] = {"read",   "edit",     "delete",
                                    "create", "exchange", NULL};
static const char *const sents[] = {"no", "unknown", "yes", NULL};
static const char *const actions[] = {"stop", "again", "ambiguous"};

static int64_t number(lua_State *L, int t, const char *name, int64_t other) {
  lua_getfield(L, t, name);
  int64_t value = luaL_optinteger(L, -1, (lua_Integer)other);
  lua_pop(L, 1);
  return value;
}

static bool flag(lua_State *L, int t, const char *name) {
  lua_getfield(L, t, name);
  bool set = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return set;
}

static int choice(lua_State *L, int t, const char *name, const char *other,
                  const char *const *list) {
  lua_getfield(L, t, name);
  int chosen = luaL_checkoption(L, -1, other, list);
  lua_pop(L, 1);
  return chosen;
}

/* decide { kind, sent, status, …, now, random, tokens } ->
 * action, reason, wait_ms, tokens left */
static int decide(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  retry_attempt a = {.kind = (retry_kind)choice(L, 1, "kind", "read", kinds),
                     .sent = (retry_sent)choice(L, 1, "sent", "yes", sents),
                     .status = (long)number(L, 1, "status", 0),
                     .unusable = flag(L, 1, "unusable"),
                     .permanent = flag(L, 1, "permanent"),
                     .expired = flag(L, 1, "expired"),
                     .number = (int)number(L, 1, "number", 1),
                     .asked_ms = number(L, 1, "asked_ms", -1)};
  retry_limits l = {.max_retries = (int)number(L, 1, "max_retries", 3),
                    .max_wait_ms = number(L, 1, "max_wait_ms", 90000),
                    .deadline_ms = number(L, 1, "deadline_ms", CLOCK_NEVER)};
  retry_budget b;
  retry_budget_init(&b, 100);
  b.tokens = number(L, 1, "tokens", b.tokens);
  retry_decision d = retry_decide(&b, &a, &l, number(L, 1, "now", 0),
                                  (unsigned)number(L, 1, "random", 0));
  lua_pushstring(L, actions[d.action]);
  lua_pushstring(L, d.reason);
  lua_pushinteger(L, (lua_Integer)d.wait_ms);
  lua_pushinteger(L, (lua_Integer)b.tokens);
  return 4;
}

static rate_limit_hint to_hint(lua_State *L, int t) {
  return (rate_limit_hint){.retry_after_s = number(L, t, "retry_after", -1),
                           .retry_at_s = number(L, t, "retry_at", -1),
                           .limit = number(L, t, "limit", -1),
                           .remaining = number(L, t, "remaining", -1),
                           .reset_s = number(L, t, "reset", -1),
                           .date_s = number(L, t, "date", -1)};
}

/* asked { retry_after, retry_at, reset, date, local_s } -> ms */
static int asked(lua_State *L) {
  rate_limit_hint hint = to_hint(L, 1);
  int64_t ms = rate_limit_asked_ms(&hint, number(L, 1, "local_s", 0));
  lua_pushinteger(L, (lua_Integer)ms);
  return 1;
}

static rate_limit *to_limiter(lua_State *L) {
  return luaL_checkudata(L, 1, "retry_probe.limiter");
}

static int limiter(lua_State *L) {
  lua_Integer limit = luaL_optinteger(L, 1, -1);
  rate_limit *l = lua_newuserdatauv(L, sizeof *l, 0);
  rate_limit_init(l, limit);
  luaL_setmetatable(L, "retry_probe.limiter");
  return 1;
}

static int limiter_free(lua_State *L) {
  int64_t at = rate_limit_free_ms(to_limiter(L), luaL_checkinteger(L, 2));
  lua_pushinteger(L, (lua_Integer)at);
  return 1;
}

static int limiter_count(lua_State *L) {
  rate_limit_count(to_limiter(L), luaL_checkinteger(L, 2));
  return 0;
}

/* l:hear({ limit, remaining, reset, date, … }, status, asked, now, local_s) */
static int limiter_hear(lua_State *L) {
  rate_limit_hint hint = to_hint(L, 2);
  rate_limit_learn(to_limiter(L), &hint, (long)luaL_checkinteger(L, 3),
                   luaL_checkinteger(L, 4), luaL_checkinteger(L, 5),
                   luaL_optinteger(L, 6, 0));
  return 0;
}

static int limiter_remaining(lua_State *L) {
  int64_t left = rate_limit_remaining(to_limiter(L), luaL_checkinteger(L, 2));
  lua_pushinteger(L, (lua_Integer)left);
  return 1;
}

static int allowance(lua_State *L) {
  int64_t ms = retry_allowance(luaL_checkinteger(L, 1), luaL_checkinteger(L, 2),
                               luaL_optinteger(L, 3, CLOCK_NEVER));
  lua_pushinteger(L, (lua_Integer)ms);
  return 1;
}

static const luaL_Reg methods[] = {{"free", limiter_free},
                                   {"count", limiter_count},
                                   {"hear", limiter_hear},
                                   {"remaining", limiter_remaining},
                                   {NULL, NULL}};

static const luaL_Reg functions[] = {{"decide", decide},
                                     {"asked", asked},
                                     {"limiter", limiter},
                                     {"allowance", allowance},
                                     {NULL, NULL}};

int luaopen_retry_probe(lua_State *L);

#if defined(__GNUC__)
__attribute__((visibility("default")))
#endif
int luaopen_retry_probe(lua_State *L) {
  luaL_newmetatable(L, "retry_probe.limiter");
  luaL_newlib(L, methods);
  lua_setfield(L, -2, "__index");
  luaL_newlib(L, functions);
  lua_pushinteger(L, CLOCK_NEVER);
  lua_setfield(L, -2, "NEVER");
  return 1;
}
