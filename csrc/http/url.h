/* SPDX-License-Identifier: MIT
 *
 * url: URLs in their parts, and what may be asked of a base URL.
 *
 * Owns:    nothing.
 * Expects: NUL-terminated text without control characters.
 * Never:   resolves a name.
 */
#ifndef CLICKUP_URL_H
#define CLICKUP_URL_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

/* The URL to the end of its host, in its parts, to be freed by curl_url_cleanup;
 * NULL when memory is short, or it is none. */
CURLU *url_read_origin(const char *url);

/* How long that part of its text is. */
size_t url_origin_length(const char *url);

/* Whether it has an IPv6 zone, which the copies that libcurl makes of it lose. */
bool url_has_zone(CURLU *url);

/* The answer of url_check_base when memory is short. */
extern const char url_no_memory[];

/* Checks the URL that all requests start with. NULL when it can be used, else
 * what is wrong with it. On success `canonical` holds it NUL-terminated, its
 * trailing slashes removed; `loopback` tells whether its host is this machine,
 * `plain` whether it is http. */
const char *url_check_base(const char *url, buf *canonical, bool *loopback,
                           bool *plain);

#endif
