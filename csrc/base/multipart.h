/* SPDX-License-Identifier: MIT
 *
 * multipart: the bytes between the parts of a form (multipart/form-data, RFC
 * 7578), names escaped as browsers do.
 *
 * Expects: a boundary of multipart_make_boundary, which no part contains: it is
 *          random, made when the parts are there already.
 * Never:   looks at what a part holds.
 */
#ifndef CLICKUP_MULTIPART_H
#define CLICKUP_MULTIPART_H

#include "buf.h"

enum { MULTIPART_BOUNDARY = 41 }; /* bytes, with a NUL */

/* What is between boundary and content; `content_type` NULL: none is named. */
typedef struct multipart_part {
  const char *name;
  size_t name_length;
  const char *filename; /* NULL: it is no file */
  size_t filename_length;
  const char *content_type; /* of a file */
} multipart_part;

void multipart_make_boundary(char boundary[MULTIPART_BOUNDARY]);

/* Each returns what buf_append does. A part begins, its content follows, then
 * another one begins, or all end. */
int multipart_begin(buf *out, const char *boundary, const multipart_part *part);
int multipart_end(buf *out, const char *boundary);

/* The media type that a file of that name has, by its extension. */
const char *multipart_type_of(const char *filename, size_t length);

#endif
