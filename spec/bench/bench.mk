# SPDX-License-Identifier: MIT

REFERENCE := $(BUILD)/bench/reference

$(REFERENCE): spec/bench/reference.c | $(NEEDS)/bench
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(CC) -std=c11 -D_GNU_SOURCE $(CFLAGS) $(WARNINGS) $(LUA_CFLAGS) $(CURL_CFLAGS) -o $@ $< $(LUA_LIBS) $(CURL_LIBS)

BENCH = $(RUN) REFERENCE=$(REFERENCE) $(LUA) spec/bench/bench.lua

instructions: all $(REFERENCE) | $(NEEDS)/bench  ## instructions of a create against plain C (QUICK=1, FUNCTIONS=1: where they go)
	$(QUIET)$(BENCH) $(BUILD)/bench/instructions.md $(if $(QUICK),--quick) $(if $(FUNCTIONS),--functions) instructions

bench: all $(REFERENCE) | $(NEEDS)/bench  ## time, memory and load against plain C and other clients (QUICK=1; ONLY=sequential; README=1: its table, too)
	$(QUIET)$(BENCH) $(BUILD)/bench/report.md $(if $(QUICK),--quick) $(if $(README),--readme) $(ONLY)

.PHONY: instructions bench
