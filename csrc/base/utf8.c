/* SPDX-License-Identifier: MIT */
#include "utf8.h"

/* RFC 3629, 4. */
size_t utf8_length(const char *text, size_t left) {
  const unsigned char *s = (const unsigned char *)text;
  if (left && s[0] < 0x80) return 1;
  size_t n = left == 0 || s[0] < 0xc2 ? 0
             : s[0] < 0xe0            ? 2
             : s[0] < 0xf0            ? 3
                                      : 4;
  if (n == 0 || s[0] > 0xf4 || n > left) return 0;
  unsigned char low = 0x80, high = 0xbf;
  if (s[0] == 0xe0) low = 0xa0;
  else if (s[0] == 0xed) high = 0x9f;
  else if (s[0] == 0xf0) low = 0x90;
  else if (s[0] == 0xf4) high = 0x8f;
  if (s[1] < low || s[1] > high) return 0;
  for (size_t i = 2; i < n; i++)
    if (s[i] < 0x80 || s[i] > 0xbf) return 0;
  return n;
}

utf8_status utf8_check(const char *text, size_t length, size_t *at) {
  utf8_status status = UTF8_PLAIN;
  size_t i = 0;
  while (i < length) {
    unsigned char ch = (unsigned char)text[i];
    *at = i;
    if (ch == 0) return UTF8_ZERO;
    if (ch < 0x20 || ch == '"' || ch == '\\') status = UTF8_ESCAPE;
    size_t n = ch < 0x80 ? 1 : utf8_length(text + i, length - i);
    if (n == 0) return UTF8_BROKEN;
    i += n;
  }
  return status;
}
