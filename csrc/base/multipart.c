/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* getentropy, strings.h under -std=c11 */
#include "multipart.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>
#if defined(__APPLE__)
#include <sys/random.h>
#endif

#include "clock.h"

#define PREFIX "clickup-"

/* Without random bytes, which no system here lacks, the time has to do. */
void multipart_make_boundary(char boundary[MULTIPART_BOUNDARY]) {
  static const char digits[] = "0123456789abcdef";
  unsigned char bytes[16] = {0};
  char *at = boundary + sizeof PREFIX - 1;
  if (getentropy(bytes, sizeof bytes) != 0) {
    int64_t now = clock_us();
    memcpy(bytes, &now, sizeof now);
  }
  memcpy(boundary, PREFIX, sizeof PREFIX - 1);
  for (size_t i = 0; i < sizeof bytes; i++) {
    *at++ = digits[bytes[i] >> 4];
    *at++ = digits[bytes[i] & 15];
  }
  *at = '\0';
}

/* ---- parts ---------------------------------------------------------------- */

static int put(buf *out, int status, const char *text) {
  return status == BUF_OK ? buf_append(out, text, strlen(text)) : status;
}

/* What would end a quoted name, or its line, goes percent-encoded. */
static int put_name(buf *out, int status, const char *name, size_t length) {
  static const char digits[] = "0123456789ABCDEF";
  status = put(out, status, "\"");
  for (size_t i = 0; i < length && status == BUF_OK; i++) {
    unsigned char ch = (unsigned char)name[i];
    const char code[3] = {'%', digits[ch >> 4], digits[ch & 15]};
    bool escaped = ch < 0x20 || ch == 0x7f || ch == '"';
    status = buf_append(out, escaped ? code : &name[i], escaped ? 3 : 1);
  }
  return put(out, status, "\"");
}

/* Behind the content of another part, a line ends first. */
int multipart_begin(buf *out, const char *boundary,
                    const multipart_part *part) {
  int status = put(out, BUF_OK, out->size ? "\r\n--" : "--");
  status = put(out, status, boundary);
  status = put(out, status, "\r\nContent-Disposition: form-data; name=");
  status = put_name(out, status, part->name, part->name_length);
  if (part->filename) {
    status = put(out, status, "; filename=");
    status = put_name(out, status, part->filename, part->filename_length);
  }
  if (part->content_type) {
    status = put(out, status, "\r\nContent-Type: ");
    status = put(out, status, part->content_type);
  }
  return put(out, status, "\r\n\r\n");
}

int multipart_end(buf *out, const char *boundary) {
  int status = put(out, BUF_OK, "\r\n--");
  status = put(out, status, boundary);
  return put(out, status, "--\r\n");
}

/* ---- media types ------------------------------------------------------------ */

#define OFFICE "application/vnd.openxmlformats-officedocument."

static const char *const types[][2] = {
    {"csv", "text/csv"},
    {"docx", OFFICE "wordprocessingml.document"},
    {"gif", "image/gif"},
    {"html", "text/html"},
    {"jpeg", "image/jpeg"},
    {"jpg", "image/jpeg"},
    {"json", "application/json"},
    {"md", "text/markdown"},
    {"mp4", "video/mp4"},
    {"pdf", "application/pdf"},
    {"png", "image/png"},
    {"pptx", OFFICE "presentationml.presentation"},
    {"svg", "image/svg+xml"},
    {"txt", "text/plain"},
    {"webp", "image/webp"},
    {"xlsx", OFFICE "spreadsheetml.sheet"},
    {"xml", "application/xml"},
    {"zip", "application/zip"}};

const char *multipart_type_of(const char *filename, size_t length) {
  size_t dot = length;
  while (dot > 0 && filename[dot - 1] != '.') dot--;
  for (size_t i = 0; dot > 0 && i < sizeof types / sizeof *types; i++)
    if (strlen(types[i][0]) == length - dot &&
        strncasecmp(types[i][0], filename + dot, length - dot) == 0)
      return types[i][1];
  return "application/octet-stream";
}
