/* SPDX-License-Identifier: MIT */
#include "curl_compat.h"

#include <string.h>

enum { OLDEST = 0x074900 };

/* Of the library that is loaded; the same for all threads once it is set. */
static unsigned version;

const char *curl_compat_init(void) {
  version = curl_version_info(CURLVERSION_NOW)->version_num;
  return version < OLDEST ? "libcurl 7.73.0 or later is needed" : NULL;
}

/* Options by their numbers: headers may not have them yet. */
enum {
  PREREQDATA = CURLOPTTYPE_OBJECTPOINT + 313,
  PREREQFUNCTION = CURLOPTTYPE_FUNCTIONPOINT + 312,
  PROTOCOLS_STR = CURLOPTTYPE_OBJECTPOINT + 318,
  QUICK_EXIT = CURLOPTTYPE_LONG + 322
};

/* Without the macro that checks the types of options that headers know. */
#define SET(easy, option, value) \
  (void)(curl_easy_setopt)((easy), (CURLoption)(option), (value))

bool curl_compat_asks_before_send(void) {
  return version >= 0x075000;
}

void curl_compat_set_before_send(CURL *easy, curl_compat_before_send function) {
  if (curl_compat_asks_before_send()) SET(easy, PREREQFUNCTION, function);
}

void curl_compat_set_before_send_data(CURL *easy, void *user) {
  if (curl_compat_asks_before_send()) SET(easy, PREREQDATA, user);
}

long curl_compat_http_version(long wanted) {
  return curl_compat_asks_before_send() ? wanted : CURL_HTTP_VERSION_1_1;
}

bool curl_compat_guards_folds(void) {
  return version >= 0x075400 && version < 0x080100;
}

void curl_compat_show_headers(CURL *easy) {
  if (!curl_compat_guards_folds()) return;
  curl_easy_setopt(easy, CURLOPT_HEADER, 1L);
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 0L);
}

void curl_compat_fold_begin(curl_compat_fold *f) {
  *f = (curl_compat_fold){.stored = false};
}

void curl_compat_fold_connect(curl_compat_fold *f) {
  f->within = f->partial = f->over = false;
  f->connecting = curl_compat_guards_folds();
}

void curl_compat_fold_request(curl_compat_fold *f) {
  f->within = f->partial = f->over = f->connecting = false;
}

static bool continues(const char *line) {
  return *line == ' ' || *line == '\t';
}

bool curl_compat_fold_refuses(curl_compat_fold *f, const char *bytes,
                              size_t n) {
  if (f->stored || f->over) return false;
  bool begins = !f->partial;
  f->partial = bytes[n - 1] != '\n';
  return begins && continues(bytes);
}

/* After a status below 200 another answer follows. What counts is how libcurl has
 * read it. */
static bool ends_headers(CURL *easy) {
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  return status >= 200;
}

void curl_compat_fold_pass(curl_compat_fold *f, CURL *easy, const char *line) {
  if (f->stored || !curl_compat_guards_folds()) return;
  bool empty = *line == '\r' || *line == '\n';
  if (empty) f->over = !f->connecting && ends_headers(easy);
  else f->stored = f->within && !continues(line);
  f->within = !empty;
}

bool curl_compat_is_too_large(CURLcode code) {
  return (int)code == 100;
}

int curl_compat_used_proxy(CURL *easy) {
  long used = -1;
  CURLINFO info = (CURLINFO)(CURLINFO_LONG + 66);
  if (version < 0x080700) return -1;
  return (curl_easy_getinfo)(easy, info, &used) == CURLE_OK ? (int)used : -1;
}

void curl_compat_only_http(CURL *easy) {
  if (version >= 0x075500) SET(easy, PROTOCOLS_STR, "http,https");
  else {
    long protocols = CURLPROTO_HTTP | CURLPROTO_HTTPS;
    SET(easy, CURLOPTTYPE_LONG + 181, protocols); /* CURLOPT_PROTOCOLS */
  }
}

void curl_compat_quick_exit(CURL *easy) {
  if (version >= 0x075700) SET(easy, QUICK_EXIT, 1L);
}

bool curl_compat_needs_no_signals(void) {
  const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
  return version >= 0x075700 || !(info->features & CURL_VERSION_ASYNCHDNS);
}

void curl_compat_prefer_bundle(CURL *easy) {
  const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
  if (!info->cainfo || !info->capath) return;
  curl_easy_setopt(easy, CURLOPT_CAPATH, NULL);
  curl_easy_setopt(easy, CURLOPT_PROXY_CAPATH, NULL);
}

const char *curl_compat_bare_version(const char *text) {
  const char *slash = text ? strchr(text, '/') : NULL;
  return slash ? slash + 1 : text;
}

bool curl_compat_has_gzip(void) {
  const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
  return (info->features & CURL_VERSION_LIBZ) != 0;
}
