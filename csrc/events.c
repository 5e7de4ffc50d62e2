/* SPDX-License-Identifier: MIT */
#include "events.h"

#include "door.h"
#include "headers.h"

/* Pushes what happened, for people and for logs. */
static void push_event(lua_State *L, const http_event *e) {
  static const char *const names[] = {[HTTP_EVENT_START] = "start",
                                      [HTTP_EVENT_END] = "end",
                                      [HTTP_EVENT_RETRY] = "retry",
                                      [HTTP_EVENT_WAIT] = "wait"};
  const call *c = (const call *)e->call;
  size_t length;
  lua_createtable(L, 0, 7);
  lua_pushstring(L, names[e->type]);
  lua_setfield(L, -2, "event");
  lua_pushinteger(L, e->attempt);
  lua_setfield(L, -2, "attempt");
  lua_pushstring(L, e->reason && *e->reason ? e->reason : NULL);
  lua_setfield(L, -2, "reason");
  if (e->type != HTTP_EVENT_START) {
    lua_pushnumber(L, (lua_Number)e->ms / 1000);
    lua_setfield(L, -2, "seconds");
  }
  if (e->status) {
    lua_pushinteger(L, e->status);
    lua_setfield(L, -2, "status");
  }
  if (!c) return;
  lua_pushstring(L, c->operation->name);
  lua_setfield(L, -2, "operation");
  const char *id = headers_find(e->call, "x-datadog-trace-id", &length);
  if (e->type != HTTP_EVENT_END || !id) return;
  lua_pushlstring(L, id, length);
  lua_setfield(L, -2, "request_id");
}

static int push_all(lua_State *L) {
  const http *h = lua_touserdata(L, 1);
  const http_event *e;
  lua_newtable(L);
  for (lua_Integer i = 0; (e = http_event_at(h, (size_t)i)); i++) {
    push_event(L, e);
    lua_rawseti(L, -2, i + 1);
  }
  return 1;
}

void events_push(lua_State *L, http *h) {
  if (!http_event_at(h, 0)) {
    lua_pushnil(L);
    return;
  }
  bool collects = lua_gc(L, LUA_GCISRUNNING);
  lua_gc(L, LUA_GCSTOP); /* a finalizer might step or close the client */
  lua_pushcfunction(L, push_all);
  lua_pushlightuserdata(L, h);
  int status = lua_pcall(L, 1, 1, 0);
  http_forget_events(h);
  if (collects) lua_gc(L, LUA_GCRESTART);
  if (status != LUA_OK) lua_error(L);
}
