/* SPDX-License-Identifier: MIT */
#include "transfer.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "pace.h"

/* ---- callbacks ---------------------------------------------------------- */

/* A result that differs from n > 0 makes libcurl end the transfer. */
static size_t keep(http_call *c, buf *b, const char *bytes, size_t n) {
  int status = buf_append(b, bytes, n);
  if (status == BUF_OK) return n;
  c->halt = status == BUF_FULL ? HTTP_TOO_LARGE : HTTP_TRANSPORT;
  if (status == BUF_NOMEM)
    snprintf(c->halt_reason, sizeof c->halt_reason, "out of memory");
  else
    snprintf(c->halt_reason, sizeof c->halt_reason,
             b == &c->headers ? "the answer's headers exceed %zu bytes"
                              : "the answer exceeds max_response_bytes (%zu)",
             b->max);
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

/* Each answer starts anew, so that a 1xx leaves nothing behind. */
static size_t on_header(char *line, size_t size, size_t n, void *user) {
  http_call *c = user;
  n *= size;
  if (n >= 5 && memcmp(line, "HTTP/", 5) == 0) {
    buf_clear(&c->headers);
    c->status = status_of(line, n);
    c->headers_ended = false;
  }
  if (*line == '\r' || *line == '\n') c->headers_ended = true;
  return n ? keep(c, &c->headers, line, n) : 0;
}

static size_t on_read(char *into, size_t size, size_t n, void *user) {
  http_call *c = user;
  size_t left = c->body.size - c->body_sent;
  n *= size;
  if (n > left) n = left;
  if (n) {
    memcpy(into, c->body.data + c->body_sent, n);
    c->body_began = true;
  }
  c->body_sent += n;
  return n;
}

/* libcurl rewinds to send a request again by itself, when a reused connection
 * died before any answer. The server may have run it: refuse. */
static int on_seek(void *user, curl_off_t offset, int origin) {
  http_call *c = user;
  if (origin != SEEK_SET || offset < 0) return CURL_SEEKFUNC_FAIL;
  bool once = c->kind == PACE_CREATE || c->kind == PACE_EXCHANGE;
  if (once && c->body_sent > 0) {
    c->rewind_refused = true;
    return CURL_SEEKFUNC_FAIL;
  }
  if ((size_t)offset > c->body.size) return CURL_SEEKFUNC_FAIL;
  c->body_sent = (size_t)offset;
  return CURL_SEEKFUNC_OK;
}

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

CURL *transfer_model(void) {
  CURL *easy = curl_easy_init();
  if (!easy) return NULL;
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
#if LIBCURL_VERSION_NUM >= 0x075700
  /* a name look-up that hangs must not hold up the end of its call */
  curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
#endif
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read);
  curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, on_seek);
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
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)c->body.size);
  return curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST,
                          has_verb(c, plain) ? NULL : c->method);
}

bool transfer_attach(http_call *c, int64_t allowance_ms) {
  CURL *easy = c->easy;
  long limit = 0;
  if (allowance_ms != PACE_NEVER)
    limit = allowance_ms > INT_MAX ? INT_MAX : (long)allowance_ms;
  if (allowance_ms <= 0) limit = 1;
  c->body_sent = 0;
  c->status = 0;
  c->halt = HTTP_ANSWERED;
  c->halt_reason[0] = '\0';
  c->body_began = c->rewind_refused = c->headers_ended = false;
  buf_clear(&c->headers);
  buf_clear(&c->answer);
  c->reason[0] = '\0';
  curl_easy_setopt(easy, CURLOPT_PRIVATE, c);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, c->reason);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, c);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, c);
  curl_easy_setopt(easy, CURLOPT_READDATA, c);
  curl_easy_setopt(easy, CURLOPT_SEEKDATA, c);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, limit);
  /* without a body there is nothing to rewind, so on_seek cannot refuse; but
   * libcurl sends again only on a connection that was used before */
  bool once = c->kind == PACE_CREATE || c->kind == PACE_EXCHANGE;
  curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT,
                   once && !c->body.size ? 1L : 0L);
  return curl_easy_setopt(easy, CURLOPT_URL, c->url.data) == CURLE_OK &&
         set_method(easy, c) == CURLE_OK;
}

void transfer_detach(CURL *easy) {
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, NULL);
  curl_easy_setopt(easy, CURLOPT_PRIVATE, NULL);
}

static pace_sent certainty(const http_call *c) {
  long header_bytes = 0;
  if (c->status >= 200) return PACE_SENT_YES;
  curl_easy_getinfo(c->easy, CURLINFO_REQUEST_SIZE, &header_bytes);
  /* a server cannot run a request whose body never began to arrive */
  bool nothing = c->body.size ? !c->body_began : header_bytes == 0;
  return nothing ? PACE_SENT_NO : PACE_SENT_UNKNOWN;
}

/* libcurl takes a connection that ends inside the headers for a whole answer. */
static http_outcome outcome_of(const http_call *c, CURLcode code) {
  if (code == CURLE_OK)
    return c->headers_ended && c->status >= 200 ? HTTP_ANSWERED
                                                : HTTP_TRANSPORT;
  if (c->halt != HTTP_ANSWERED) return c->halt;
  if (code == CURLE_OPERATION_TIMEDOUT) return HTTP_TIMEOUT;
  if (code == CURLE_BAD_CONTENT_ENCODING) return HTTP_GARBLED;
  return HTTP_TRANSPORT;
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
  if (code == CURLE_OK && c->status < 200)
    snprintf(c->reason, sizeof c->reason, "the answer has no status");
  if (code == CURLE_OK && !c->headers_ended)
    snprintf(c->reason, sizeof c->reason, "the answer ended in its headers");
  if (c->rewind_refused && c->status < 200)
    snprintf(c->reason, sizeof c->reason,
             "the connection ended before an answer came");
  const char *reason =
      c->halt_reason[0] ? c->halt_reason : curl_easy_strerror(code);
  if (c->halt_reason[0] || (code != CURLE_OK && !c->reason[0]))
    snprintf(c->reason, sizeof c->reason, "%s", reason);
  return outcome_of(c, code);
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

/* Codes of failures that the next attempt would meet again. */
bool transfer_is_permanent(const http_call *c) {
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
  for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
    if (c->code == codes[i]) return true;
  return c->proxy_status == 407 || c->proxy_status == 403;
}
