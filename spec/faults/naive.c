/* SPDX-License-Identifier: MIT
 *
 * naive: creates key results as most programs on libcurl do: one handle, and a
 * retry on every failure, 429 and 5xx. Prints "ok" or "failed" for each.
 *
 *     naive URL AUTHORIZATION COUNT PREFIX TIMEOUT_MS [CA_FILE]
 */
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>

enum { ATTEMPTS = 6 };

static size_t discard(char *bytes, size_t size, size_t n, void *user) {
  (void)bytes;
  (void)user;
  return size * n;
}

static CURL *make_handle(char **argv, int argc, struct curl_slist *headers) {
  CURL *easy = curl_easy_init();
  curl_easy_setopt(easy, CURLOPT_URL, argv[1]);
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, discard);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, atol(argv[5]));
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "");
  if (argc > 6) curl_easy_setopt(easy, CURLOPT_CAINFO, argv[6]);
  return easy;
}

static int create(CURL *easy, const char *prefix, long i) {
  char body[512];
  snprintf(body, sizeof body,
           "{\"name\":\"%s-%ld\",\"owners\":[183],\"type\":\"number\","
           "\"steps_start\":0,\"steps_end\":10,\"unit\":\"%s-%ld\","
           "\"task_ids\":[],\"list_ids\":[]}",
           prefix, i, prefix, i);
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, body);
  for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
    long status = 0;
    CURLcode code = curl_easy_perform(easy);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    if (code == CURLE_OK && status == 200) return 1;
    if (code == CURLE_OK && status < 500 && status != 429) return 0;
  }
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 6) return 2;
  char authorization[256];
  snprintf(authorization, sizeof authorization, "Authorization: %s", argv[2]);
  struct curl_slist *headers =
      curl_slist_append(NULL, "Content-Type: application/json");
  headers = curl_slist_append(headers, authorization);
  CURL *easy = make_handle(argv, argc, headers);
  for (long i = 1; i <= atol(argv[3]); i++)
    puts(create(easy, argv[4], i) ? "ok" : "failed");
  curl_easy_cleanup(easy);
  curl_slist_free_all(headers);
  return 0;
}
