/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* memmem, accept4 */
#include "server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { PEERS = 256, ROOM = 4096, MOST_REMEMBERED = 64, ITEM = 512 };

typedef struct peer {
  int fd;
  size_t size;
  char bytes[ROOM];
} peer;

/* One whole request. */
typedef struct request {
  const char *path, *body;
  size_t body_size;
  bool is_create;
  long number;
} request;

static peer peers[PEERS];
static int peer_count, listener, wake[2];
static sem_t settled;
static atomic_uchar runs[SERVER_CREATES], saw[SERVER_CREATES];

static char items[MOST_REMEMBERED][ITEM];
static int remembered, item_count;
static char out[ROOM * 16];

void server_die(const char *what) {
  perror(what);
  exit(2);
}

/* ---- answers ------------------------------------------------------------ */

static void send_text(int fd, const char *text, size_t n) {
  while (n > 0) {
    ssize_t sent = send(fd, text, n, MSG_NOSIGNAL);
    if (sent <= 0) return;
    text += sent, n -= (size_t)sent;
  }
}

static void answer(int fd, const char *status, const char *extra,
                   const char *body) {
  static char whole[sizeof out + 512]; /* in one piece: no waiting for an ACK */
  char date[64];
  time_t now = time(NULL);
  struct tm parts;
  gmtime_r(&now, &parts);
  strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  int n = snprintf(whole, sizeof whole,
                   "HTTP/1.1 %s\r\nDate: %s\r\nx-datadog-trace-id: 77\r\n%s"
                   "Content-Length: %zu\r\n\r\n%s",
                   status, date, extra, strlen(body), body);
  send_text(fd, whole, (size_t)n);
}

/* The request's own fields, after those that a server adds. */
static void remember(const request *r) {
  char *item = items[item_count++ % remembered];
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  snprintf(item, ITEM,
           "{\"id\":\"id-%ld\",\"date_created\":\"%lld%03ld\",\"creator\":183,"
           "\"note\":null,%.*s",
           r->number, (long long)now.tv_sec, now.tv_nsec / 1000000,
           (int)r->body_size - 1, r->body + 1);
}

static void run(const request *r) {
  if (!r->is_create) return;
  atomic_fetch_add(&runs[r->number], 1);
  if (*r->body == '{') remember(r); /* a form is no item of a list */
}

static bool send_made(int fd, const request *r) {
  run(r);
  const char *made = items[(item_count - 1) % remembered];
  snprintf(out, sizeof out, "{\"key_result\":%s}", made);
  answer(fd, "200 OK", "X-RateLimit-Limit: 100000\r\n", out);
  return true;
}

static bool send_list(int fd, const request *r) {
  int n = item_count < remembered ? item_count : remembered;
  size_t size = 0;
  (void)r;
  size += (size_t)sprintf(out, "{\"goal\":{\"id\":\"g\",\"key_results\":[");
  for (int i = 0; i < n; i++)
    size += (size_t)sprintf(out + size, "%s%s", i ? "," : "", items[i]);
  sprintf(out + size, "]}}");
  answer(fd, "200 OK", "", out);
  return true;
}

static bool send_refusal(int fd, const request *r) {
  (void)r;
  answer(fd, "400 Bad Request", "",
         "{\"err\":\"Goal not found\",\"ECODE\":\"GOAL_001\"}");
  return true;
}

static bool send_garbage(int fd, const request *r) {
  run(r);
  answer(fd, "200 OK", "", "{\"key_result\":{\"id\":\"half");
  return true;
}

#define TEN "0123456789"
#define LONG_HEADER "X-Long: " TEN TEN TEN TEN TEN TEN TEN TEN TEN TEN "\r\n"

/* What lua-cjson must not see as it is, and what it makes of the rest. */
static bool send_odd(int fd, const request *r) {
  run(r);
  answer(fd, "200 OK", "Via: a\r\nVia: b\r\n" LONG_HEADER LONG_HEADER,
         "{\"key_result\":{\"id\":\"odd\",\"big\":123456789012345678,"
         "\"huge\":123456789012345678901234567890,\"f\":1.5,\"s\":\"\\ud83d\","
         "\"list\":[1,null,2,[],{}],\"none\":null,\"deep\":[[[[1]]]]}}");
  return true;
}

static bool send_long(int fd, const request *r) {
  run(r);
  memset(out, ' ', 8192);
  out[8192] = '\0';
  answer(fd, "200 OK", "", out);
  return true;
}

static bool cut(int fd, const request *r) {
  (void)fd;
  run(r);
  return false;
}

static bool say_nothing(int fd, const request *r) {
  (void)fd;
  run(r);
  return true;
}

static bool send_goals(int fd, const request *r) {
  (void)r;
  answer(fd, "200 OK", "", "{\"goals\":[],\"folders\":[]}");
  return true;
}

/* Each answers a create; false: the connection ends. */
static const struct {
  const char *goal;
  bool (*play)(int fd, const request *r);
} plays[] = {{"/ok/", send_made},         {"/bad/", send_refusal},
             {"/garbage/", send_garbage}, {"/odd/", send_odd},
             {"/long/", send_long},       {"/cut/", cut},
             {"/mute/", say_nothing},     {"/team/", send_goals}};

static bool play(int fd, const request *r) {
  if (r->is_create || strncmp(r->path, "/api/v2/team", 12) == 0)
    for (size_t i = 0; i < sizeof plays / sizeof *plays; i++)
      if (strstr(r->path, plays[i].goal)) return plays[i].play(fd, r);
  return send_list(fd, r);
}

/* ---- requests ----------------------------------------------------------- */

static long number_in(const char *text, size_t n) {
  const char *at = memmem(text, n, "\"kr-", 4);
  long number = at ? strtol(at + 4, NULL, 10) : 0;
  return number > 0 && number < SERVER_CREATES ? number : 0;
}

/* How long the request is that the bytes begin with; 0: it is not whole. */
static size_t parse(peer *p, request *r) {
  p->bytes[p->size] = '\0';
  long number = number_in(p->bytes, p->size);
  if (number) atomic_store(&saw[number], 1);
  char *end = strstr(p->bytes, "\r\n\r\n");
  if (!end) return 0;
  char *length = strcasestr(p->bytes, "\r\ncontent-length:");
  r->body = end + 4;
  r->body_size = length && length < end ? strtoul(length + 17, NULL, 10) : 0;
  size_t whole = (size_t)(r->body - p->bytes) + r->body_size;
  if (whole > p->size) return 0;
  *end = '\0'; /* the path is looked for in the head alone */
  r->is_create = strncmp(p->bytes, "POST ", 5) == 0;
  r->path = strchr(p->bytes, '/');
  r->number = number_in(r->body, r->body_size);
  return whole;
}

static bool serve(peer *p) {
  request r;
  size_t whole;
  ssize_t n = recv(p->fd, p->bytes + p->size, ROOM - 1 - p->size, 0);
  if (n <= 0) return false;
  p->size += (size_t)n;
  while ((whole = parse(p, &r))) {
    if (!play(p->fd, &r)) return false;
    memmove(p->bytes, p->bytes + whole, p->size - whole);
    p->size -= whole;
  }
  return p->size < ROOM - 1;
}

/* ---- the loop ----------------------------------------------------------- */

static void take_in(void) {
  int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
  if (fd < 0) return;
  if (peer_count == PEERS) server_die("server: too many connections");
  peers[peer_count].fd = fd;
  peers[peer_count++].size = 0;
}

/* Serves what is ready; how much that was. */
static int turn(int timeout_ms, bool *asked) {
  struct pollfd set[PEERS + 2] = {{listener, POLLIN, 0}, {wake[0], POLLIN, 0}};
  int polled = peer_count;
  for (int i = 0; i < polled; i++)
    set[i + 2] = (struct pollfd){peers[i].fd, POLLIN, 0};
  int ready = poll(set, (nfds_t)polled + 2, timeout_ms);
  if (ready <= 0) return 0;
  for (int i = polled - 1; i >= 0; i--) {
    if (!set[i + 2].revents || serve(&peers[i])) continue;
    close(peers[i].fd);
    peers[i] = peers[--peer_count];
  }
  if (set[0].revents) take_in();
  if (set[1].revents) {
    char byte;
    *asked = read(wake[0], &byte, 1) == 1;
  }
  return ready;
}

static void *serve_all(void *unused) {
  (void)unused;
  for (;;) {
    bool asked = false, again = false;
    turn(-1, &asked);
    if (!asked) continue;
    int posts = 1;
    while (turn(0, &again)) posts += again, again = false;
    while (posts-- > 0) sem_post(&settled);
  }
  return NULL;
}

static int bind_free_port(int *port) {
  struct sockaddr_in at = {.sin_family = AF_INET};
  socklen_t size = sizeof at;
  at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || bind(fd, (struct sockaddr *)&at, size) != 0 ||
      getsockname(fd, (struct sockaddr *)&at, &size) != 0)
    server_die("server: bind");
  *port = ntohs(at.sin_port);
  return fd;
}

int server_start(int most) {
  int port;
  pthread_t thread;
  remembered = most < MOST_REMEMBERED ? most : MOST_REMEMBERED;
  listener = bind_free_port(&port);
  if (listen(listener, PEERS) != 0 || pipe(wake) != 0 ||
      sem_init(&settled, 0, 0) != 0 ||
      pthread_create(&thread, NULL, serve_all, NULL) != 0)
    server_die("server: start");
  pthread_detach(thread);
  return port;
}

/* Bound, so that nobody else gets it; not listened on, so that it refuses. */
int server_dead_port(void) {
  int port;
  bind_free_port(&port);
  return port;
}

void server_settle(void) {
  if (write(wake[1], "x", 1) != 1) server_die("server: settle");
  while (sem_wait(&settled) != 0) continue;
}

int server_runs(long number) {
  return atomic_load(&runs[number]);
}

int server_saw(long number) {
  return atomic_load(&saw[number]);
}
