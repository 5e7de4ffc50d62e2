/* SPDX-License-Identifier: MIT
 *
 * fuzzer: libFuzzer's entry points. FUZZ_TARGET names the target.
 *
 * libFuzzer's own search for leaks stops when Lua collects its garbage later
 * than it allocates, so leaks are looked for here, now and then and at the end.
 */
#include <sanitizer/lsan_interface.h>
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"

enum { LEAKS_EVERY = 20000 };

int LLVMFuzzerInitialize(int *count, char ***words);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static void look_for_leaks(void) {
  harness_check_heap();
  if (__lsan_do_recoverable_leak_check()) {
    fprintf(stderr, "fuzz: leaked by one of the last %d inputs\n", LEAKS_EVERY);
    abort();
  }
}

int LLVMFuzzerInitialize(int *count, char ***words) {
  const char *target = getenv("FUZZ_TARGET");
  (void)count;
  (void)words;
  harness_open(target ? target : "FUZZ_TARGET");
  atexit(harness_close);
  return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  static unsigned runs;
  harness_run(bytes, length);
  if (++runs % LEAKS_EVERY == 0) look_for_leaks();
  return 0;
}
