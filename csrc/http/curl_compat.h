/* SPDX-License-Identifier: MIT
 *
 * curl_compat: what differs between the libcurls that may be loaded, 7.73 and
 * later. Each function stands for one difference and says when it can go.
 *
 * Owns:    nothing.
 * Expects: curl_compat_init first, once per process.
 * Never:   looks at the version of the headers: the library that is loaded
 *          decides, which may be older or newer. What newer headers declare is
 *          used by its number, which is part of libcurl's ABI.
 */
#ifndef CLICKUP_CURL_COMPAT_H
#define CLICKUP_CURL_COMPAT_H

#include <curl/curl.h>
#include <stdbool.h>

/* Reads the version of the library. NULL, or why it cannot be used. */
const char *curl_compat_init(void);

/* Called before each request is sent; see CURLOPT_PREREQFUNCTION. */
typedef int (*curl_compat_before_send)(void *user, char *ip, char *local_ip,
                                       int port, int local_port);
enum { CURL_COMPAT_SEND, CURL_COMPAT_ABORT };

/* Whether libcurl asks before it sends (CURLOPT_PREREQFUNCTION, since 7.80.0).
 * Where it doesn't, it may send a request again on a connection that was used
 * before, so everything goes over HTTP/1.1, where no request can join another's
 * connection, and what must not run twice opens a new one. Can go with 7.79. */
bool curl_compat_asks_before_send(void);
void curl_compat_set_before_send(CURL *easy, curl_compat_before_send function);
void curl_compat_set_before_send_data(CURL *easy, void *user);

/* The highest CURL_HTTP_VERSION_* that is safe; see above. */
long curl_compat_http_version(long wanted);

/* From 7.84.0 to 8.0.1 a handle that is used again remembers the last header of
 * its previous transfer, which was freed, and writes there when it is to store a
 * line that continues a header before it has stored another one (curl's issue
 * 11101, fixed in 8.1.0 by cd1c611b24). Such a line is refused. Can go with 8.0.
 *
 * libcurl hands a header line to the function for the body, then stores it, then
 * hands it to the function for headers: if it is told to, and for CONNECT as
 * well. It stores neither what it takes for a status line, which is the first one
 * of an answer, nor the empty line. Trailers it stores at once, those of a proxy's
 * 407 as well: they follow a header that announced them, which must have been
 * stored, hence the CONNECT. */
typedef struct curl_compat_fold {
  bool stored;  /* libcurl has surely stored a header of this transfer */
  bool within;  /* the first line of an answer came, the empty one did not */
  bool partial; /* of a line that is handed over in pieces, more is to come */
  bool over;    /* no header follows before the next request */
  bool connecting; /* there is a new socket, and no request yet: what comes is
                      a proxy's */
} curl_compat_fold;

/* Whether the library is one of those: the functions below do nothing else. */
bool curl_compat_guards_folds(void);
void curl_compat_show_headers(CURL *easy);

/* A transfer begins; it opens a connection; it sends a request. */
void curl_compat_fold_begin(curl_compat_fold *f);
void curl_compat_fold_connect(curl_compat_fold *f);
void curl_compat_fold_request(curl_compat_fold *f);

/* Whether these n > 0 bytes, which may be a header that is not stored yet, a piece
 * of one (libcurl hands over 16 KiB at most) or of the body, must be refused. */
bool curl_compat_fold_refuses(curl_compat_fold *f, const char *bytes, size_t n);

/* A header line that libcurl has gone past. */
void curl_compat_fold_pass(curl_compat_fold *f, CURL *easy, const char *line);

/* Whether the answer exceeded a limit of libcurl's own: CURLE_TOO_LARGE, since
 * 8.6.0; from 8.14.0 on for more than 5,000 headers. */
bool curl_compat_is_too_large(CURLcode code);

/* Whether a proxy was used: CURLINFO_USED_PROXY, since 8.7.0. -1: it cannot be
 * told. Each version reads no_proxy somewhat differently. */
int curl_compat_used_proxy(CURL *easy);

/* Allows http and https only; by text since 7.85.0. */
void curl_compat_only_http(CURL *easy);

/* A name look-up that hangs must not hold up the end of its call: 7.87.0 and
 * later can leave its thread behind. */
void curl_compat_quick_exit(CURL *easy);

/* Whether libcurl may be told to use no signals. Before 7.87.0 it lets OpenSSL
 * write to sockets in a way that may raise SIGPIPE, which libcurl then holds
 * off; of its own it needs a signal only to look up names without a thread. */
bool curl_compat_needs_no_signals(void);

/* Takes the folder of CAs away where there is a bundle: while it is set, libcurl
 * parses the whole bundle for every new connection instead of keeping it. */
void curl_compat_prefer_bundle(CURL *easy);

/* A library's version without its name, which 8.12.0 and later put before those
 * of brotli and zstd: "brotli/1.1.0". NULL stays NULL. */
const char *curl_compat_bare_version(const char *text);

/* Whether answers may come compressed by gzip. "" would name all that libcurl
 * has, at some cost. */
bool curl_compat_has_gzip(void);

#endif
