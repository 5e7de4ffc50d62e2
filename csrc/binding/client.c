/* SPDX-License-Identifier: MIT */
#include "client.h"

#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "base/clock.h"
#include "call.h"
#include "form.h"
#include "http/headers.h"
#include "http/upload.h"
#include "setfield.h"
#include "usage.h"
#include "json/encode.h"
#include "json/json.h"

/* http's calls are ours. */
_Static_assert(offsetof(call, http) == 0, "a call begins with its http_call");

client *client_check(lua_State *L, int index) {
  client *c = userdata_test(L, index, USERDATA_CLIENT);
  if (!c)
    usage_error(L, "expected a clickup client, got %s (use client:method(...))",
                userdata_test(L, index, USERDATA_CALL)
                    ? "a call"
                    : luaL_typename(L, index));
  return c;
}

static void check_open(lua_State *L, const client *c) {
  if (!c->http) usage_error(L, "the client is closed");
  else if (http_is_inherited(c->http))
    usage_error(
        L, "the client belongs to the parent process: make one after fork");
}

static client *to_open_client(lua_State *L, int index) {
  client *c = client_check(L, index);
  check_open(L, c);
  return c;
}

/* ---- client: birth ------------------------------------------------------ */

static int64_t integer_field(lua_State *L, int t, const char *name,
                             int64_t otherwise) {
  int64_t value = otherwise;
  if (lua_getfield(L, t, name) != LUA_TNIL) value = luaL_checkinteger(L, -1);
  lua_pop(L, 1);
  return value;
}

static bool flag_field(lua_State *L, int t, const char *name, bool otherwise) {
  bool value = otherwise;
  if (lua_getfield(L, t, name) != LUA_TNIL) value = lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

/* Reads the limits that the table has over those that are there. */
static void read_limits(lua_State *L, http_request *r, int settings) {
  r->timeout_ms = integer_field(L, settings, "timeout_ms", r->timeout_ms);
  r->limit_ms = integer_field(L, settings, "deadline_ms", r->limit_ms);
  r->max_wait_ms = integer_field(L, settings, "max_wait_ms", r->max_wait_ms);
  r->max_retries =
      (int)integer_field(L, settings, "max_retries", r->max_retries);
}

/* settings.curl: { { option, libcurl's name, string | integer | false } } */
static void apply_curl(lua_State *L, http *h, int settings) {
  lua_getfield(L, settings, "curl");
  for (int i = 1; lua_geti(L, -1, i) == LUA_TTABLE; i++) {
    const char *reason = "?";
    bool done;
    lua_geti(L, -1, 1);
    lua_geti(L, -2, 2);
    lua_geti(L, -3, 3);
    const char *name = lua_tostring(L, -2);
    if (lua_isinteger(L, -1))
      done = http_set_number(h, name, lua_tointeger(L, -1), &reason);
    else done = http_set_text(h, name, lua_tostring(L, -1), &reason);
    if (!done)
      usage_error(L, "option %s: not possible with this libcurl (%s)",
                  lua_tostring(L, -3), reason);
    lua_pop(L, 4);
  }
  lua_pop(L, 2);
}

static void apply_headers(lua_State *L, http *h, int settings) {
  lua_getfield(L, settings, "headers");
  for (int i = 1; lua_geti(L, -1, i) == LUA_TSTRING; i++) {
    if (!http_add_header(h, lua_tostring(L, -1))) json_no_memory(L);
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
}

static void make_pool(lua_State *L, client *c, int self, int max_in_flight) {
  c->pool = max_in_flight;
  if (c->pool < CLIENT_LEAST_POOL) c->pool = CLIENT_LEAST_POOL;
  if (c->pool > CLIENT_LARGEST_POOL) c->pool = CLIENT_LARGEST_POOL;
  lua_createtable(L, c->pool, 0);
  lua_setiuservalue(L, self, CLIENT_POOL);
}

int client_new(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 2);
  client *c = lua_newuserdatauv(L, sizeof *c, CLIENT_VALUES);
  memset(c, 0, sizeof *c);
  buf_init(&c->base, CALL_MAX_URL / 2);
  luaL_setmetatable(L, userdata_names[USERDATA_CLIENT]);
  lua_newtable(L);
  lua_setiuservalue(L, 3, CLIENT_CALLS);
  lua_pushvalue(L, 2);
  lua_setiuservalue(L, 3, CLIENT_STATE);
  int max_in_flight = (int)integer_field(L, 1, "max_in_flight", 1);
  make_pool(L, c, 3, max_in_flight);
  read_limits(L, &c->limits, 1);
  c->max_answer = (size_t)integer_field(L, 1, "max_response_bytes", 0);
  c->strict = flag_field(L, 1, "strict", true);
  c->verbose = flag_field(L, 1, "verbose", false);
  lua_getfield(L, 1, "base_url");
  size_t length;
  const char *base = luaL_checklstring(L, -1, &length);
  int status = buf_append(&c->base, base, length);
  if (status == BUF_FULL) usage_error(L, "option base_url: too long");
  if (status == BUF_NOMEM) json_no_memory(L);
  http_config config = {
      .base = base,
      .max_in_flight = max_in_flight,
      .rate_limit = integer_field(L, 1, "rate_limit", -1),
      .retry_budget = (int)integer_field(L, 1, "retry_budget", 0),
      .observed = flag_field(L, 1, "observed", false),
  };
  c->http = http_new(&config);
  if (!c->http) json_no_memory(L);
  apply_curl(L, c->http, 1);
  apply_headers(L, c->http, 1);
  lua_settop(L, 3);
  return 1;
}

/* ---- client: calls ------------------------------------------------------ */

/* A call in flight is held by its client, so that nobody else has to. Making
 * the call may have run a finalizer, which may have closed the client. */
static void anchor_call(lua_State *L, int client_index, int call_index) {
  to_open_client(L, client_index);
  lua_getiuservalue(L, client_index, CLIENT_CALLS);
  lua_pushvalue(L, call_index);
  ((call *)lua_touserdata(L, call_index))->anchor = luaL_ref(L, -2);
  lua_pop(L, 1);
}

/* Lets go of what has completed, but for what is held; those that are watched go into the
 * scheduler's list, behind what is there already. Nothing is let go before all of them are in
 * it, and counted there, so that an error loses none. No finalizer runs in between, which
 * could make a step of its own. */
static void release_completed(lua_State *L, int client_index, client *c,
                              int scheduler) {
  lua_getfield(L, scheduler, "completed");
  lua_getfield(L, scheduler, "arrived");
  int list = lua_gettop(L) - 1;
  lua_Integer last = lua_tointeger(L, -1);
  lua_getiuservalue(L, client_index, CLIENT_CALLS);
  for (http_call *h = http_completed(c->http); h; h = h->next) {
    if (!((call *)h)->watched) continue;
    lua_rawgeti(L, -1, ((call *)h)->anchor);
    lua_rawseti(L, list, ++last);
  }
  lua_pushinteger(L, last);
  lua_setfield(L, scheduler, "arrived");
  for (http_call *h; (h = http_next_completed(c->http));) {
    call *ended = (call *)h;
    ended->released = true;
    if (!ended->held) call_unanchor(L, ended);
  }
  lua_pop(L, 3);
}

/* Keeps the problems on top in the call, behind those that are there. */
static void keep_problems(lua_State *L, int self) {
  int more = lua_gettop(L);
  if (lua_getiuservalue(L, self, CALL_PROBLEMS) != LUA_TTABLE) {
    lua_settop(L, more);
    lua_setiuservalue(L, self, CALL_PROBLEMS);
    return;
  }
  lua_Integer count = (lua_Integer)lua_rawlen(L, more + 1);
  lua_Integer n = (lua_Integer)lua_rawlen(L, more);
  for (lua_Integer i = 1; i <= n; i++) {
    lua_rawgeti(L, more, i);
    lua_rawseti(L, more + 1, count + i);
  }
  lua_settop(L, more - 1);
}

/* A query that is left out is an empty one where something in it is required. */
static bool write_query(lua_State *L, call *made, int op, bool strict,
                        int query) {
  const operation *o = made->operation;
  if (lua_isnil(L, query)) {
    if (!o->needs_query) return true;
    lua_newtable(L);
    lua_replace(L, query);
  }
  lua_getiuservalue(L, op, OPERATION_QUERY);
  return encode_query(L, lua_gettop(L), query, strict,
                      o->has_body ? "query" : NULL, &made->http.bytes->url);
}

/* Writes URL and body; false when the body or query was refused, with the
 * problems kept in the call. */
static bool write_request(lua_State *L, call *made, const client *c,
                          bool strict, int first) {
  const operation *o = made->operation;
  int self = lua_gettop(L), next = first + o->ids;
  bool fine = true;
  lua_getiuservalue(L, self, CALL_OPERATION);
  int op = lua_gettop(L);
  operation_write_url(L, op, first, strict, &c->base, &made->http.bytes->url);
  if (o->has_body) {
    lua_getiuservalue(L, op, OPERATION_BODY);
    fine = o->is_form
               ? form_write(L, self, op + 1, next, strict)
               : encode_value(L, op + 1, next, strict, &made->http.bytes->body);
    next++;
    if (!fine) keep_problems(L, self);
  }
  if (o->has_query && !write_query(L, made, op, strict, next)) {
    keep_problems(L, self);
    fine = false;
  }
  lua_settop(L, self);
  if (buf_terminate(&made->http.bytes->url) != BUF_OK) json_no_memory(L);
  return fine;
}

/* Lua: clients.submit(client, operation, settings | nil, held, id..., body, query)
 * -> call; nil when there are more arguments than the operation has. It has
 * completed already when the body broke the schema. A call that is held is not
 * done before calls.settle. */
static int client_submit(lua_State *L) {
  client *c = to_open_client(L, 1);
  const operation *o = operation_test(L, 2);
  luaL_argcheck(L, o, 2, "operation expected");
  if (lua_gettop(L) > 4 + o->ids + o->has_body + o->has_query) return 0;
  lua_settop(L, 4 + o->ids + o->has_body + o->has_query);
  call *made = call_push(L, c, o, 2);
  bool strict = c->strict;
  made->http.request = c->limits;
  if (lua_istable(L, 3)) {
    strict = flag_field(L, 3, "strict", strict);
    read_limits(L, &made->http.request, 3);
  }
  made->http.request.method = o->method;
  made->http.request.kind = o->kind;
  made->held = made->watched = lua_toboolean(L, 4);
  if (made->held) {
    lua_pushvalue(L, 5);
    lua_setiuservalue(L, -2, CALL_PARENT);
  }
  if (write_request(L, made, c, strict, 5)) {
    anchor_call(L, 1, lua_gettop(L));
    http_submit(c->http, &made->http);
  } else {
    made->refused = true;
    made->http.request.upload = NULL; /* the problems are in its place */
    made->held = false;
    made->http.state = HTTP_DONE;
  }
  return 1;
}

static void copy(lua_State *L, buf *to, const buf *from) {
  if (buf_append(to, from->data, from->size) != BUF_OK ||
      buf_terminate(to) != BUF_OK)
    json_no_memory(L);
}

/* Lua: clients.resubmit(client, call) -> a call that sends the same again within the
 * same deadline; nil when no retry is left. */
static int client_resubmit(lua_State *L) {
  client *c = to_open_client(L, 1);
  const call *old = call_check(L, 2);
  bool is_form = old->operation->is_form; /* its file was let go of */
  if (is_form || !http_take_retry(c->http)) return 0;
  lua_getiuservalue(L, 2, CALL_OPERATION);
  call *made = call_push(L, c, old->operation, 3);
  http_call *h = &made->http;
  h->request = old->http.request;
  if (old->http.deadline_ms != CLOCK_NEVER) {
    h->request.limit_ms = old->http.deadline_ms - clock_ms();
    if (h->request.limit_ms < 1) h->request.limit_ms = 1;
  }
  copy(L, &h->bytes->url, &old->http.bytes->url);
  copy(L, &h->bytes->body, &old->http.bytes->body);
  anchor_call(L, 1, lua_gettop(L));
  http_submit(c->http, h);
  return 1;
}

/* ---- client: events ------------------------------------------------------ */

/* What a verbose client shows besides. */
static void set_details(lua_State *L, const http_event *e) {
  const http_call *c = e->call;
  if (e->type == HTTP_EVENT_START) {
    setfield_text(L, "method", c->request.method);
    setfield_text(L, "url", c->bytes->url.data);
    setfield_integer(L, "bytes",
                     c->request.upload ? upload_total(c)
                                       : (int64_t)c->bytes->body.size);
  } else if (e->type == HTTP_EVENT_END) {
    const http_result *r = &c->result;
    setfield_integer(L, "bytes", (int64_t)c->bytes->answer.size);
    setfield_number(L, "connect", (lua_Number)r->connect_us / 1e6);
    setfield_number(L, "first_byte", (lua_Number)r->first_byte_us / 1e6);
    if (r->status)
      setfield_text(L, "http_version", call_version_name(r->version));
    setfield_text(L, "decision", r->retry_reason);
  }
}

/* Pushes what happened, for people and for logs. */
static void push_event(lua_State *L, const http_event *e, bool verbose) {
  static const char *const names[] = {[HTTP_EVENT_START] = "start",
                                      [HTTP_EVENT_END] = "end",
                                      [HTTP_EVENT_PROGRESS] = "progress",
                                      [HTTP_EVENT_RETRY] = "retry",
                                      [HTTP_EVENT_WAIT] = "wait"};
  const call *c = (const call *)e->call;
  size_t length;
  lua_createtable(L, 0, 7);
  setfield_text(L, "event", names[e->type]);
  setfield_integer(L, "attempt", e->attempt);
  setfield_text(L, "reason", e->reason && *e->reason ? e->reason : NULL);
  if (e->type == HTTP_EVENT_PROGRESS) setfield_integer(L, "bytes", e->bytes);
  else if (e->type != HTTP_EVENT_START)
    setfield_number(L, "seconds", (lua_Number)e->ms / 1000);
  if (e->status) setfield_integer(L, "status", e->status);
  if (!c) return;
  setfield_text(L, "operation", c->operation->name);
  if (e->type == HTTP_EVENT_PROGRESS && c->http.request.upload)
    setfield_integer(L, "total", upload_total(&c->http));
  const char *id = headers_find(e->call, "x-datadog-trace-id", &length);
  if (e->type == HTTP_EVENT_END && id)
    setfield_bytes(L, "request_id", id, length);
  if (verbose) set_details(L, e);
}

/* The entry's call and its bytes stay while the entry is told, whoever closes the
 * client or reads the outcome. */
static void hold(lua_State *L, int index, const http_event *e) {
  if (e->call && lua_getiuservalue(L, index, CLIENT_CALLS) == LUA_TTABLE &&
      lua_rawgeti(L, -1, ((call *)e->call)->anchor) == LUA_TUSERDATA)
    lua_getiuservalue(L, -1, CALL_BYTES);
}

/* Pushes the list of what happened since it was asked for last, in order; nil
 * when nothing did. A finalizer may have closed the client when this returns.
 * After an error nothing was asked for. */
static void push_events(lua_State *L, int index, const client *c) {
  if (!http_event_at(c->http, 0)) {
    lua_pushnil(L);
    return;
  }
  lua_newtable(L);
  int list = lua_gettop(L);
  for (lua_Integer i = 0; c->http; i++) {
    const http_event *entry = http_event_at(c->http, (size_t)i);
    if (!entry) break;
    http_event e = *entry;
    hold(L, index, &e);
    push_event(L, &e, c->verbose);
    lua_rawseti(L, list, i + 1);
    lua_settop(L, list);
  }
  if (c->http) http_forget_events(c->http);
}

/* ---- client: steps ------------------------------------------------------- */

/* The delivery has ended, or raised: then the next step looks at everything. Nothing
 * in it can suspend the coroutine of the step, which nobody may resume any more: a
 * call within it blocks, and moves on what it waits for. */
static void deliver(lua_State *L, client *c, int arguments) {
  bool had_missed = c->missed;
  c->steps++;
  int status = lua_pcall(L, arguments, 0, 0);
  c->steps--;
  if (status == LUA_OK && had_missed) c->missed = false;
  if (status == LUA_OK) return;
  c->missed = true;
  lua_error(L);
}

/* Lua: clients.step(client, state, scheduler, patient, deliver) -> true, after
 * deliver(client, state, happened, missed, depth), when the watched calls that have
 * completed are in the scheduler's list: what happened, in order, or nil; and
 * whether a delivery was cut short before this one, by an error at any line of it (a
 * debug hook, Ctrl-C, memory). When nothing completes, a patient step waits and goes
 * on. False: nothing is under way. Nil: the client is closed, which a finalizer may do
 * at any time: what was under way has completed. */
static int client_step(lua_State *L) {
  client *c = client_check(L, 1);
  if (!c->http) return 0;
  check_open(L, c);
  luaL_checktype(L, 3, LUA_TTABLE);
  bool patient = lua_toboolean(L, 4) && !c->missed;
  lua_settop(L, 5);
  http_step(c->http);
  if (patient && !http_has_news(c->http)) {
    if (http_timeout_ms(c->http) == CLOCK_NEVER) {
      lua_pushboolean(L, 0);
      return 1;
    }
    http_wait(c->http, CLOCK_NEVER);
    http_step(c->http);
  }
  push_events(L, 1, c); /* while all calls are held */
  if (c->http) release_completed(L, 1, c, 3);
  lua_pushvalue(L, 5);
  lua_pushvalue(L, 1);
  lua_pushvalue(L, 2);
  lua_pushvalue(L, 6);
  lua_pushboolean(L, c->missed);
  lua_pushinteger(L, c->steps + 1);
  deliver(L, c, 5);
  lua_pushboolean(L, 1);
  return 1;
}

/* Lua: clients.steps(client) -> how many steps of it are under way, one within a
 * callback of another. */
static int client_steps(lua_State *L) {
  lua_pushinteger(L, client_check(L, 1)->steps);
  return 1;
}

/* Whether it is this process's, and not closed. */
static bool is_open(const client *c) {
  return c->http && !http_is_inherited(c->http);
}

/* Lua: clients.is_open(client) */
static int client_is_open(lua_State *L) {
  lua_pushboolean(L, is_open(client_check(L, 1)));
  return 1;
}

/* Lua: clients.held(client) -> a list of its calls that are held; after a fork those of
 * the parent's client are the parent's. */
static int client_held(lua_State *L) {
  const client *own = client_check(L, 1);
  lua_newtable(L);
  if (!is_open(own) || lua_getiuservalue(L, 1, CLIENT_CALLS) != LUA_TTABLE) {
    lua_settop(L, 2);
    return 1;
  }
  lua_Integer n = 0, last = (lua_Integer)lua_rawlen(L, 3);
  for (lua_Integer i = 1; i <= last; i++) {
    lua_rawgeti(L, 3, i); /* a call, or a number of luaL_ref's own */
    const call *c = lua_touserdata(L, -1);
    if (c && c->held) lua_rawseti(L, 2, ++n);
    else lua_pop(L, 1);
  }
  lua_settop(L, 2);
  return 1;
}

/* Seconds as the caller gives them: a finite number, not below zero. */
static int64_t to_ms(lua_State *L, const char *name, int index,
                     int64_t otherwise) {
  if (lua_isnoneornil(L, index)) return otherwise;
  lua_Number seconds = lua_tonumber(L, index);
  if (lua_type(L, index) != LUA_TNUMBER)
    usage_error(L, "%s: expected seconds (a number from 0), got %s", name,
                luaL_typename(L, index));
  if (!(seconds >= 0))
    usage_error(L, "%s: expected seconds (a number from 0), got number %s",
                name, lua_tostring(L, index));
  return seconds > 1e9 ? otherwise : (int64_t)ceil(seconds * 1000);
}

static int client_wait(lua_State *L) {
  client *c = to_open_client(L, 1);
  int64_t ms = to_ms(L, "wait", 2, CLOCK_NEVER);
  http_wait(c->http, c->missed ? 0 : ms);
  return 0;
}

/* Lua: clients.sleep(client, seconds) -> a call that completes then, without a request. */
static int client_sleep(lua_State *L) {
  static const operation nothing = {.name = "sleep", .method = ""};
  client *c = to_open_client(L, 1);
  int64_t ms = to_ms(L, "sleep", 2, 0);
  lua_pushnil(L);
  call *made = call_push(L, c, &nothing, lua_gettop(L));
  anchor_call(L, 1, lua_gettop(L));
  http_sleep(c->http, &made->http, ms);
  return 1;
}

/* Lua: client:rate_limit() -> { limit?, remaining?, reset }: requests per
 * minute, how many are left, seconds until there are more. */
static int client_rate_limit(lua_State *L) {
  http_rate rate = http_rate_limit(to_open_client(L, 1)->http);
  lua_createtable(L, 0, 3);
  if (rate.limit > 0) setfield_integer(L, "limit", rate.limit);
  if (rate.remaining >= 0) setfield_integer(L, "remaining", rate.remaining);
  setfield_number(L, "reset", (lua_Number)rate.reset_ms / 1000);
  return 1;
}

/* Lua: client:stats() -> what it has done so far, and what is under way. */
static int client_stats(lua_State *L) {
  http_stats s = http_get_stats(to_open_client(L, 1)->http);
  lua_createtable(L, 0, 8);
  setfield_integer(L, "connections", s.connections);
  setfield_integer(L, "started", s.started);
  setfield_integer(L, "in_flight", s.in_flight);
  setfield_integer(L, "queued", s.queued);
  setfield_integer(L, "delayed", s.delayed);
  setfield_integer(L, "retried", s.retried);
  setfield_integer(L, "bytes_sent", s.bytes_sent);
  setfield_integer(L, "bytes_received", s.bytes_received);
  return 1;
}

static int client_fd(lua_State *L) {
  int fd = http_fd(to_open_client(L, 1)->http);
  if (fd < 0 && errno != ENOSYS)
    luaL_error(L, "no descriptor is left: %s", strerror(errno));
  if (fd < 0) lua_pushnil(L);
  else lua_pushinteger(L, fd);
  return 1;
}

static int client_timeout(lua_State *L) {
  client *c = to_open_client(L, 1);
  int64_t ms = c->missed ? 0 : http_timeout_ms(c->http);
  if (ms == CLOCK_NEVER) lua_pushnil(L);
  else lua_pushnumber(L, (lua_Number)ms / 1000);
  return 1;
}

/* ---- client: death ------------------------------------------------------ */

/* close and __gc. What is in flight completes as closed. */
static int client_close(lua_State *L) {
  client *c = client_check(L, 1);
  http *h = c->http;
  c->http = NULL;
  http_free(h);
  buf_free(&c->base);
  lua_getiuservalue(L, 1, CLIENT_POOL);
  for (; c->pooled > 0; c->pooled--) {
    lua_rawgeti(L, -1, c->pooled);
    http_bytes_free(lua_touserdata(L, -1));
    lua_pop(L, 1);
  }
  lua_pushnil(L);
  lua_setiuservalue(L, 1, CLIENT_CALLS);
  lua_pushnil(L);
  lua_setiuservalue(L, 1, CLIENT_POOL);
  return 0;
}

/* A <close> variable goes out of scope: the Lua side's close, which ends what
 * waits for the client, too. An error on its way out is not replaced. */
static int client_leave(lua_State *L) {
  bool failing = !lua_isnoneornil(L, 2);
  lua_settop(L, 1);
  lua_getfield(L, 1, "close");
  lua_insert(L, 1);
  if (!failing) lua_call(L, 1, 0);
  else lua_pcall(L, 1, 0, 0);
  return 0;
}

static int client_is_closed(lua_State *L) {
  lua_pushboolean(L, client_check(L, 1)->http == NULL);
  return 1;
}

static int client_tostring(lua_State *L) {
  client *c = client_check(L, 1);
  if (!c->http) {
    lua_pushliteral(L, "clickup client (closed)");
    return 1;
  }
  lua_pushliteral(L, "clickup client (");
  lua_pushlstring(L, c->base.data, c->base.size);
  lua_pushliteral(L, ")");
  lua_concat(L, 3);
  return 1;
}

static const luaL_Reg client_methods[] = {{"is_closed", client_is_closed},
                                          {"rate_limit", client_rate_limit},
                                          {"stats", client_stats},
                                          {"fd", client_fd},
                                          {NULL, NULL}};

static const luaL_Reg client_functions[] = {{"submit", client_submit},
                                            {"resubmit", client_resubmit},
                                            {"sleep", client_sleep},
                                            {"step", client_step},
                                            {"steps", client_steps},
                                            {"held", client_held},
                                            {"wait", client_wait},
                                            {"timeout", client_timeout},
                                            {"close", client_close},
                                            {"is_open", client_is_open},
                                            {NULL, NULL}};

static const luaL_Reg client_meta[] = {{"__gc", client_close},
                                       {"__close", client_leave},
                                       {"__tostring", client_tostring},
                                       {NULL, NULL}};

void client_open(lua_State *L) {
  userdata_make_class(L, USERDATA_CLIENT, "client", client_methods,
                      client_meta);
  luaL_newlibtable(L, client_functions);
  userdata_set_functions(L, client_functions);
  lua_setfield(L, -2, "clients");
}
