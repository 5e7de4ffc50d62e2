/* SPDX-License-Identifier: MIT */
#include "events.h"

#include "door.h"
#include "fields.h"
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
  fields_text(L, "event", names[e->type]);
  fields_integer(L, "attempt", e->attempt);
  fields_text(L, "reason", e->reason && *e->reason ? e->reason : NULL);
  if (e->type != HTTP_EVENT_START)
    fields_number(L, "seconds", (lua_Number)e->ms / 1000);
  if (e->status) fields_integer(L, "status", e->status);
  if (!c) return;
  fields_text(L, "operation", c->operation->name);
  const char *id = headers_find(e->call, "x-datadog-trace-id", &length);
  if (e->type == HTTP_EVENT_END && id)
    fields_bytes(L, "request_id", id, length);
}

/* The entry's call stays while the entry is told, whoever closes the client. */
static void hold(lua_State *L, int index, const http_event *e) {
  if (lua_getiuservalue(L, index, CLIENT_CALLS) == LUA_TTABLE)
    lua_rawgetp(L, -1, e->call);
  else lua_pushnil(L);
  lua_remove(L, -2);
}

void events_push(lua_State *L, int index) {
  const client *c = client_check(L, index);
  if (!http_event_at(c->http, 0)) {
    lua_pushnil(L);
    return;
  }
  lua_newtable(L);
  for (lua_Integer i = 0; c->http; i++) {
    const http_event *entry = http_event_at(c->http, (size_t)i);
    if (!entry) break;
    http_event e = *entry;
    hold(L, index, &e);
    push_event(L, &e);
    lua_rawseti(L, -3, i + 1);
    lua_pop(L, 1);
  }
  if (c->http) http_forget_events(c->http);
}
