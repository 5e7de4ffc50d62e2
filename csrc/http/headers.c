/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* strings.h under -std=c11 */
#include "headers.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool is_blank(char ch) {
  return ch == ' ' || ch == '\t' || ch == '\r' || ch == '\n';
}

static void trim(const char **text, size_t *length) {
  while (*length && is_blank(**text)) (*text)++, (*length)--;
  while (*length && is_blank((*text)[*length - 1])) (*length)--;
}

bool headers_next(const http_call *c, size_t *at, headers_line *line) {
  const char *data = c->bytes->headers.data;
  while (*at < c->bytes->headers.size) {
    const char *start = data + *at;
    size_t left = c->bytes->headers.size - *at;
    const char *end = memchr(start, '\n', left);
    size_t length = end ? (size_t)(end - start) : left;
    *at += end ? length + 1 : length;
    const char *colon = memchr(start, ':', length);
    if (!colon || start == data) continue; /* the status line */
    line->name = start;
    line->name_length = (size_t)(colon - start);
    line->value = colon + 1;
    line->value_length = length - line->name_length - 1;
    trim(&line->name, &line->name_length);
    trim(&line->value, &line->value_length);
    return true;
  }
  return false;
}

static bool is(const headers_line *line, const char *name) {
  return line->name_length == strlen(name) &&
         strncasecmp(line->name, name, line->name_length) == 0;
}

const char *headers_find(const http_call *c, const char *name, size_t *length) {
  size_t at = 0;
  headers_line line;
  while (headers_next(c, &at, &line)) {
    if (!is(&line, name)) continue;
    *length = line.value_length;
    return line.value;
  }
  return NULL;
}

/* A count or a Unix time: digits only, and few enough to be one. */
static int64_t to_number(const headers_line *line) {
  char digits[16];
  if (line->value_length == 0 || line->value_length >= sizeof digits) return -1;
  memcpy(digits, line->value, line->value_length);
  digits[line->value_length] = '\0';
  if (strspn(digits, "0123456789") != line->value_length) return -1;
  return strtoll(digits, NULL, 10);
}

static bool is_digit(char ch) {
  return ch >= '0' && ch <= '9';
}

/* Whole seconds out of "1", "1.5", "1s" or "1, 2": the longest, rounded up; -1:
 * something else. */
static int64_t to_seconds(const headers_line *line) {
  const int64_t most = INT64_C(1000000000000);
  const char *at = line->value, *end = at + line->value_length;
  int64_t longest = -1;
  while (at < end) {
    int64_t seconds = 0, more = 0;
    if (!is_digit(*at)) return -1;
    for (; at < end && is_digit(*at); at++)
      if (seconds < most) seconds = seconds * 10 + (*at - '0');
    if (at < end && *at == '.')
      for (at++; at < end && is_digit(*at); at++)
        if (*at != '0') more = 1;
    if (at < end && *at == 's') at++;
    if (at < end && *at != ',' && !is_blank(*at)) return -1;
    if (seconds + more > longest) longest = seconds + more;
    while (at < end && (*at == ',' || is_blank(*at))) at++;
  }
  return longest;
}

/* In milliseconds, as ClickUp gives all its other times, a moment of this age is
 * beyond the year 5000 in seconds. */
static int64_t to_reset(const headers_line *line) {
  const int64_t far_s = INT64_C(100000000000);
  int64_t at = to_seconds(line);
  return at > far_s ? (at + 999) / 1000 : at;
}

static int64_t to_moment(const headers_line *line) {
  char date[64];
  if (line->value_length >= sizeof date) return -1;
  memcpy(date, line->value, line->value_length);
  date[line->value_length] = '\0';
  int64_t moment = (int64_t)curl_getdate(date, NULL);
  return moment < 0 ? -1 : moment;
}

rate_limit_hint headers_hint(const http_call *c) {
  rate_limit_hint hint = {-1, -1, -1, -1, -1, -1};
  headers_line line, date = {0};
  size_t at = 0;
  while (headers_next(c, &at, &line)) {
    if (is(&line, "Date")) date = line;
    else if (is(&line, "X-RateLimit-Limit")) hint.limit = to_number(&line);
    else if (is(&line, "X-RateLimit-Remaining"))
      hint.remaining = to_number(&line);
    else if (is(&line, "X-RateLimit-Reset")) hint.reset_s = to_reset(&line);
    else if (is(&line, "Retry-After")) {
      int64_t seconds = to_seconds(&line);
      if (seconds < 0) hint.retry_at_s = to_moment(&line);
      else if (seconds > hint.retry_after_s) hint.retry_after_s = seconds;
    }
  }
  bool moments = hint.reset_s >= 0 || hint.retry_at_s >= 0;
  if (moments && date.value) hint.date_s = to_moment(&date);
  return hint;
}

int64_t headers_date(const http_call *c) {
  headers_line date = {0};
  date.value = headers_find(c, "Date", &date.value_length);
  return date.value ? to_moment(&date) : -1;
}
