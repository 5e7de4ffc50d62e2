/* SPDX-License-Identifier: MIT
 *
 * Preloaded: the kernel takes nothing of the first POST that is sent, so that
 * libcurl queues it and sends it later; with PROBE_RESET in the environment its
 * connection has died.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

/* Beside the rest, which is hidden. */
#pragma GCC visibility push(default)
ssize_t send(int socket, const void *bytes, size_t n, int flags) {
  static ssize_t (*next)(int, const void *, size_t, int);
  static bool refused;
  if (!next) {
    void *found = dlsym(RTLD_NEXT, "send");
    memcpy(&next, &found, sizeof next);
  }
  if (!refused && n > 4 && memcmp(bytes, "POST", 4) == 0) {
    refused = true;
    bool dead = getenv("PROBE_RESET") != NULL;
    if (dead) (void)shutdown(socket, SHUT_RDWR);
    errno = dead ? ECONNRESET : EAGAIN;
    return -1;
  }
  return next(socket, bytes, n, flags);
}
