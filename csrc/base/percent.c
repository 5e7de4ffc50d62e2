/* SPDX-License-Identifier: MIT */
#include "percent.h"

#include <stdbool.h>

static bool is_unreserved(unsigned char ch) {
  return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') ||
         (ch >= '0' && ch <= '9') || ch == '-' || ch == '.' || ch == '_' ||
         ch == '~';
}

int percent_encode(buf *out, const char *text, size_t length) {
  static const char digits[] = "0123456789ABCDEF";
  size_t plain = 0;
  for (size_t i = 0; i < length; i++) {
    unsigned char ch = (unsigned char)text[i];
    if (is_unreserved(ch)) continue;
    char code[3] = {'%', digits[ch >> 4], digits[ch & 15]};
    int status = buf_append(out, text + plain, i - plain);
    if (status == BUF_OK) status = buf_append(out, code, sizeof code);
    if (status != BUF_OK) return status;
    plain = i + 1;
  }
  return buf_append(out, text + plain, length - plain);
}
