/* SPDX-License-Identifier: MIT
 *
 * upload: a body that has a file in it: what stands before the file is in the
 * call's bytes; then the file, from memory or from disk; then its tail.
 *
 * Owns:    the file's descriptor, while an attempt is under way.
 * Expects: what its user fills in to stay where it is until the call completes.
 * Never:   holds more of a file than the buffer of libcurl's; sends the end of one
 *          that has changed since its beginning was sent.
 */
#ifndef CLICKUP_UPLOAD_H
#define CLICKUP_UPLOAD_H

#include "types.h"

enum { UPLOAD_MAX_HEADERS = 16, UPLOAD_GOT = 96 };

#define UPLOAD_MAX_BYTES ((int64_t)1 << 30) /* ClickUp takes no larger file */

typedef struct http_upload {
  const char *field; /* of the body; for words */
  const char *path;  /* NULL: it is in memory */
  const char *bytes;
  int64_t size;       /* of the file; of a path: when it was looked at last */
  char *content_type; /* a whole header line */
  const char *tail;   /* what follows the file */
  size_t tail_size;
  struct curl_slist *headers; /* those of all calls */

  /* upload.c's own */
  struct curl_slist lines[UPLOAD_MAX_HEADERS]; /* the headers of this one */
  int fd;                                      /* -1: closed */
  curl_socket_t socket;                        /* that was opened for it */
  int64_t modified_ns;
  int64_t total, sent;   /* bytes of the body; handed to libcurl */
  bool checked;          /* its end was looked at */
  bool failed;           /* the file is to blame */
  bool crowded;          /* no descriptor was left for it */
  char got[UPLOAD_GOT];  /* what is in its place, in words */
  int64_t told, told_ms; /* how far, and when, was told last */
} http_upload;

/* It has no file open. */
void upload_init(http_upload *u);

/* Looks at the file at its path; false: it cannot be sent, and `got` says why. */
bool upload_look(http_upload *u);

/* Makes c->attempt.easy send it from its beginning. False: the file cannot be
 * read, and c->bytes->error says why, or memory is short. */
bool upload_attach(http_call *c);
void upload_detach(http_call *c);

/* How many bytes the body has. */
int64_t upload_total(const http_call *c);

/* How long an attempt may take: each 64 KiB may need the whole time-out. */
int64_t upload_limit_ms(const http_call *c);

/* How many bytes the kernel has taken and the other side has not; 0 where that
 * cannot be told. */
int64_t upload_unsent(const http_call *c);

/* Whether it got further since that was told, and may be told again. */
bool upload_has_news(http_call *c, int64_t now);

#endif
