/* SPDX-License-Identifier: MIT
 *
 * percent: percent-encoding (RFC 3986).
 */
#ifndef CLICKUP_PERCENT_H
#define CLICKUP_PERCENT_H

#include "buf.h"

/* Appends `text` so that it stays one path segment or one query value:
 * everything but unreserved characters is encoded. A status of buf_append. */
int percent_encode(buf *out, const char *text, size_t length);

#endif
