# SPDX-License-Identifier: MIT
# Which lines the specs run: gcov for csrc, a line hook for lua.

COVERAGE_DIR := .build/coverage

$(COVERAGE_DIR)/lines.so: spec/coverage/lines.c | $(NEEDS)/test
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(COMPILE) $(SHARED) -o $@ $<

coverage: $(COVERAGE_DIR)/lines.so | $(NEEDS)/test  ## lines of csrc and lua that the specs run; fails below 95 % of csrc
	$(QUIET)rm -rf $(COVERAGE_DIR)/lua && mkdir -p $(COVERAGE_DIR)/lua
	$(QUIET)find $(COVERAGE_DIR) -name '*.gcda' -delete
	$(QUIET)ATTACKS=all COVERAGE_LUA='$(CURDIR)/$(COVERAGE_DIR)/lua' \
	  LUA_INIT_$(subst .,_,$(LUA_VERSION))='package.loadlib("$(CURDIR)/$<", "luaopen_lines")()' \
	  $(MAKE) --no-print-directory test BUILD=$(COVERAGE_DIR) CC=gcc CFLAGS='-O0 -g --coverage' \
	  || echo 'coverage: some specs failed; what they ran counts'
	$(QUIET)$(LUA) spec/coverage/report.lua $(COVERAGE_DIR) $(SOURCES)

.PHONY: coverage
