# SPDX-License-Identifier: MIT
# Random bytes and random values through what strangers feed us. A target is a
# Lua file here that says what must hold, driven by libFuzzer (make fuzz) and by
# spec/security/fuzz_spec.lua, which replays the corpus through the normal build.

FUZZ_SECONDS ?= 20
FUZZ_TARGETS ?= decode encode error headers retry url utf8
FUZZ_DIR     := .build/fuzz
FUZZ_SOURCES := $(SOURCES) spec/fuzz/harness.c spec/fuzz/glue.c spec/c/retry_probe.c
# glue.c has transfer.c within itself.
FUZZ_LINKED   = $(filter-out csrc/http/transfer.c,$(FUZZ_SOURCES))
FUZZ_FLAGS   := -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined \
  -fno-sanitize-recover=all

$(FUZZ_DIR)/fuzzer: $(FUZZ_SOURCES) spec/fuzz/fuzzer.c $(HEADERS) $(wildcard spec/fuzz/*.h) | $(NEEDS)/fuzz
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(COMPILE:$(CC)%=clang%) $(FUZZ_FLAGS) -fsanitize=fuzzer -o $@ $(FUZZ_LINKED) \
	  spec/fuzz/fuzzer.c $(LUA_LIBS) $(CURL_LIBS) -lm

$(BUILD)/spec/replay: $(OBJECTS) spec/fuzz/replay.c spec/fuzz/harness.c spec/fuzz/glue.c \
  spec/c/retry_probe.c $(wildcard spec/fuzz/*.h) | $(NEEDS)/test
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(COMPILE) -o $@ $(filter-out %/transfer.o %.h,$^) $(LUA_LIBS) $(CURL_LIBS) -lm

test: $(BUILD)/spec/replay

fuzz: $(FUZZ_DIR)/fuzzer  ## random bytes and values through what strangers feed us (FUZZ_SECONDS=20 FUZZ_TARGETS=decode)
	$(QUIET)$(RUN) sh spec/fuzz/run.sh $(FUZZ_DIR) $(FUZZ_SECONDS) $(FUZZ_TARGETS)
	@$(MAKE) --no-print-directory fuzz-wire

# COUNT is the campaign's of make faults, with a default of its own here.
WIRE_COUNT = $(if $(filter file,$(origin COUNT)),3000,$(COUNT))

fuzz-wire: all | $(NEEDS)/test  ## calls whose answers are mutated on the wire (SEED=1 COUNT=3000)
	$(QUIET)$(RUN) $(LUA) spec/fuzz/wire.lua $(SEED) $(WIRE_COUNT)

fuzz-seeds: $(BUILD)/spec/replay  ## write the seeds of the corpus anew, from the API's examples
	$(QUIET)$(RUN) $< seeds

.PHONY: fuzz fuzz-wire fuzz-seeds
