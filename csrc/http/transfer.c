/* SPDX-License-Identifier: MIT */
#include "transfer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "curl_compat.h"
#include "retry.h"
#include "upload.h"

/* Over TLS each handle has one; libcurl's own 64 KiB are more than a body. */
#define UPLOAD_BUFFER 16384L

/* Over HTTP/2 libcurl 7.88 waits for ever once headers are more than that. */
#define DOWNLOAD_BUFFER ((long)TRANSFER_MAX_HEADERS)

enum {
  LOOKS = 8,           /* within a time-out */
  LONGEST_LOOK = 1000, /* ms */
  SHORTEST_LOOK = 5    /* ms */
};

/* ---- how far it is ------------------------------------------------------ */

static int64_t get_size(const http_call *c, CURLINFO info) {
  curl_off_t size = 0;
  curl_easy_getinfo(c->attempt.easy, info, &size);
  return size;
}

static int64_t body_size(const http_call *c) {
  return c->request.upload ? upload_total(c) : (int64_t)c->bytes->body.size;
}

bool transfer_is_refused(const http_call *c) {
  return c->result.status >= 300 && c->attempt.headers_ended &&
         get_size(c, CURLINFO_SIZE_UPLOAD_T) < body_size(c);
}

/* Whether it got further since the last look. A connection of HTTP/2 may have other
 * uploads on it: what the kernel has still to send changes with them, and counts
 * only where it is less than ever since. */
static bool has_moved(http_call *c) {
  http_attempt *a = &c->attempt;
  int64_t left = 0, passed = (int64_t)(a->header_bytes + c->bytes->answer.size);
  if (c->request.upload) {
    left = upload_unsent(c);
    passed += c->request.upload->sent;
  }
  if (passed <= a->passed && left >= a->unsent) return false;
  a->passed = passed;
  a->unsent = left;
  return true;
}

static int64_t look_step(const http_call *c) {
  int64_t step = c->request.timeout_ms / LOOKS;
  if (step > LONGEST_LOOK) return LONGEST_LOOK;
  return step < SHORTEST_LOOK ? SHORTEST_LOOK : step;
}

/* Whoever drives us may have been away meanwhile: of that, as much counts as until
 * the next look. */
int64_t transfer_look_at(http_call *c, int64_t now) {
  http_attempt *a = &c->attempt;
  int64_t limit = c->request.timeout_ms, step = look_step(c);
  int64_t gap = now - a->looked_ms;
  bool away = gap > 2 * step;
  if (away) a->moved_ms += gap - step;
  if (has_moved(c)) a->moved_ms = now;
  a->looked_ms = now;
  if (transfer_is_refused(c) && a->moved_ms != now && !away) return CLOCK_NEVER;
  if (now - a->moved_ms < limit)
    return clock_earlier(now + step, a->moved_ms + limit);
  if (c->request.upload)
    snprintf(c->bytes->error, CURL_ERROR_SIZE,
             "the upload got no further for %lld ms, at %lld of %lld bytes",
             (long long)limit, (long long)c->request.upload->sent,
             (long long)upload_total(c));
  return CLOCK_NEVER;
}

/* ---- callbacks ---------------------------------------------------------- */

/* A result that differs from n > 0 makes libcurl end the transfer. What a proxy
 * answers tells nothing about the request. */
static size_t stop(http_call *c, http_outcome outcome, bool in_headers) {
  c->attempt.stopped = c->attempt.fold.connecting ? HTTP_TRANSPORT : outcome;
  c->attempt.stopped_in_headers = in_headers;
  return 0;
}

static size_t keep(http_call *c, buf *b, const char *bytes, size_t n) {
  int status = buf_append(b, bytes, n);
  if (status == BUF_OK) return n;
  return stop(c, status == BUF_FULL ? HTTP_TOO_LARGE : HTTP_TRANSPORT,
              b == &c->bytes->headers);
}

/* Whether on_header gets these bytes, too. After a 1xx another answer follows,
 * but for 101, which libcurl does not ask for. */
static bool is_header_line(const http_call *c) {
  long status = c->result.status;
  bool more = status >= 100 && status < 200 && status != 101;
  return c->attempt.fold.connecting || !c->attempt.headers_ended || more;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *user) {
  http_call *c = ((http_handle *)user)->call;
  n *= size;
  if (n && curl_compat_guards_folds()) {
    if (curl_compat_fold_refuses(&c->attempt.fold, bytes, n))
      return stop(c, HTTP_GARBLED, true);
    if (is_header_line(c)) return n;
  }
  return n ? keep(c, &c->bytes->answer, bytes, n) : 0;
}

static bool is_digit(char ch) {
  return ch >= '0' && ch <= '9';
}

/* The number in "HTTP/1.1 200 OK"; 0 for what is no status line by RFC 9112,
 * section 4: one blank, three digits, then a blank or (as many servers have it)
 * the end of the line. Libcurl's versions let various others through. */
static long status_of(const char *line, size_t n) {
  const char *at = memchr(line, ' ', n);
  size_t left = at ? n - (size_t)(at - line) : 0;
  if (left < 5 || !is_digit(at[1]) || !is_digit(at[2]) || !is_digit(at[3]))
    return 0;
  if (at[4] != ' ' && at[4] != '\r' && at[4] != '\n') return 0;
  return (at[1] - '0') * 100 + (at[2] - '0') * 10 + (at[3] - '0');
}

/* Each answer starts anew, so that a 1xx leaves nothing behind. Within headers,
 * a line that looks like a status is none. Trailers are no headers (RFC 9110,
 * section 6.5.1): they are counted, and left out, as a proxy's to CONNECT are. */
static size_t on_header(char *line, size_t size, size_t n, void *user) {
  http_call *c = ((http_handle *)user)->call;
  bool first = c->bytes->headers.size == 0 ||
               (c->attempt.headers_ended && c->result.status < 200);
  n *= size;
  c->attempt.header_bytes += n;
  if (++c->attempt.header_lines > TRANSFER_MAX_HEADER_LINES ||
      c->attempt.header_bytes > TRANSFER_MAX_HEADERS_SEEN)
    return stop(c, HTTP_TOO_LARGE, true);
  if (n) curl_compat_fold_pass(&c->attempt.fold, c->attempt.easy, line);
  if (c->attempt.fold.connecting) return n;
  if (c->attempt.headers_ended && c->result.status >= 200) return n;
  if (first && n >= 5 && memcmp(line, "HTTP/", 5) == 0) {
    buf_clear(&c->bytes->headers);
    buf_clear(&c->bytes->answer);
    c->result.status = status_of(line, n);
    c->attempt.headers_ended = false;
  }
  if (*line == '\r' || *line == '\n') {
    c->attempt.headers_ended = true;
    if (transfer_is_refused(c)) *c->attempt.refused = true;
  }
  return n ? keep(c, &c->bytes->headers, line, n) : 0;
}

static bool runs_once(const http_call *c) {
  return c->request.kind == RETRY_CREATE || c->request.kind == RETRY_EXCHANGE;
}

static long request_bytes(const http_call *c) {
  long bytes = 0;
  curl_easy_getinfo(c->attempt.easy, CURLINFO_REQUEST_SIZE, &bytes);
  return bytes;
}

/* Whether any of the request may have been written. Over HTTP/1.1 libcurl counts
 * what the first write took, and what it did not take (the kernel is short of
 * memory) as upload later. Over HTTP/2 nobody can tell: what libcurl counts as
 * not written may lie in the session's own buffer, which another stream's turn
 * sends. */
static bool has_left(const http_call *c) {
  curl_off_t later = 0;
  curl_easy_getinfo(c->attempt.easy, CURLINFO_SIZE_UPLOAD_T, &later);
  return later > 0 || request_bytes(c) > c->attempt.sent_before ||
         (c->attempt.began && c->attempt.multiplexed);
}

static void leave_connection(http_call *c) {
  if (c->attempt.local_port > 0)
    liveness_end(c->attempt.liveness, c->attempt.local_port);
  c->attempt.local_port = 0;
}

static bool enter_connection(http_call *c, long port) {
  long connects = 1;
  curl_easy_getinfo(c->attempt.easy, CURLINFO_NUM_CONNECTS, &connects);
  c->attempt.opened = connects > 0;
  if (connects == 0) return liveness_begin(c->attempt.liveness, port);
  liveness_add(c->attempt.liveness, port);
  return true;
}

/* NOLINTBEGIN(readability-non-const-parameter): libcurl's signature */
/* The connection stands, the request is about to go. libcurl comes here again
 * by itself when a connection that was used before died before any answer. The
 * server may have run the request: it must not go twice. */
static int on_request(void *user, char *ip, char *local_ip, int port,
                      int local_port) {
  http_call *c = ((http_handle *)user)->call;
  (void)ip;
  (void)local_ip;
  (void)port;
  curl_compat_fold_request(&c->attempt.fold);
  if (c->attempt.began && runs_once(c)) {
    c->attempt.repeat_refused = true;
    return CURL_COMPAT_ABORT;
  }
  c->result.repeated = c->result.repeated || c->attempt.began;
  leave_connection(c);
  c->attempt.stale = !enter_connection(c, local_port);
  if (c->attempt.stale) return CURL_COMPAT_ABORT;
  if (!c->attempt.began) c->attempt.sent_before = request_bytes(c);
  c->attempt.began = true;
  c->attempt.local_port = local_port;
  return CURL_COMPAT_SEND;
}
/* NOLINTEND(readability-non-const-parameter) */

/* ---- options ------------------------------------------------------------ */

/* A child that the host starts does not hold our connections open. Header lines
 * that come before the request is sent are a proxy's. */
static int on_socket(void *user, curl_socket_t socket, curlsocktype purpose) {
  http_call *c = ((http_handle *)user)->call;
  (void)purpose;
  curl_compat_fold_connect(&c->attempt.fold);
  (void)fcntl(socket, F_SETFD, FD_CLOEXEC);
  if (c->request.upload) c->request.upload->socket = socket;
  return CURL_SOCKOPT_OK;
}

CURL *transfer_model(void) {
  CURL *easy = curl_easy_init();
  if (!easy) return NULL;
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL,
                   curl_compat_needs_no_signals() ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, UPLOAD_BUFFER);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, DOWNLOAD_BUFFER);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING,
                   curl_compat_has_gzip() ? "gzip" : "");
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION,
                   curl_compat_http_version(CURL_HTTP_VERSION_2TLS));
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, on_socket);
  curl_compat_show_headers(easy);
  curl_compat_set_before_send(easy, on_request);
  curl_compat_only_http(easy);
  curl_compat_quick_exit(easy);
  curl_compat_prefer_bundle(easy);
  return easy;
}

http_handle *transfer_new_handle(CURL *model) {
  http_handle *handle = calloc(1, sizeof *handle);
  CURL *easy = handle ? curl_easy_duphandle(model) : NULL;
  if (!easy) {
    free(handle);
    return NULL;
  }
  curl_easy_setopt(easy, CURLOPT_PRIVATE, handle);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, handle->error);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, handle);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, handle);
  curl_easy_setopt(easy, CURLOPT_SOCKOPTDATA, handle);
  curl_compat_set_before_send_data(easy, handle);
  handle->easy = easy;
  return handle;
}

void transfer_free_handle(http_handle *handle) {
  curl_easy_cleanup(handle->easy);
  free(handle);
}

static const struct curl_easyoption *find_option(const char *name,
                                                 const char **reason) {
  const struct curl_easyoption *o = curl_easy_option_by_name(name);
  if (!o) *reason = "this libcurl does not know it";
  return o;
}

static bool told(CURLcode code, const char **reason) {
  if (code != CURLE_OK) *reason = curl_easy_strerror(code);
  return code == CURLE_OK;
}

bool transfer_set_text(CURL *model, const char *name, const char *text,
                       const char **reason) {
  const struct curl_easyoption *o = find_option(name, reason);
  return o && told(curl_easy_setopt(model, o->id, text), reason);
}

bool transfer_set_number(CURL *model, const char *name, int64_t number,
                         const char **reason) {
  const struct curl_easyoption *o = find_option(name, reason);
  if (!o) return false;
  if (o->type == CURLOT_OFF_T)
    return told(curl_easy_setopt(model, o->id, (curl_off_t)number), reason);
  if (number > LONG_MAX) number = LONG_MAX;
  if (o->id == CURLOPT_HTTP_VERSION)
    number = curl_compat_http_version((long)number);
  return told(curl_easy_setopt(model, o->id, (long)number), reason);
}

/* ---- one attempt -------------------------------------------------------- */

static bool has_verb(const http_call *c, const char *verb) {
  return strcmp(c->request.method, verb) == 0;
}

/* CURLOPT_POSTFIELDS makes libcurl POST, even with NULL. */
static CURLcode set_method(http_call *c) {
  CURL *easy = c->attempt.easy;
  bool posts =
      c->bytes->body.size > 0 || has_verb(c, "POST") || has_verb(c, "PUT");
  bool renamed = !has_verb(c, posts ? "POST" : "GET");
  CURLcode code = CURLE_OK;
  if (c->request.upload) {
    if (!upload_attach(c)) return CURLE_READ_ERROR;
  } else if (posts) {
    curl_off_t size = (curl_off_t)c->bytes->body.size;
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, size);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, size ? c->bytes->body.data : "");
  } else {
    curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
  }
  if (renamed || c->attempt.handle->renamed)
    code = curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST,
                            renamed ? c->request.method : NULL);
  c->attempt.handle->renamed = renamed;
  return code;
}

static void set_number(CURL *easy, CURLoption option, long *last, long number) {
  if (*last != number) curl_easy_setopt(easy, option, number);
  *last = number;
}

static void set_headers(http_handle *handle, struct curl_slist *headers) {
  if (handle->headers != headers)
    curl_easy_setopt(handle->easy, CURLOPT_HTTPHEADER, headers);
  handle->headers = headers;
}

bool transfer_clear_error(http_bytes *b) {
  if (!b->error) b->error = malloc(CURL_ERROR_SIZE);
  if (b->error) b->error[0] = '\0';
  return b->error != NULL;
}

/* Nothing of an earlier attempt is left in it. */
static void begin_anew(http_call *c) {
  c->result.reason = "";
  c->attempt.stopped = HTTP_ANSWERED;
  c->attempt.began = c->attempt.repeat_refused = false;
  c->attempt.sent_before = c->attempt.local_port = 0;
  c->result.status = 0;
  c->attempt.headers_ended = false;
  curl_compat_fold_begin(&c->attempt.fold);
  c->attempt.header_bytes = c->attempt.header_lines = 0;
  c->attempt.passed = -1;
  c->attempt.unsent = 0;
  c->attempt.moved_ms = c->attempt.looked_ms = clock_ms();
  buf_clear(&c->bytes->headers);
  buf_clear(&c->bytes->answer);
}

bool transfer_attach(http_call *c, struct curl_slist *headers, size_t path_at,
                     int64_t allowance_ms) {
  http_handle *handle = c->attempt.handle;
  CURL *easy = handle->easy;
  long limit = 0;
  if (allowance_ms != CLOCK_NEVER)
    limit = allowance_ms > INT_MAX ? INT_MAX : (long)allowance_ms;
  if (allowance_ms <= 0) limit = 1;
  handle->call = c;
  handle->error[0] = '\0';
  begin_anew(c);
  bool fresh =
      c->attempt.stale || (runs_once(c) && !curl_compat_asks_before_send());
  c->attempt.stale = false;
  set_headers(handle, headers);
  set_number(easy, CURLOPT_TIMEOUT_MS, &handle->timeout_ms, limit);
  set_number(easy, CURLOPT_FRESH_CONNECT, &handle->fresh, fresh);
  CURLcode code =
      curl_easy_setopt(easy, path_at ? CURLOPT_REQUEST_TARGET : CURLOPT_URL,
                       c->bytes->url.data + path_at);
  return code == CURLE_OK && set_method(c) == CURLE_OK;
}

void transfer_detach(http_call *c) {
  http_handle *handle = c->attempt.handle;
  leave_connection(c);
  if (c->request.upload) {
    upload_detach(c);
    handle->headers = NULL;
  }
  curl_easy_setopt(handle->easy, CURLOPT_POSTFIELDS, NULL);
  handle->call = NULL;
}

/* Whether the request may have begun to leave. A libcurl that does not ask may
 * have queued what has no body; of a tunnel that was refused only the CONNECT
 * went. */
static bool has_begun(const http_call *c) {
  if (curl_compat_asks_before_send()) return c->attempt.began;
  if (c->result.proxy_status >= 300) return false;
  return has_left(c) || (runs_once(c) && !c->bytes->body.size);
}

static retry_sent certainty(const http_call *c) {
  if (c->result.status >= 200) return RETRY_SENT_YES;
  if (!has_begun(c)) return RETRY_SENT_NO;
  /* a server cannot run a request whose body never began to arrive */
  bool nothing =
      c->bytes->body.size && !c->attempt.repeat_refused && !has_left(c);
  return nothing ? RETRY_SENT_NO : RETRY_SENT_UNKNOWN;
}

/* Failures that the next attempt would meet again. */
static bool is_permanent(const http_call *c) {
  static const CURLcode codes[] = {CURLE_UNSUPPORTED_PROTOCOL,
                                   CURLE_URL_MALFORMAT,
                                   CURLE_NOT_BUILT_IN,
                                   CURLE_SSL_CERTPROBLEM,
                                   CURLE_SSL_CIPHER,
                                   CURLE_PEER_FAILED_VERIFICATION,
                                   CURLE_SSL_CACERT_BADFILE,
                                   CURLE_SSL_CRL_BADFILE,
                                   CURLE_SSL_ISSUER_ERROR,
                                   CURLE_SSL_PINNEDPUBKEYNOTMATCH,
                                   CURLE_SSL_INVALIDCERTSTATUS,
                                   CURLE_BAD_FUNCTION_ARGUMENT,
                                   CURLE_SSL_ENGINE_NOTFOUND,
                                   CURLE_LOGIN_DENIED};
  /* over TLS 1.3 a server refuses a client's certificate after the handshake */
  static const char *const alerts[] = {
      "alert certificate required", "alert bad certificate",
      "alert certificate expired", "alert unknown ca"};
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
    if (c->result.code == codes[i]) return true;
  for (size_t i = 0; i < sizeof alerts / sizeof *alerts; i++)
    if (strstr(c->result.reason, alerts[i])) return true;
  return c->result.proxy_status == 407 || c->result.proxy_status == 403 ||
         (c->request.upload && c->request.upload->failed);
}

/* libcurl takes a connection that ends inside the headers for a whole answer. What
 * was refused early stays refused, whatever its rest meets. */
static http_outcome outcome_of(const http_call *c, CURLcode code) {
  if (code == CURLE_OK)
    return c->attempt.headers_ended && c->result.status >= 200 ? HTTP_ANSWERED
                                                               : HTTP_TRANSPORT;
  if (c->attempt.stopped != HTTP_ANSWERED) return c->attempt.stopped;
  if (transfer_is_refused(c)) return HTTP_ANSWERED;
  if (code == CURLE_OPERATION_TIMEDOUT) return HTTP_TIMEOUT;
  if (c->attempt.began && curl_compat_is_too_large(code)) return HTTP_TOO_LARGE;
  if (code == CURLE_BAD_CONTENT_ENCODING || code == CURLE_WRITE_ERROR)
    return HTTP_GARBLED;
  return HTTP_TRANSPORT;
}

/* A new connection has a socket that can be looked at. */
static void remember_socket(const http_call *c, CURLcode code) {
  curl_socket_t socket = CURL_SOCKET_BAD;
  if (!c->attempt.opened || c->attempt.local_port <= 0 || code != CURLE_OK)
    return;
  curl_easy_getinfo(c->attempt.easy, CURLINFO_ACTIVESOCKET, &socket);
  liveness_set_socket(c->attempt.liveness, c->attempt.local_port, socket);
}

/* Why a callback stopped the transfer. */
static const char *explain_halt(http_call *c) {
  if (c->attempt.fold.connecting) return "the proxy's answer cannot be read";
  if (c->attempt.stopped == HTTP_GARBLED)
    return "the answer begins with a line that continues another";
  if (c->attempt.stopped != HTTP_TOO_LARGE) return "out of memory";
  size_t most = c->bytes->answer.max;
  const char *what = "the answer exceeds max_response_bytes (%zu)";
  if (c->attempt.stopped_in_headers) {
    bool all = c->attempt.header_bytes > TRANSFER_MAX_HEADERS_SEEN;
    most = all ? TRANSFER_MAX_HEADERS_SEEN : TRANSFER_MAX_HEADERS;
    what = "the answer's headers exceed %zu bytes";
  }
  if (c->attempt.header_lines > TRANSFER_MAX_HEADER_LINES) {
    most = TRANSFER_MAX_HEADER_LINES;
    what = "the answer has more than %zu header lines";
  }
  snprintf(c->bytes->error, CURL_ERROR_SIZE, what, most);
  return c->bytes->error;
}

/* A process that has no descriptor left cannot connect, nor read the CAs. */
static bool no_descriptor_is_left(CURLcode code) {
  if (code != CURLE_COULDNT_CONNECT && code != CURLE_COULDNT_RESOLVE_HOST &&
      code != CURLE_COULDNT_RESOLVE_PROXY && code != CURLE_SSL_CACERT_BADFILE)
    return false;
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (fd >= 0) close(fd);
  return fd < 0 && (errno == EMFILE || errno == ENFILE);
}

static const char *explain_file(http_call *c) {
  const http_upload *u = c->request.upload;
  snprintf(c->bytes->error, CURL_ERROR_SIZE, "%s: the file %s", u->field,
           u->got);
  return c->bytes->error;
}

/* What came of the attempt, in words; static, or the call's own. */
static const char *explain(http_call *c, CURLcode code) {
  if (c->attempt.stopped != HTTP_ANSWERED) return explain_halt(c);
  if (transfer_is_refused(c)) return "";
  if (c->request.upload && c->request.upload->failed && code != CURLE_OK)
    return explain_file(c);
  if (code != CURLE_OK && c->result.proxy_status >= 300) {
    snprintf(c->bytes->error, CURL_ERROR_SIZE,
             "the proxy refused the tunnel with status %ld",
             c->result.proxy_status);
    return c->bytes->error;
  }
  if (code == CURLE_WRITE_ERROR)
    return "more bytes follow the compressed answer";
  if (c->attempt.repeat_refused && c->result.status < 200)
    return "the connection ended before an answer came";
  if (code == CURLE_OK && !c->attempt.headers_ended)
    return "the answer ended in its headers";
  if (code == CURLE_OK)
    return c->result.status < 200 ? "the answer has no status" : "";
  if (no_descriptor_is_left(code)) return "no descriptor is left";
  if (*c->bytes->error) return c->bytes->error;
  if (!*c->attempt.handle->error) return curl_easy_strerror(code);
  memcpy(c->bytes->error, c->attempt.handle->error, CURL_ERROR_SIZE);
  return c->bytes->error;
}

static bool distrusts_proxy(CURL *easy) {
  long result = 0;
  curl_easy_getinfo(easy, CURLINFO_PROXY_SSL_VERIFYRESULT, &result);
  return result != 0;
}

http_outcome transfer_finish(http_call *c, CURLcode code) {
  curl_off_t connect = 0, first_byte = 0, total = 0;
  curl_easy_getinfo(c->attempt.easy, CURLINFO_APPCONNECT_TIME_T, &connect);
  if (!connect)
    curl_easy_getinfo(c->attempt.easy, CURLINFO_CONNECT_TIME_T, &connect);
  curl_easy_getinfo(c->attempt.easy, CURLINFO_STARTTRANSFER_TIME_T,
                    &first_byte);
  curl_easy_getinfo(c->attempt.easy, CURLINFO_TOTAL_TIME_T, &total);
  curl_easy_getinfo(c->attempt.easy, CURLINFO_HTTP_VERSION, &c->result.version);
  curl_easy_getinfo(c->attempt.easy, CURLINFO_HTTP_CONNECTCODE,
                    &c->result.proxy_status);
  c->result.used_proxy = curl_compat_used_proxy(c->attempt.easy);
  c->result.connect_us = connect;
  c->result.first_byte_us = first_byte;
  c->result.total_us = total;
  c->result.sent = certainty(c);
  c->result.code = code;
  remember_socket(c, code);
  c->result.reason = explain(c, code);
  http_outcome outcome = outcome_of(c, code);
  bool failed = outcome == HTTP_TRANSPORT && code != CURLE_ABORTED_BY_CALLBACK;
  /* a rest that the server did not want may be in the way of the next request */
  if ((failed || transfer_is_refused(c)) && c->attempt.local_port > 0)
    liveness_fail(c->attempt.liveness, c->attempt.local_port);
  c->result.permanent = outcome == HTTP_TRANSPORT && is_permanent(c);
  c->result.proxy_distrust = code == CURLE_PEER_FAILED_VERIFICATION &&
                             distrusts_proxy(c->attempt.easy);
  return outcome;
}

void transfer_add_cost(const http_call *c, http_stats *stats) {
  long connections = 0, request = 0, headers = 0;
  curl_off_t upload = 0, download = 0;
  curl_easy_getinfo(c->attempt.easy, CURLINFO_NUM_CONNECTS, &connections);
  curl_easy_getinfo(c->attempt.easy, CURLINFO_REQUEST_SIZE, &request);
  curl_easy_getinfo(c->attempt.easy, CURLINFO_HEADER_SIZE, &headers);
  curl_easy_getinfo(c->attempt.easy, CURLINFO_SIZE_UPLOAD_T, &upload);
  curl_easy_getinfo(c->attempt.easy, CURLINFO_SIZE_DOWNLOAD_T, &download);
  stats->connections += connections;
  stats->bytes_sent += request + upload;
  stats->bytes_received += headers + download;
}
