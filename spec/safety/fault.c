/* SPDX-License-Identifier: MIT */
#include "fault.h"

#include <curl/curl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "server.h"

typedef enum source { LUA, CURL_LIBRARY, CORE, SOURCES } source;

const char *const fault_names[FAULT_MODES] = {"all", "one", "collect", "below"};

static atomic_long live[SOURCES];

/* One thread counts; libcurl's look-ups by name are not used here. */
static bool armed, reached;
static fault_mode how;
static long left;
static size_t failed_size; /* of the allocation that Lua will try again */

static bool is_counted(source from) {
  if (how == FAULT_BELOW) return from != LUA;
  if (how == FAULT_COLLECT) return from == LUA;
  return true;
}

static bool fails(source from, size_t size) {
  if (!armed || !is_counted(from)) return false;
  if (failed_size && from == LUA) {
    bool again = size == failed_size;
    failed_size = 0;
    if (again) return true;
  }
  if (reached) return how == FAULT_ALL || how == FAULT_BELOW;
  if (left-- > 0) return false;
  reached = true;
  if (how == FAULT_ONE && from == LUA) failed_size = size;
  return true;
}

void fault_arm(fault_mode mode, long n) {
  how = mode;
  left = n;
  failed_size = 0;
  reached = false;
  armed = true;
}

bool fault_disarm(void) {
  armed = false;
  return reached;
}

fault_blocks fault_live(void) {
  return (fault_blocks){live[LUA], live[CURL_LIBRARY], live[CORE]};
}

/* ---- allocators --------------------------------------------------------- */

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *block, size_t size);
void __real_free(void *block);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *block, size_t size);
void __wrap_free(void *block);

static void *counted(source from, void *block) {
  if (block) live[from]++;
  return block;
}

static void *resize(source from, void *block, size_t size) {
  if (fails(from, size)) return NULL;
  void *moved = __real_realloc(block, size);
  if (moved && !block) live[from]++;
  return moved;
}

static void drop(source from, void *block) {
  if (block) live[from]--;
  __real_free(block);
}

void *fault_lua(void *user, void *block, size_t old, size_t size) {
  (void)user;
  (void)old;
  if (size > 0) return resize(LUA, block, size);
  drop(LUA, block);
  return NULL;
}

void *__wrap_malloc(size_t size) {
  return fails(CORE, size) ? NULL : counted(CORE, __real_malloc(size));
}

void *__wrap_calloc(size_t n, size_t size) {
  return fails(CORE, size) ? NULL : counted(CORE, __real_calloc(n, size));
}

void *__wrap_realloc(void *block, size_t size) {
  return resize(CORE, block, size);
}

void __wrap_free(void *block) {
  drop(CORE, block);
}

static void *curl_new(size_t size) {
  if (fails(CURL_LIBRARY, size)) return NULL;
  return counted(CURL_LIBRARY, __real_malloc(size));
}

static void *curl_new_zeroed(size_t n, size_t size) {
  if (fails(CURL_LIBRARY, size)) return NULL;
  return counted(CURL_LIBRARY, __real_calloc(n, size));
}

static void *curl_resize(void *block, size_t size) {
  return resize(CURL_LIBRARY, block, size);
}

static void curl_drop(void *block) {
  drop(CURL_LIBRARY, block);
}

static char *curl_copy(const char *text) {
  size_t size = strlen(text) + 1;
  char *copy = curl_new(size);
  return copy ? memcpy(copy, text, size) : NULL;
}

void fault_init(void) {
  if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, curl_new, curl_drop,
                           curl_resize, curl_copy, curl_new_zeroed) != CURLE_OK)
    server_die("libcurl");
}
