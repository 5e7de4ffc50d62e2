/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* strings.h under -std=c11 */
#include "url.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

static CURLU *set_part(CURLU *u, CURLUPart part, const char *text) {
  if (u && curl_url_set(u, part, text, 0) == CURLUE_OK) return u;
  curl_url_cleanup(u);
  return NULL;
}

CURLU *url_read_origin(const char *url) {
  return set_part(set_part(curl_url(), CURLUPART_URL, url), CURLUPART_PATH,
                  "/");
}

size_t url_origin_length(const char *url) {
  const char *slashes = strstr(url, "://");
  const char *host = slashes ? slashes + 3 : url;
  return (size_t)(host - url) + strcspn(host, "/");
}

/* libcurl has put an IPv4 address into dotted form and an IPv6 address into
 * brackets by now, so that 127.0.0.1.example.com and 0x7f.1 are no riddle. */
static bool is_loopback(const char *host) {
  struct in_addr four;
  if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0)
    return true;
  return inet_pton(AF_INET, host, &four) == 1 &&
         (ntohl(four.s_addr) >> 24) == 127;
}

const char url_no_memory[] = "memory to read it";

static bool has_part(CURLU *u, CURLUPart part) {
  char *text = NULL;
  CURLUcode code = curl_url_get(u, part, &text, 0);
  curl_free(text);
  return code == CURLUE_OK || code == CURLUE_OUT_OF_MEMORY;
}

bool url_has_zone(CURLU *url) {
  return has_part(url, CURLUPART_ZONEID);
}

static const char *read_scheme(CURLU *u, bool *plain) {
  char *scheme = NULL;
  CURLUcode code = curl_url_get(u, CURLUPART_SCHEME, &scheme, 0);
  if (code == CURLUE_OUT_OF_MEMORY) return url_no_memory;
  if (code != CURLUE_OK) return "a URL that begins with https://";
  *plain = strcasecmp(scheme, "http") == 0;
  bool known = *plain || strcasecmp(scheme, "https") == 0;
  curl_free(scheme);
  return known ? NULL : "a URL that begins with https://";
}

/* libcurl looks for an address in a host before it takes escapes apart: read
 * once more, as a call does, http://127%2e1 is another host. */
static CURLUcode read_again(CURLU *u) {
  char *whole = NULL;
  CURLUcode code = curl_url_get(u, CURLUPART_URL, &whole, 0);
  if (code == CURLUE_OK) code = curl_url_set(u, CURLUPART_URL, whole, 0);
  curl_free(whole);
  return code;
}

static const char *read_url(CURLU *u, buf *canonical, bool *loopback) {
  char *host = NULL, *whole = NULL;
  const char *wrong = NULL;
  CURLUcode code = read_again(u);
  if (code == CURLUE_OK) code = curl_url_get(u, CURLUPART_HOST, &host, 0);
  if (code == CURLUE_OK) code = curl_url_get(u, CURLUPART_URL, &whole, 0);
  if (code != CURLUE_OK) {
    wrong = code == CURLUE_OUT_OF_MEMORY ? url_no_memory : "a URL with a host";
  } else {
    size_t n = strlen(whole);
    while (n && whole[n - 1] == '/') n--;
    *loopback = is_loopback(host);
    int status = buf_append(canonical, whole, n);
    if (status == BUF_OK) status = buf_terminate(canonical);
    if (status == BUF_FULL) wrong = "a shorter URL";
    if (status == BUF_NOMEM) wrong = url_no_memory;
  }
  curl_free(host);
  curl_free(whole);
  return wrong;
}

/* libcurl takes https:/x and https:///x for https://x: a host that was left out
 * would be the path's first name. */
static bool has_host(const char *url) {
  const char *slashes = strstr(url, "://");
  return slashes && slashes[3] != '/';
}

const char *url_check_base(const char *url, buf *canonical, bool *loopback,
                           bool *plain) {
  CURLU *u = curl_url();
  const char *wrong;
  if (!u) return url_no_memory;
  CURLUcode code =
      curl_url_set(u, CURLUPART_URL, url, CURLU_NON_SUPPORT_SCHEME);
  if (code == CURLUE_OUT_OF_MEMORY) wrong = url_no_memory;
  else if (code != CURLUE_OK) wrong = "a URL like https://api.clickup.com/api";
  else if (has_part(u, CURLUPART_USER) || has_part(u, CURLUPART_PASSWORD))
    wrong = "a URL without a user name or password";
  else if (has_part(u, CURLUPART_QUERY) || has_part(u, CURLUPART_FRAGMENT))
    wrong = "a URL without a query or fragment";
  else {
    wrong = read_scheme(u, plain);
    if (!wrong && !has_host(url)) wrong = "a URL with a host behind ://";
    if (!wrong) wrong = read_url(u, canonical, loopback);
  }
  curl_url_cleanup(u);
  return wrong;
}
