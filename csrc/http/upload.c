/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* pread, st_mtim, strings.h under -std=c11 */
#define _FILE_OFFSET_BITS 64
#include "upload.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"

#if defined(__APPLE__)
#define st_mtim st_mtimespec
#endif

enum {
  SLOWEST = 65536, /* bytes that may take a whole time-out */
  NEWS_EVERY = 100 /* ms */
};

void upload_init(http_upload *u) {
  memset(u, 0, sizeof *u);
  u->fd = -1;
}

/* ---- the file --------------------------------------------------------------- */

static const char *name_kind(mode_t mode) {
  if (S_ISDIR(mode)) return "a folder";
  if (S_ISFIFO(mode)) return "a pipe";
  if (S_ISSOCK(mode)) return "a socket";
  return "a device";
}

static bool refuse(http_upload *u, const char *what) {
  snprintf(u->got, sizeof u->got, "%s", what);
  return false;
}

static bool refuse_errno(http_upload *u, const char *what) {
  snprintf(u->got, sizeof u->got, "%s (%s)", what, strerror(errno));
  return false;
}

/* Whether it is a file that may be sent; its size, and when it was written. */
static bool take_status(http_upload *u, const struct stat *s) {
  if (!S_ISREG(s->st_mode)) return refuse(u, name_kind(s->st_mode));
  if (s->st_size > UPLOAD_MAX_BYTES) {
    snprintf(u->got, sizeof u->got, "%lld bytes (at most %lld can be sent)",
             (long long)s->st_size, (long long)UPLOAD_MAX_BYTES);
    return false;
  }
  u->size = (int64_t)s->st_size;
  u->modified_ns = (int64_t)s->st_mtim.tv_sec * 1000000000 + s->st_mtim.tv_nsec;
  return true;
}

/* The kernel's own files (/proc, /sys) hold something else than their size says. */
static bool has_its_size(http_upload *u) {
  char bytes[2];
  int64_t last = u->size > 0 ? u->size - 1 : 0;
  ssize_t most = u->size > 0, got = pread(u->fd, bytes, 2, (off_t)last);
  if (got < 0) return refuse_errno(u, "a file that cannot be read");
  return got == most || refuse(u, "a file of another size than it says");
}

/* To open a device, or to wait for the other end of a pipe, would do something:
 * it is looked at first, and never waited for. */
static bool open_file(http_upload *u) {
  struct stat s;
  u->crowded = false;
  if (stat(u->path, &s) != 0) return refuse_errno(u, "nothing");
  if (!take_status(u, &s)) return false;
  u->fd = open(u->path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  u->crowded = u->fd < 0 && (errno == EMFILE || errno == ENFILE);
  if (u->fd < 0) return refuse_errno(u, "a file that cannot be read");
  if (fstat(u->fd, &s) != 0) return refuse_errno(u, "a file that is gone");
  return take_status(u, &s) && has_its_size(u);
}

static void close_file(http_upload *u) {
  if (u->fd >= 0) close(u->fd);
  u->fd = -1;
}

/* When it is sent there may be a descriptor. */
bool upload_look(http_upload *u) {
  bool fine = open_file(u) || u->crowded;
  close_file(u);
  return fine;
}

/* ---- callbacks -------------------------------------------------------------- */

/* The words survive libcurl's own, which come later. */
static size_t give_up(http_upload *u, const char *what) {
  u->failed = true;
  snprintf(u->got, sizeof u->got, "%s", what);
  return CURL_READFUNC_ABORT;
}

/* The end of the file is where it was, and nothing was written meanwhile. */
static bool is_unchanged(http_upload *u) {
  char byte;
  struct stat s;
  int64_t modified_ns = u->modified_ns, size = u->size;
  if (pread(u->fd, &byte, 1, (off_t)size) != 0 || fstat(u->fd, &s) != 0)
    return false;
  return take_status(u, &s) && u->size == size && u->modified_ns == modified_ns;
}

/* Up to n bytes of the file from `at` on; -1: they cannot be read. */
static ssize_t read_file(http_upload *u, int64_t at, char *to, size_t n) {
  if (!u->path) {
    memcpy(to, u->bytes + at, n);
    return (ssize_t)n;
  }
  ssize_t got;
  do got = pread(u->fd, to, n, (off_t)at);
  while (got < 0 && errno == EINTR);
  return got;
}

static size_t lesser(size_t a, int64_t b) {
  return b < (int64_t)a ? (size_t)b : a;
}

/* The next piece, which ends where one of the three parts does; 0: no more. */
static size_t read_piece(http_call *c, char *to, size_t n) {
  http_upload *u = c->request.upload;
  const buf *head = &c->bytes->body;
  int64_t at = u->sent - (int64_t)head->size;
  if (at < 0) {
    n = lesser(n, -at);
    memcpy(to, head->data + u->sent, n);
  } else if (at < u->size) {
    ssize_t got = read_file(u, at, to, lesser(n, u->size - at));
    if (got < 0) return give_up(u, "cannot be read any more");
    if (got == 0) return give_up(u, "became shorter while it was sent");
    n = (size_t)got;
  } else {
    if (u->path && !u->checked && !is_unchanged(u))
      return give_up(u, "was changed while it was sent");
    u->checked = true;
    n = lesser(n, u->total - u->sent);
    memcpy(to, u->tail + (at - u->size), n);
  }
  u->sent += (int64_t)n;
  return n;
}

static size_t on_read(char *to, size_t size, size_t n, void *user) {
  size_t most = size * n, put = 0;
  while (put < most) {
    size_t got = read_piece(user, to + put, most - put);
    if (got == CURL_READFUNC_ABORT) return got;
    if (got == 0) break;
    put += got;
  }
  return put;
}

static int on_seek(void *user, curl_off_t offset, int origin) {
  http_call *c = user;
  http_upload *u = c->request.upload;
  if (origin != SEEK_SET || offset < 0 || offset > u->total)
    return CURL_SEEKFUNC_FAIL;
  u->sent = offset;
  c->attempt.passed = -1;
  u->checked = false;
  return CURL_SEEKFUNC_OK;
}

/* ---- one attempt ------------------------------------------------------------ */

/* The headers of all calls, but for the content type. */
static bool link_headers(http_upload *u) {
  size_t n = 0;
  for (const struct curl_slist *l = u->headers; l; l = l->next) {
    if (n == UPLOAD_MAX_HEADERS) return false;
    bool type = strncasecmp(l->data, "Content-Type:", 13) == 0;
    u->lines[n].data = type ? u->content_type : l->data;
    u->lines[n].next = NULL;
    if (n) u->lines[n - 1].next = &u->lines[n];
    n++;
  }
  return n > 0;
}

/* The file has to be there now; that it was when the call was made counts for
 * nothing. */
static bool reopen(http_call *c) {
  http_upload *u = c->request.upload;
  if (!u->path || open_file(u)) return true;
  c->result.permanent = !u->crowded;
  c->result.sent = RETRY_SENT_NO; /* of an earlier attempt it is no matter */
  snprintf(c->bytes->error, CURL_ERROR_SIZE,
           "%s.path: expected a file that can be read, got %s", u->field,
           u->got);
  return false;
}

bool upload_attach(http_call *c) {
  CURL *easy = c->attempt.easy;
  http_upload *u = c->request.upload;
  u->sent = u->told = 0;
  u->checked = u->failed = false;
  u->socket = CURL_SOCKET_BAD;
  u->told_ms = clock_ms();
  if (!reopen(c) || !link_headers(u)) return false;
  u->total = upload_total(c);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, u->lines);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, NULL);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)u->total);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
  curl_easy_setopt(easy, CURLOPT_READDATA, c);
  curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, on_seek);
  curl_easy_setopt(easy, CURLOPT_SEEKDATA, c);
  return true;
}

void upload_detach(http_call *c) {
  CURL *easy = c->attempt.easy;
  http_upload *u = c->request.upload;
  close_file(u);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, NULL);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, NULL);
  curl_easy_setopt(easy, CURLOPT_READDATA, NULL);
  curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, NULL);
  curl_easy_setopt(easy, CURLOPT_SEEKDATA, NULL);
}

int64_t upload_total(const http_call *c) {
  const http_upload *u = c->request.upload;
  return (int64_t)c->bytes->body.size + u->size + (int64_t)u->tail_size;
}

/* ---- how far it is ------------------------------------------------------------ */

int64_t upload_limit_ms(const http_call *c) {
  return c->request.timeout_ms * (1 + upload_total(c) / SLOWEST);
}

/* Of a connection that was used before, the socket is known by its port. */
int64_t upload_unsent(const http_call *c) {
#if defined(TIOCOUTQ)
  int bytes = 0;
  long port = c->attempt.local_port;
  curl_socket_t socket = CURL_SOCKET_BAD;
  if (port > 0) socket = liveness_socket(c->attempt.liveness, port);
  if (socket == CURL_SOCKET_BAD) socket = c->request.upload->socket;
  if (socket != CURL_SOCKET_BAD && ioctl(socket, TIOCOUTQ, &bytes) == 0)
    return bytes;
#else
  (void)c;
#endif
  return 0;
}

bool upload_has_news(http_call *c, int64_t now) {
  http_upload *u = c->request.upload;
  if (u->sent == u->told) return false;
  if (u->sent < u->total && now - u->told_ms < NEWS_EVERY) return false;
  u->told = u->sent;
  u->told_ms = now;
  return true;
}
