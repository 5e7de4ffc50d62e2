/* SPDX-License-Identifier: MIT
 *
 * reference: creates key results in plain C on libcurl; what the bench measures
 * everything against.
 *
 *     reference MODE URL CA_FILE VERSION COUNT [IN_FLIGHT]
 *
 * easy:  one kept handle, a ready-made body, no look into the reply's JSON
 * json:  the same, with a request table built and encoded, and the reply
 *        decoded to a table, by lua-cjson through Lua's C API
 * multi: as json, IN_FLIGHT at once, with curl_multi_perform
 * epoll: as json, IN_FLIGHT at once, with curl_multi_socket_action
 * plain: as easy, with the folder of CAs that this libcurl was built for left
 *        on: the CAs are then read anew for each connection
 *
 * VERSION of HTTP is 1.1 or 2. Prints the wall and the CPU seconds that COUNT
 * creates took after a few to warm up, and the most memory it had, in KiB. A reply that is not the right one, or
 * that came by another version, ends it with status 1.
 */
#include <curl/curl.h>
#include <errno.h>
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>

#define ID "947d46ed-8480-49bc-8c57-e569747efe93"

static const char BODY[] =
    "{\"name\":\"New Key Result Name\",\"owners\":[183],\"type\":\"number\","
    "\"steps_start\":0,\"steps_end\":10,\"unit\":\"km\",\"task_ids\":[],"
    "\"list_ids\":[]}";

enum { WARM_UP = 20, MAX_ANSWER = 1 << 20, EVENTS = 64 };

typedef struct bench {
  lua_State *L; /* its stack: cjson.encode, cjson.decode */
  const char *url, *ca_file;
  long version;
  bool keep_cas;
  struct curl_slist *headers;
  CURLM *multi;
  int epoll;
  long timer_ms; /* what libcurl asked for; -1: nothing */
  long to_start; /* creates that are still to be started */
  long to_end;
} bench;

typedef struct transfer {
  CURL *easy;
  char *answer;
  size_t size, capacity;
} transfer;

enum { ENCODE = 1, DECODE };

static void fail(const char *what, const char *why) {
  fprintf(stderr, "reference: %s: %s\n", what, why);
  exit(1);
}

/* ---- JSON --------------------------------------------------------------- */

static void open_lua(bench *b) {
  lua_State *L = b->L = luaL_newstate();
  if (!L) fail("Lua", "no memory");
  luaL_openlibs(L);
  lua_getglobal(L, "require");
  lua_pushliteral(L, "cjson");
  if (lua_pcall(L, 1, 1, 0) != LUA_OK) fail("cjson", lua_tostring(L, -1));
  lua_getfield(L, 1, "encode");
  lua_getfield(L, 1, "decode");
  lua_remove(L, 1);
}

static void set_string(lua_State *L, const char *key, const char *value) {
  lua_pushstring(L, value);
  lua_setfield(L, -2, key);
}

static void set_integer(lua_State *L, const char *key, lua_Integer value) {
  lua_pushinteger(L, value);
  lua_setfield(L, -2, key);
}

static void set_empty(lua_State *L, const char *key) {
  lua_newtable(L);
  lua_setfield(L, -2, key);
}

static void push_request(lua_State *L) {
  lua_createtable(L, 0, 8);
  set_string(L, "name", "New Key Result Name");
  lua_createtable(L, 1, 0);
  lua_pushinteger(L, 183);
  lua_rawseti(L, -2, 1);
  lua_setfield(L, -2, "owners");
  set_string(L, "type", "number");
  set_integer(L, "steps_start", 0);
  set_integer(L, "steps_end", 10);
  set_string(L, "unit", "km");
  set_empty(L, "task_ids");
  set_empty(L, "list_ids");
}

/* Leaves the request's JSON on the stack. */
static const char *push_body(lua_State *L, size_t *size) {
  lua_pushvalue(L, ENCODE);
  push_request(L);
  if (lua_pcall(L, 1, 1, 0) != LUA_OK) fail("encode", lua_tostring(L, -1));
  return lua_tolstring(L, -1, size);
}

static void check_decoded(lua_State *L, const transfer *t) {
  lua_pushvalue(L, DECODE);
  lua_pushlstring(L, t->answer, t->size);
  if (lua_pcall(L, 1, 1, 0) != LUA_OK) fail("decode", lua_tostring(L, -1));
  lua_getfield(L, -1, "key_result");
  if (!lua_istable(L, -1)) fail("answer", "no key result");
  lua_getfield(L, -1, "id");
  const char *id = lua_tostring(L, -1);
  if (!id || strcmp(id, ID) != 0) fail("answer", "a wrong id");
  lua_pop(L, 3);
}

/* ---- one transfer ------------------------------------------------------- */

static size_t keep(char *bytes, size_t size, size_t n, void *user) {
  transfer *t = user;
  n *= size;
  if (n > MAX_ANSWER - t->size) return 0;
  if (t->size + n > t->capacity) {
    size_t capacity = 2 * (t->size + n);
    char *longer = realloc(t->answer, capacity);
    if (!longer) return 0;
    t->answer = longer;
    t->capacity = capacity;
  }
  memcpy(t->answer + t->size, bytes, n);
  t->size += n;
  return n;
}

static void open_transfer(const bench *b, transfer *t) {
  CURL *easy = curl_easy_init();
  if (!easy) fail("libcurl", "no memory");
  curl_easy_setopt(easy, CURLOPT_URL, b->url);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, b->headers);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, 30000L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
  if (b->keep_cas) curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
  if (*b->ca_file) curl_easy_setopt(easy, CURLOPT_CAINFO, b->ca_file);
  *t = (transfer){.easy = easy};
}

static void close_transfer(transfer *t) {
  curl_easy_cleanup(t->easy);
  free(t->answer);
}

static void check_status(const transfer *t, CURLcode code) {
  long status = 0;
  if (code != CURLE_OK) fail("libcurl", curl_easy_strerror(code));
  curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
  if (status != 200) fail("answer", "the status is not 200");
}

/* Once is enough: a connection does not change it. */
static void check_version(const bench *b, const transfer *t) {
  long version = 0;
  curl_easy_getinfo(t->easy, CURLINFO_HTTP_VERSION, &version);
  if (version != b->version) fail("answer", "another protocol");
}

static void check_bytes(const transfer *t) {
  size_t n = sizeof ID - 1, i = 0;
  while (i + n <= t->size && memcmp(t->answer + i, ID, n) != 0) i++;
  if (i + n > t->size) fail("answer", "no id");
}

/* ---- one after another -------------------------------------------------- */

static void run_easy(bench *b, transfer *t, long count) {
  (void)b;
  curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, BODY);
  curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE, (long)sizeof BODY - 1);
  for (long i = 0; i < count; i++) {
    t->size = 0;
    check_status(t, curl_easy_perform(t->easy));
    check_bytes(t);
  }
}

static void run_json(bench *b, transfer *t, long count) {
  for (long i = 0; i < count; i++) {
    size_t size;
    const char *body = push_body(b->L, &size);
    curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, body);
    curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE, (long)size);
    t->size = 0;
    check_status(t, curl_easy_perform(t->easy));
    check_decoded(b->L, t);
    lua_pop(b->L, 1);
  }
}

/* ---- many at once ------------------------------------------------------- */

static void start(bench *b, transfer *t) {
  size_t size;
  const char *body = push_body(b->L, &size);
  curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE, (long)size);
  curl_easy_setopt(t->easy, CURLOPT_COPYPOSTFIELDS, body);
  lua_pop(b->L, 1);
  t->size = 0;
  b->to_start--;
  if (curl_multi_add_handle(b->multi, t->easy) != CURLM_OK)
    fail("libcurl", "a handle was not taken");
}

/* Takes what has ended, and starts as many. */
static void harvest(bench *b) {
  CURLMsg *message;
  int left;
  while ((message = curl_multi_info_read(b->multi, &left)) != NULL) {
    char *private = NULL;
    CURLcode code = message->data.result;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &private);
    transfer *t = (transfer *)(void *)private;
    check_status(t, code);
    check_decoded(b->L, t);
    curl_multi_remove_handle(b->multi, t->easy);
    b->to_end--;
    if (b->to_start > 0) start(b, t);
  }
}

static void turn_multi(bench *b) {
  int running;
  if (curl_multi_perform(b->multi, &running) != CURLM_OK)
    fail("libcurl", "curl_multi_perform");
  harvest(b);
  if (b->to_end > 0) curl_multi_poll(b->multi, NULL, 0, 1000, NULL);
}

static int on_timer(CURLM *multi, long timeout_ms, void *user) {
  (void)multi;
  ((bench *)user)->timer_ms = timeout_ms;
  return 0;
}

static int on_socket(CURL *easy, curl_socket_t s, int what, void *user,
                     void *known) {
  const bench *b = user;
  (void)easy;
  struct epoll_event event = {.data.fd = s};
  if (what == CURL_POLL_REMOVE)
    return epoll_ctl(b->epoll, EPOLL_CTL_DEL, s, NULL);
  if (what & CURL_POLL_IN) event.events |= EPOLLIN;
  if (what & CURL_POLL_OUT) event.events |= EPOLLOUT;
  if (!known) curl_multi_assign(b->multi, s, b->multi);
  return epoll_ctl(b->epoll, known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, s, &event);
}

static void act(const bench *b, curl_socket_t s, int ready) {
  int running;
  if (curl_multi_socket_action(b->multi, s, ready, &running) != CURLM_OK)
    fail("libcurl", "curl_multi_socket_action");
}

static void turn_epoll(bench *b) {
  struct epoll_event events[EVENTS];
  int n = epoll_wait(b->epoll, events, EVENTS, (int)b->timer_ms);
  if (n < 0 && errno != EINTR) fail("epoll", strerror(errno));
  if (n <= 0) act(b, CURL_SOCKET_TIMEOUT, 0);
  for (int i = 0; i < n; i++) {
    int ready = events[i].events & EPOLLOUT ? CURL_CSELECT_OUT : 0;
    if (events[i].events & ~(unsigned)EPOLLOUT) ready |= CURL_CSELECT_IN;
    act(b, events[i].data.fd, ready);
  }
  harvest(b);
}

static void open_multi(bench *b, bool sockets, int in_flight) {
  b->multi = curl_multi_init();
  curl_multi_setopt(b->multi, CURLMOPT_MAXCONNECTS, (long)in_flight);
  if (!sockets) return;
  b->epoll = epoll_create1(EPOLL_CLOEXEC);
  curl_multi_setopt(b->multi, CURLMOPT_SOCKETFUNCTION, on_socket);
  curl_multi_setopt(b->multi, CURLMOPT_SOCKETDATA, b);
  curl_multi_setopt(b->multi, CURLMOPT_TIMERFUNCTION, on_timer);
  curl_multi_setopt(b->multi, CURLMOPT_TIMERDATA, b);
}

static void run_many(bench *b, transfer *all, int in_flight, long count) {
  b->to_start = b->to_end = count;
  for (int i = 0; i < in_flight && b->to_start > 0; i++) start(b, all + i);
  while (b->to_end > 0) {
    if (b->epoll >= 0) turn_epoll(b);
    else turn_multi(b);
  }
}

/* ---- measuring ---------------------------------------------------------- */

static double wall(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct rusage usage(void) {
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  return used;
}

static double cpu(void) {
  struct rusage used = usage();
  return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
         (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

typedef struct {
  double wall, cpu;
  long faults;
} moment;

static moment now(void) {
  return (moment){wall(), cpu(), usage().ru_minflt};
}

static void print_since(moment then) {
  moment m = now();
  printf("%.9f %.9f %ld %ld", m.wall - then.wall, m.cpu - then.cpu,
         usage().ru_maxrss, m.faults - then.faults);
}

static int compare(const void *a, const void *b) {
  const double *x = a, *y = b;
  return (*x > *y) - (*x < *y);
}

/* What a create took, in seconds: a tenth, half and 99 of 100 took no longer. */
static void print_percentiles(double *each, long count) {
  qsort(each, (size_t)count, sizeof *each, compare);
  printf(" %.9f %.9f %.9f", each[count / 10], each[count / 2],
         each[count * 99 / 100]);
}

static void bench_one(bench *b, void (*run)(bench *, transfer *, long),
                      long count) {
  transfer t;
  open_transfer(b, &t);
  double *each = getenv("EACH") ? calloc((size_t)count, sizeof *each) : NULL;
  run(b, &t, WARM_UP);
  moment then = now();
  if (!each) run(b, &t, count);
  for (long i = 0; each && i < count; i++) {
    double began = wall();
    run(b, &t, 1);
    each[i] = wall() - began;
  }
  print_since(then);
  if (each) print_percentiles(each, count);
  free(each);
  putchar('\n');
  check_version(b, &t);
  close_transfer(&t);
}

static void bench_many(bench *b, bool sockets, int in_flight, long count) {
  transfer *all = calloc((size_t)in_flight, sizeof *all);
  if (!all) fail("multi", "no memory");
  open_multi(b, sockets, in_flight);
  for (int i = 0; i < in_flight; i++) open_transfer(b, all + i);
  run_many(b, all, in_flight, in_flight);
  moment then = now();
  run_many(b, all, in_flight, count);
  print_since(then);
  putchar('\n');
  check_version(b, all);
  for (int i = 0; i < in_flight; i++) close_transfer(all + i);
  curl_multi_cleanup(b->multi);
  free(all);
}

static void dispatch(bench *b, const char *mode, long count, int in_flight) {
  if (strcmp(mode, "easy") == 0) bench_one(b, run_easy, count);
  else if (strcmp(mode, "json") == 0) bench_one(b, run_json, count);
  else if (strcmp(mode, "plain") == 0) bench_one(b, run_easy, count);
  else if (strcmp(mode, "multi") == 0) bench_many(b, false, in_flight, count);
  else if (strcmp(mode, "epoll") == 0) bench_many(b, true, in_flight, count);
  else fail(mode, "no such mode");
}

int main(int argc, char **argv) {
  if (argc < 6) fail("usage", "MODE URL CA_FILE VERSION COUNT [IN_FLIGHT]");
  bench b = {.url = argv[2], .ca_file = argv[3], .epoll = -1, .timer_ms = -1};
  b.keep_cas = strcmp(argv[1], "plain") != 0;
  b.version = argv[4][0] == '2' ? CURL_HTTP_VERSION_2_0 : CURL_HTTP_VERSION_1_1;
  curl_global_init(CURL_GLOBAL_DEFAULT);
  open_lua(&b);
  b.headers = curl_slist_append(NULL, "Content-Type: application/json");
  b.headers = curl_slist_append(b.headers, "Authorization: pk_1");
  dispatch(&b, argv[1], atol(argv[5]), argc > 6 ? atoi(argv[6]) : 1);
  curl_slist_free_all(b.headers);
  lua_close(b.L);
  return 0;
}
