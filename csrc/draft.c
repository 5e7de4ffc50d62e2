/* SPDX-License-Identifier: MIT */
#include "draft.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "clock.h"
#include "engine.h"
#include "transfer.h"

enum { LONGEST_MS = 2000 };

/* A socket of this process's own, and where libcurl finds it ("::host:port").
 * The system takes the connection and the bytes; nobody reads them. (libcurl
 * 7.88 connects sockets that it is told are connected, so a pair won't do.) */
static int listen_here(char *place, size_t size) {
  struct sockaddr_in own = {.sin_family = AF_INET};
  socklen_t length = sizeof own;
  own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0) return -1;
  if (fcntl(fd, F_SETFD, FD_CLOEXEC) == 0 &&
      bind(fd, (struct sockaddr *)&own, length) == 0 && listen(fd, 1) == 0 &&
      getsockname(fd, (struct sockaddr *)&own, &length) == 0) {
    snprintf(place, size, "::127.0.0.1:%d", ntohs(own.sin_port));
    return fd;
  }
  close(fd);
  return -1;
}

static int on_debug(CURL *easy, curl_infotype type, char *bytes, size_t n,
                    void *user) {
  draft *d = user;
  (void)easy;
  if (type != CURLINFO_HEADER_OUT || n > DRAFT_MAX - d->size) return 0;
  memcpy(d->head + d->size, bytes, n);
  d->size += n;
  return 0;
}

static bool is_whole(const draft *d) {
  return d->size >= 4 && memcmp(d->head + d->size - 4, "\r\n\r\n", 4) == 0;
}

/* The same URL by plain http; its default port is not written. */
static bool make_plain(CURLU *u, const char *url) {
  char *port = NULL;
  bool done =
      curl_url_set(u, CURLUPART_URL, url, CURLU_PATH_AS_IS) == CURLUE_OK;
  if (!done || strncmp(url, "https:", 6) != 0) return done;
  if (curl_url_get(u, CURLUPART_PORT, &port, 0) == CURLUE_OK &&
      strcmp(port, "443") == 0)
    done = curl_url_set(u, CURLUPART_PORT, NULL, 0) == CURLUE_OK;
  curl_free(port);
  return done && curl_url_set(u, CURLUPART_SCHEME, "http", 0) == CURLUE_OK;
}

/* What differs from an attempt: where it goes, and who listens. */
static void redirect(CURL *easy, CURLU *url, struct curl_slist *here,
                     draft *d) {
  curl_easy_setopt(easy, CURLOPT_URL, NULL);
  curl_easy_setopt(easy, CURLOPT_CURLU, url);
  curl_easy_setopt(easy, CURLOPT_CONNECT_TO, here);
  curl_easy_setopt(easy, CURLOPT_PROXY, "");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_debug);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, d);
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);
}

static const char *write_head(CURLM *multi, const draft *d) {
  int64_t until = clock_ms() + LONGEST_MS;
  int running = 1;
  while (running && !is_whole(d) && clock_ms() < until) {
    if (curl_multi_perform(multi, &running) != CURLM_OK) break;
    if (running && !is_whole(d)) curl_multi_poll(multi, NULL, 0, 10, NULL);
  }
  return is_whole(d) ? NULL : "libcurl wrote no request";
}

const char *draft_head(http_call *c, draft *d) {
  char place[32] = "";
  const char *wrong = "not enough memory or descriptors";
  int listener = listen_here(place, sizeof place);
  struct curl_slist *here = curl_slist_append(NULL, place);
  CURLM *multi = curl_multi_init();
  CURLU *url = curl_url();
  d->size = 0;
  c->easy = curl_easy_duphandle(c->http->model);
  if (listener >= 0 && here && multi && url && c->easy &&
      make_plain(url, c->url.data) &&
      transfer_attach(c, c->http->origin, PACE_NEVER, &c->http->lanes)) {
    redirect(c->easy, url, here, d);
    curl_multi_add_handle(multi, c->easy);
    wrong = write_head(multi, d);
    curl_multi_remove_handle(multi, c->easy);
  }
  if (c->easy) {
    transfer_detach(c);
    curl_easy_cleanup(c->easy);
  }
  c->easy = NULL;
  if (multi) curl_multi_cleanup(multi);
  curl_url_cleanup(url);
  curl_slist_free_all(here);
  if (listener >= 0) close(listener);
  return wrong;
}
