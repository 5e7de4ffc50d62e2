/* SPDX-License-Identifier: MIT
 *
 * replay TARGET FILE...: each file through the target, without a fuzzer.
 * Prints how many there were.
 */
#include <stdio.h>
#include <stdlib.h>

#include "harness.h"

enum { MOST = 1 << 16 };

static void run_file(const char *path) {
  FILE *file = fopen(path, "rb");
  uint8_t *bytes = malloc(MOST);
  if (!file || !bytes) {
    perror(path);
    exit(1);
  }
  size_t n = fread(bytes, 1, MOST, file);
  fclose(file);
  fprintf(stderr, "%s\n", path); /* the last one is the one that fails */
  uint8_t *exact = malloc(n ? n : 1);
  if (!exact) exit(1);
  for (size_t i = 0; i < n; i++) exact[i] = bytes[i];
  free(bytes);
  harness_run(exact, n);
  free(exact);
}

int main(int count, char **words) {
  if (count < 2) {
    fprintf(stderr, "usage: replay TARGET FILE...\n");
    return 2;
  }
  harness_open(words[1]);
  for (int i = 2; i < count; i++) run_file(words[i]);
  harness_check_heap();
  harness_close();
  printf("%d\n", count - 2);
  return 0;
}
