/* SPDX-License-Identifier: MIT
 *
 * file: a file to be uploaded, as the caller gives it: { path } or { bytes,
 * filename }, each with { filename, content_type } of its own choice.
 *
 * Owns:    nothing: the strings are anchored in a table of the caller's.
 * Expects: validation's stack discipline.
 * Never:   looks whether there is such a file; runs code of the caller's.
 */
#ifndef CLICKUP_FILE_H
#define CLICKUP_FILE_H

#include "validation.h"

typedef struct file_source {
  int keep;          /* stack index of the table that the strings go into */
  const char *field; /* of the body; NULL: there is no file */
  const char *path;  /* NULL: `bytes` */
  const char *bytes;
  size_t size; /* of the bytes */
  const char *filename;
  size_t filename_length;
  const char *content_type;
} file_source;

/* Reads the table at stack index `value`; notes what is wrong with it. */
void file_read(validation *v, int value, const json_path *at, file_source *out);

#endif
