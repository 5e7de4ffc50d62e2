/* SPDX-License-Identifier: MIT
 *
 * form: the body of a call that uploads a file.
 *
 * Owns:    a userdata that the call holds until its outcome is read; its user value
 *          is a table that anchors the strings.
 * Expects: an operation whose body goes as a form.
 * Never:   copies the file.
 */
#ifndef CLICKUP_FORM_H
#define CLICKUP_FORM_H

#include "userdata.h"

/* Writes the form of the call at stack index `self`, and gives it its file. False:
 * the body was refused, with the problems pushed, as by encode_value. */
bool form_write(lua_State *L, int self, int type, int value, bool strict);

/* Pushes { field, path? | bytes?, filename, content_type, size, boundary } for the
 * call at stack index `self`; nil when it uploads nothing. */
void form_describe(lua_State *L, int self);

/* Lets go of the file of the call at stack index `self`, which has completed. */
void form_release(lua_State *L, int self);

#endif
