/* SPDX-License-Identifier: MIT
 *
 * encoder: what encode.c (tables) and scalar.c (strings, numbers) share.
 *
 * Owns:    nothing; out belongs to the caller.
 * Expects: to live on the C stack for one walk over one body.
 * Never:   leaves the Lua stack changed, but for what its functions pop.
 */
#ifndef CLICKUP_ENCODER_H
#define CLICKUP_ENCODER_H

#include "buf.h"
#include "problem.h"
#include "schema.h"

typedef struct encoder {
  lua_State *L;
  const schema *s;
  buf *out;
  bool strict;
  int status;  /* of buf_append; the first that was not BUF_OK stays */
  int strings; /* stack index of the schema's strings */
  problems problems;
} encoder;

#define PUT(e, literal) encoder_put(e, literal, sizeof(literal) - 1)

void encoder_put(encoder *e, const char *bytes, size_t n);

/* Write the value at stack index `value`, or note what is wrong with it. */
void encoder_string(encoder *e, const schema_node *n, int value,
                    const place *at);
void encoder_number(encoder *e, const schema_node *n, int value,
                    const place *at);

/* Writes any string, a key too. */
void encoder_put_string(encoder *e, int value, const place *at);

/* Note a problem: a value that the node does not take, anything else, or a key
 * that a table may not have. */
void encoder_wrong_type(encoder *e, const schema_node *n, int value,
                        const place *at);
void encoder_wrong(encoder *e, const char *expected, const char *got,
                   const place *at);
void encoder_wrong_key(encoder *e, const char *expected, int key,
                       const place *at);

#endif
