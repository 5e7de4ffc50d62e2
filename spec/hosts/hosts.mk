# SPDX-License-Identifier: MIT
# Programs that hold a Lua state of their own. The specs run them.

HOST := $(BUILD)/spec/poll_host

# A static liblua has to show its functions to the modules that are loaded.
EXPORTED := $(if $(filter Darwin,$(shell uname -s)),,-Wl,--export-dynamic)

$(HOST): spec/hosts/poll_host.c | $(NEEDS)/test
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(CC) -std=c11 -D_POSIX_C_SOURCE=200809L $(CFLAGS) $(WARNINGS) $(LUA_CFLAGS) \
	  $(EXPORTED) -o $@ $< $(LUA_LIBS) -lm -ldl

test: $(HOST)

hosts: all $(HOST)  ## run the specs of other programs that hold a client
	@$(MAKE) --no-print-directory test SPEC=spec/waiting/hosts_spec.lua

.PHONY: hosts
