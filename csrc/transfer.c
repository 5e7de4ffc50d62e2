/* SPDX-License-Identifier: MIT */
#include "transfer.h"

#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pace.h"
#include "url.h"

/* Over TLS each handle has one; libcurl's own 64 KiB are more than a body. */
#define UPLOAD_BUFFER 16384L

/* Over HTTP/2 libcurl 7.88 waits for ever once headers are more than that. */
#define DOWNLOAD_BUFFER ((long)TRANSFER_MAX_HEADERS)

/* ---- callbacks ---------------------------------------------------------- */

/* A result that differs from n > 0 makes libcurl end the transfer. */
static size_t keep(http_call *c, buf *b, const char *bytes, size_t n) {
  int status = buf_append(b, bytes, n);
  if (status == BUF_OK) return n;
  c->halt = status == BUF_FULL ? HTTP_TOO_LARGE : HTTP_TRANSPORT;
  c->halted_in_headers = b == &c->headers;
  return 0;
}

static size_t on_body(char *bytes, size_t size, size_t n, void *user) {
  http_call *c = user;
  return n ? keep(c, &c->answer, bytes, size * n) : 0;
}

/* The number in "HTTP/1.1 200 OK"; 0 for what is not a status line. */
static long status_of(const char *line, size_t n) {
  const char *at = memchr(line, ' ', n), *end = line + n;
  long status = 0;
  while (at && at + 1 < end && at[1] == ' ') at++; /* as libcurl reads it */
  for (int i = 1; i <= 3; i++) {
    if (!at || at + i >= end || at[i] < '0' || at[i] > '9') return 0;
    status = status * 10 + (at[i] - '0');
  }
  return status;
}

/* Each answer starts anew, so that a 1xx leaves nothing behind. Within headers,
 * and in a trailer, a line that looks like a status is none. */
static size_t on_header(char *line, size_t size, size_t n, void *user) {
  http_call *c = user;
  bool first = c->headers.size == 0 || (c->headers_ended && c->status < 200);
  n *= size;
  if (first && n >= 5 && memcmp(line, "HTTP/", 5) == 0) {
    buf_clear(&c->headers);
    c->status = status_of(line, n);
    c->headers_ended = false;
  }
  if (*line == '\r' || *line == '\n') c->headers_ended = true;
  return n ? keep(c, &c->headers, line, n) : 0;
}

static bool runs_once(const http_call *c) {
  return c->kind == PACE_CREATE || c->kind == PACE_EXCHANGE;
}

static long request_bytes(const http_call *c) {
  long bytes = 0;
  curl_easy_getinfo(c->easy, CURLINFO_REQUEST_SIZE, &bytes);
  return bytes;
}

/* Whether any of the request was written. What the first write does not take
 * (the kernel is short of memory) is counted as upload later. */
static bool has_left(const http_call *c) {
  curl_off_t later = 0;
  curl_easy_getinfo(c->easy, CURLINFO_SIZE_UPLOAD_T, &later);
  return later > 0 || request_bytes(c) > c->sent_before;
}

#if LIBCURL_VERSION_NUM >= 0x075000
/* NOLINTBEGIN(readability-non-const-parameter): libcurl's signature */
static bool has_stale_connection(http_call *c, long port) {
  long connects = 1;
  curl_easy_getinfo(c->easy, CURLINFO_NUM_CONNECTS, &connects);
  return connects == 0 && lanes_is_stale(c->lanes, port);
}

/* The connection stands, the request is about to go. libcurl comes here again
 * by itself when a connection that was used before died before any answer. The
 * server may have run the request: it must not go twice. */
static int on_request(void *user, char *ip, char *local_ip, int port,
                      int local_port) {
  http_call *c = user;
  (void)ip, (void)local_ip, (void)port;
  if (c->began && runs_once(c)) {
    c->repeat_refused = true;
    return CURL_PREREQFUNC_ABORT;
  }
  c->repeated = c->repeated || c->began;
  c->stale = has_stale_connection(c, local_port);
  if (c->stale) return CURL_PREREQFUNC_ABORT;
  if (!c->began) c->sent_before = request_bytes(c);
  c->began = true;
  c->lane = local_port;
  return CURL_PREREQFUNC_OK;
}
/* NOLINTEND(readability-non-const-parameter) */
#endif

/* ---- options ------------------------------------------------------------ */

/* While a CA folder is set, libcurl parses the whole bundle for every new
 * connection instead of keeping it. The bundle alone verifies the same. */
static void prefer_bundle(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x074600
  const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
  if (info->age < CURLVERSION_SEVENTH) return;
  if (info->cainfo && info->capath) {
    curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
    curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, NULL);
  }
#else
  (void)easy;
#endif
}

static void only_http(CURL *easy) {
#if LIBCURL_VERSION_NUM >= 0x075500
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
#else
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS,
                   (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

/* Before 7.87 libcurl has OpenSSL write to sockets as it likes, which may raise
 * SIGPIPE; libcurl holds that off, at some cost, unless it is told to use no
 * signals. Of its own it needs one only to look up names without a thread. */
static bool needs_no_signals(void) {
  const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
  return info->version_num >= 0x075700 ||
         !(info->features & CURL_VERSION_ASYNCHDNS);
}

/* gzip is enough for JSON; "" would name all that libcurl has, at some cost. */
bool transfer_has_gzip(void) {
  const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
  return (info->features & CURL_VERSION_LIBZ) != 0;
}

/* A child that the host starts does not hold our connections open. */
static int on_socket(void *user, curl_socket_t socket, curlsocktype purpose) {
  (void)user, (void)purpose;
  (void)fcntl(socket, F_SETFD, FD_CLOEXEC);
  return CURL_SOCKOPT_OK;
}

CURL *transfer_model(void) {
  CURL *easy = curl_easy_init();
  if (!easy) return NULL;
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, needs_no_signals() ? 1L : 0L);
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, UPLOAD_BUFFER);
  curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, DOWNLOAD_BUFFER);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING,
                   transfer_has_gzip() ? "gzip" : "");
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
#if LIBCURL_VERSION_NUM >= 0x075700
  /* a name look-up that hangs must not hold up the end of its call */
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(easy, CURLOPT_SOCKOPTFUNCTION, on_socket);
#if LIBCURL_VERSION_NUM >= 0x075000
  if (curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_request) != CURLE_OK) {
    curl_easy_cleanup(easy); /* older than the headers it was built with */
    return NULL;
  }
#endif
  only_http(easy);
  prefer_bundle(easy);
  return easy;
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
  return told(curl_easy_setopt(model, o->id, (long)number), reason);
}

/* ---- one attempt -------------------------------------------------------- */

static bool has_verb(const http_call *c, const char *verb) {
  return strcmp(c->method, verb) == 0;
}

static CURLcode set_method(CURL *easy, const http_call *c) {
  bool upload = c->body.size > 0 || has_verb(c, "POST") || has_verb(c, "PUT");
  const char *plain = upload ? "POST" : "GET";
  CURLcode code =
      curl_easy_setopt(easy, upload ? CURLOPT_POST : CURLOPT_HTTPGET, 1L);
  if (code != CURLE_OK) return code;
  if (upload) {
    curl_off_t size = (curl_off_t)c->body.size;
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, size);
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, size ? c->body.data : "");
  }
  return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST,
                          has_verb(c, plain) ? NULL : c->method);
}

/* libcurl would read the text, write it anew and keep that; a URL that was read
 * before it takes as it is. */
static bool set_url(http_call *c, CURLU *origin) {
  if (!url_has_zone(origin)) {
    c->target = url_read_below(origin, c->url.data);
    if (!c->target) return false;
    curl_easy_setopt(c->easy, CURLOPT_CURLU, c->target);
  }
  return curl_easy_setopt(c->easy, CURLOPT_URL, c->url.data) == CURLE_OK;
}

bool transfer_attach(http_call *c, CURLU *origin, int64_t allowance_ms,
                     lanes *l) {
  CURL *easy = c->easy;
  long limit = 0;
  if (allowance_ms != PACE_NEVER)
    limit = allowance_ms > INT_MAX ? INT_MAX : (long)allowance_ms;
  if (allowance_ms <= 0) limit = 1;
  if (!c->error) c->error = malloc(CURL_ERROR_SIZE);
  if (!c->error) return false;
  c->error[0] = '\0';
  c->reason = "";
  c->halt = HTTP_ANSWERED;
  c->began = c->repeat_refused = false;
  c->sent_before = c->lane = 0;
  c->lanes = l;
  c->status = 0;
  c->headers_ended = false;
  buf_clear(&c->headers);
  buf_clear(&c->answer);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, c);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, c->error);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, c);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, c);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, limit);
  bool fresh = c->stale;
#if LIBCURL_VERSION_NUM >= 0x075000
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, c);
#else
  /* it sends again by itself only where a connection was used before */
  fresh = fresh || runs_once(c);
#endif
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, fresh ? 1L : 0L);
  c->stale = false;
  return set_url(c, origin) && set_method(easy, c) == CURLE_OK;
}

void transfer_detach(http_call *c) {
  curl_easy_setopt(c->easy, CURLOPT_ERRORBUFFER, NULL);
  curl_easy_setopt(c->easy, CURLOPT_POSTFIELDS, NULL);
  curl_easy_setopt(c->easy, CURLOPT_CURLU, NULL);
  curl_url_cleanup(c->target);
  c->target = NULL;
  if (c->reason == c->error) return;
  free(c->error);
  c->error = NULL;
}

/* From 7.83.0 to 8.1.0 a handle that is used again remembers the last header of
 * its answer before, which was freed, and writes there when the next answer
 * begins with a folded header (curl's issue 11101). */
bool transfer_may_reuse(void) {
  unsigned version = curl_version_info(CURLVERSION_NOW)->version_num;
  return version < 0x075300 || version > 0x080100;
}

static pace_sent certainty(const http_call *c) {
#if LIBCURL_VERSION_NUM >= 0x075000
  bool began = c->began;
#else
  /* nothing has told before; what has no body may have been queued */
  bool began = has_left(c) || (runs_once(c) && !c->body.size);
#endif
  if (c->status >= 200) return PACE_SENT_YES;
  if (!began) return PACE_SENT_NO;
  /* a server cannot run a request whose body never began to arrive */
  bool nothing = c->body.size && !c->repeat_refused && !has_left(c);
  return nothing ? PACE_SENT_NO : PACE_SENT_UNKNOWN;
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
    if (c->code == codes[i]) return true;
  for (size_t i = 0; i < sizeof alerts / sizeof *alerts; i++)
    if (strstr(c->reason, alerts[i])) return true;
  return c->proxy_status == 407 || c->proxy_status == 403;
}

/* libcurl takes a connection that ends inside the headers for a whole answer. */
static http_outcome outcome_of(const http_call *c, CURLcode code) {
  if (code == CURLE_OK)
    return c->headers_ended && c->status >= 200 ? HTTP_ANSWERED
                                                : HTTP_TRANSPORT;
  if (c->halt != HTTP_ANSWERED) return c->halt;
  if (code == CURLE_OPERATION_TIMEDOUT) return HTTP_TIMEOUT;
  if (code == CURLE_BAD_CONTENT_ENCODING || code == CURLE_WRITE_ERROR)
    return HTTP_GARBLED;
  return HTTP_TRANSPORT;
}

/* A new connection that is kept, and bears one request at a time. */
static void remember_lane(const http_call *c, CURLcode code) {
  long connects = 0;
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(c->easy, CURLINFO_NUM_CONNECTS, &connects);
  if (connects == 0 || c->lane <= 0) return;
  if (code == CURLE_OK && (c->version == CURL_HTTP_VERSION_1_1 ||
                           c->version == CURL_HTTP_VERSION_1_0))
    curl_easy_getinfo(c->easy, CURLINFO_ACTIVESOCKET, &socket);
  lanes_set(c->lanes, c->lane, socket);
}

/* Why a callback stopped the transfer. */
static const char *explain_halt(http_call *c) {
  if (c->halt != HTTP_TOO_LARGE) return "out of memory";
  const buf *full = c->halted_in_headers ? &c->headers : &c->answer;
  snprintf(c->error, CURL_ERROR_SIZE,
           c->halted_in_headers ? "the answer's headers exceed %zu bytes"
                                : "the answer exceeds max_response_bytes (%zu)",
           full->max);
  return c->error;
}

/* What came of the attempt, in words; static, or the call's own. */
static const char *explain(http_call *c, CURLcode code) {
  if (c->halt != HTTP_ANSWERED) return explain_halt(c);
  if (code == CURLE_WRITE_ERROR)
    return "more bytes follow the compressed answer";
  if (c->repeat_refused && c->status < 200)
    return "the connection ended before an answer came";
  if (code == CURLE_OK && !c->headers_ended)
    return "the answer ended in its headers";
  if (code == CURLE_OK)
    return c->status < 200 ? "the answer has no status" : "";
  return *c->error ? c->error : curl_easy_strerror(code);
}

static bool distrusts_proxy(CURL *easy) {
  long result = 0;
  curl_easy_getinfo(easy, CURLINFO_PROXY_SSL_VERIFYRESULT, &result);
  return result != 0;
}

http_outcome transfer_finish(http_call *c, CURLcode code) {
  curl_off_t connect = 0, first_byte = 0, total = 0;
  curl_easy_getinfo(c->easy, CURLINFO_APPCONNECT_TIME_T, &connect);
  if (!connect) curl_easy_getinfo(c->easy, CURLINFO_CONNECT_TIME_T, &connect);
  curl_easy_getinfo(c->easy, CURLINFO_STARTTRANSFER_TIME_T, &first_byte);
  curl_easy_getinfo(c->easy, CURLINFO_TOTAL_TIME_T, &total);
  curl_easy_getinfo(c->easy, CURLINFO_HTTP_VERSION, &c->version);
  curl_easy_getinfo(c->easy, CURLINFO_HTTP_CONNECTCODE, &c->proxy_status);
  c->connect_us = connect;
  c->first_byte_us = first_byte;
  c->total_us = total;
  c->sent = certainty(c);
  c->code = code;
  remember_lane(c, code);
  c->reason = explain(c, code);
  http_outcome outcome = outcome_of(c, code);
  c->permanent = outcome == HTTP_TRANSPORT && is_permanent(c);
  c->proxy_distrust =
      code == CURLE_PEER_FAILED_VERIFICATION && distrusts_proxy(c->easy);
  return outcome;
}

void transfer_add_cost(const http_call *c, http_stats *stats) {
  long connections = 0, request = 0, headers = 0;
  curl_off_t upload = 0, download = 0;
  curl_easy_getinfo(c->easy, CURLINFO_NUM_CONNECTS, &connections);
  curl_easy_getinfo(c->easy, CURLINFO_REQUEST_SIZE, &request);
  curl_easy_getinfo(c->easy, CURLINFO_HEADER_SIZE, &headers);
  curl_easy_getinfo(c->easy, CURLINFO_SIZE_UPLOAD_T, &upload);
  curl_easy_getinfo(c->easy, CURLINFO_SIZE_DOWNLOAD_T, &download);
  stats->connections += connections;
  stats->bytes_sent += request + upload;
  stats->bytes_received += headers + download;
}
