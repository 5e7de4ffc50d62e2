# SPDX-License-Identifier: MIT
# All products go to .build. `make help` lists the targets; V=1 shows the
# compiler's command lines. CC, CFLAGS, CPPFLAGS, LDFLAGS, LUA, LUAROCKS,
# LUA_CFLAGS, CURL_CFLAGS and CURL_LIBS may be given.

PREFIX   ?= /usr/local
LUA      ?= lua5.4
# What it says that it is or, while it is still to be installed, what its name says.
LUA_VERSION := $(or $(shell $(LUA) -e 'print((_VERSION:gsub("Lua ", "")))' 2>/dev/null),$(patsubst lua%,%,$(notdir $(LUA))),5.4)
# The sandbox and the specs' servers are processes of their own, of a Lua that has lua-http.
SANDBOX_LUA ?= $(if $(filter 5.4,$(LUA_VERSION)),$(LUA),lua5.4)
BUILD     = .build$(if $(filter-out 5.4,$(LUA_VERSION)),/lua$(LUA_VERSION))$(if $(filter none,$(POLLSET)),/none)
LUAROCKS ?= $(or $(shell command -v luarocks-$(LUA_VERSION)),luarocks --lua-version=$(LUA_VERSION))
INSTALL  ?= install
CFLAGS   ?= -O2 -g
QUIET    := $(if $(V),,@)

# Expanded when a recipe runs, so they see what `deps` has just installed.
LUA_PC = $(shell for p in lua$(LUA_VERSION) lua-$(LUA_VERSION) lua$(subst .,,$(LUA_VERSION)) lua; do \
  pkg-config --exists "$$p >= $(LUA_VERSION)" "$$p <= $(LUA_VERSION).999" 2>/dev/null && echo $$p && break; done)
LUA_CFLAGS  ?= $(or $(if $(LUA_PC),$(shell pkg-config --cflags $(LUA_PC))),-I/usr/include/lua$(LUA_VERSION))
LUA_LIBS    ?= $(or $(if $(LUA_PC),$(shell pkg-config --libs $(LUA_PC))),-llua$(LUA_VERSION))
CURL_CFLAGS ?= $(shell pkg-config --cflags libcurl 2>/dev/null || curl-config --cflags 2>/dev/null)
CURL_LIBS   ?= $(or $(shell pkg-config --libs libcurl 2>/dev/null || curl-config --libs 2>/dev/null),-lcurl)

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wmissing-prototypes \
  -Wstrict-prototypes -Wcast-qual -Wundef -Wwrite-strings $(if $(filter 1,$(WERROR)),-Werror)
COMPILE = $(CC) -std=c11 $(CFLAGS) -fPIC -fvisibility=hidden $(WARNINGS) \
  $(if $(filter none,$(POLLSET)),-DCLICKUP_POLLSET_NONE) -Icsrc $(CPPFLAGS) $(LUA_CFLAGS) $(CURL_CFLAGS)
# The Lua symbols come from the host program, hence no -z defs.
SHARED := $(if $(filter Darwin,$(shell uname -s)),-bundle -undefined dynamic_lookup,-shared -Wl,--as-needed)

SOURCES := $(sort $(wildcard csrc/*.c csrc/*/*.c))
HEADERS := $(wildcard csrc/*/*.h)
OBJECTS := $(SOURCES:csrc/%.c=$(BUILD)/obj/%.o)
CORE    := $(BUILD)/lib/lua/$(LUA_VERSION)/clickup/core.so
LUA_FILES := $(patsubst ./%,%,$(shell cd lua && find . -name '*.lua'))
# A rock of its own.
SANDBOX_MODULES := $(filter clickup/sandbox/%,$(LUA_FILES))
MODULES := $(filter-out $(SANDBOX_MODULES),$(LUA_FILES))
C_FILES  = $(shell find csrc spec -name '*.[ch]')
LIB_DIR  = $(DESTDIR)$(PREFIX)/lib/lua/$(LUA_VERSION)/clickup
LUA_DIR  = $(DESTDIR)$(PREFIX)/share/lua/$(LUA_VERSION)
DOC_DIR  = $(DESTDIR)$(PREFIX)/share/doc/clickup
EXAMPLES := $(wildcard spec/examples/*)
# Below $(DOC_DIR) as they are here, so that the links between them lead somewhere.
PAGES := README.md lua/clickup/README.md lua/clickup/api/README.md lua/clickup/loop/README.md
SANDBOX_PAGES := lua/clickup/sandbox/README.md

# For each Lua: which needs have been looked for, and what no package has.
NEEDS := .build/needs/$(LUA_VERSION)

# Debian packages pure Lua files, which specs and the sandbox need, for older versions only.
OLDER := /usr/share/lua/5.4/?.lua;/usr/share/lua/5.4/?/init.lua;/usr/share/lua/5.3/?.lua;/usr/share/lua/5.3/?/init.lua;/usr/share/lua/5.1/?.lua;/usr/share/lua/5.1/?/init.lua
PATH_NAME  := LUA_PATH_$(subst .,_,$(LUA_VERSION))
CPATH_NAME := LUA_CPATH_$(subst .,_,$(LUA_VERSION))
OWN_PATH   := $(or $($(PATH_NAME)),$(LUA_PATH))
OWN_CPATH  := $(or $($(CPATH_NAME)),$(LUA_CPATH))
MODULES_AT  = lua/?.lua;lua/?/init.lua;./?.lua;$(if $(OWN_PATH),$(OWN_PATH););$(OLDER)
RUN = LUA='$(LUA)' SANDBOX_LUA='$(SANDBOX_LUA)' $(if $(filter 5.4,$(LUA_VERSION)),,LUA_PATH='$(MODULES_AT)' LUA_CPATH=';;') \
  $(CPATH_NAME)='$(BUILD)/lib/lua/$(LUA_VERSION)/?.so;$(BUILD)/spec/?.so;$(NEEDS)/lib/?.so;$(if $(OWN_CPATH),$(OWN_CPATH););' \
  $(PATH_NAME)='$(MODULES_AT)'

all: $(CORE)  ## build the C core (WERROR=1: warnings are errors; POLLSET=none: without epoll and kqueue)

objects: $(OBJECTS)

$(CORE): $(OBJECTS)
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(CC) $(SHARED) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(CURL_LIBS) -lm

# Headers of another Lua would compile, and fail when the module is loaded. Other flags than last
# time make all objects anew.
$(BUILD)/flags: always | $(NEEDS)/build
	@printf '#include <lua.h>\n#if LUA_VERSION_NUM != $(subst .,0,$(LUA_VERSION))\n#error\n#endif\n' | \
	  $(CC) $(CPPFLAGS) $(LUA_CFLAGS) -x c -E - >/dev/null 2>&1 || { command -v $(firstword $(CC)) >/dev/null || \
	  { echo 'the C compiler $(CC) cannot be run: give another one with CC=' >&2; exit 1; }; \
	  echo 'lua.h is missing, or not that of Lua $(LUA_VERSION), which $(LUA) is: give its folder with LUA_CFLAGS=-I… (now: $(LUA_CFLAGS))' >&2; exit 1; }
	@mkdir -p $(@D)
	@printf '%s\n' '$(subst ','\'',$(COMPILE) $(SHARED) $(LDFLAGS) $(CURL_LIBS))' >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

$(BUILD)/obj/%.o: csrc/%.c Makefile $(BUILD)/flags
	@mkdir -p $(@D)
	@echo 'CC $@'
	$(QUIET)$(COMPILE) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d)

LOOK_FOR = CC='$(CC)' LUA='$(LUA)' LUA_VERSION=$(LUA_VERSION) SANDBOX_LUA='$(SANDBOX_LUA)' NEEDS='$(NEEDS)' \
  LUAROCKS='$(LUAROCKS)' DEPS='$(DEPS)' sh spec/tools/deps.sh

GROUPS := build demo test lint analyze fuzz valgrind bench rock platforms

deps:  ## install what is missing for all targets, by apt-get; elsewhere, or with DEPS=check, name it
	@$(LOOK_FOR) all
	@mkdir -p $(NEEDS) && touch $(GROUPS:%=$(NEEDS)/%)

# A target waits for one of them only, so that no two run apt-get at the same time.
$(NEEDS)/demo $(NEEDS)/lint $(NEEDS)/analyze: | $(NEEDS)/build
$(NEEDS)/test: | $(NEEDS)/demo
$(NEEDS)/fuzz $(NEEDS)/valgrind $(NEEDS)/bench $(NEEDS)/rock: | $(NEEDS)/test

$(GROUPS:%=$(NEEDS)/%): $(wildcard spec/tools/deps.sh)
	@[ '$(DEPS)' = no ] || $(LOOK_FOR) $(@F)
	@mkdir -p $(@D) && touch $@

demo: all | $(NEEDS)/demo  ## create a key result in the sandbox and show it (TLS=1: over https)
	$(QUIET)$(RUN) $(LUA) spec/examples/create_key_result.lua $(if $(TLS),--tls)

PROBES = $(patsubst spec/c/%.c,$(BUILD)/spec/%.so,$(wildcard spec/c/*_probe.c))

# What specs need in C: the files of csrc that they look at alone.
PROBED_retry    := http/retry http/rate_limit base/clock
PROBED_liveness := http/liveness
PROBED_buf := base/buf
.SECONDEXPANSION:
$(BUILD)/spec/%_probe.so: spec/c/%_probe.c $$(addsuffix .c,$$(addprefix csrc/,$$(PROBED_$$*))) $(HEADERS) | $(NEEDS)/test
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(COMPILE) $(SHARED) -o $@ $< $(PROBED_$*:%=csrc/%.c)

probes: all $(PROBES)

BUSTED = $(LUA) spec/tools/busted.lua

test: all $(PROBES) | $(NEEDS)/test  ## run the specs (SPEC=spec/json, ARGS='--filter=…')
	$(QUIET)$(RUN) $(if $(ARGS),$(BUSTED) $(ARGS) $(SPEC),sh spec/tools/suite.sh $(or $(SPEC),spec) -- $(BUSTED))

attacks:  ## all generated attacks, of which make test tries some
	@ATTACKS=all $(MAKE) --no-print-directory test SPEC='$(or $(SPEC),$(wildcard spec/security/attack_*_spec.lua))'

ROUND_SPECS = $(shell grep -l 'support.rounds' $(wildcard spec/*/*_spec.lua))
rounds:  ## the specs of which make test runs some rounds only, with all of them
	@ROUNDS=all $(MAKE) --no-print-directory test SPEC='$(or $(SPEC),$(ROUND_SPECS))'

SEED  ?= 1
COUNT ?= 5200

$(BUILD)/spec/naive: spec/faults/naive.c | $(NEEDS)/test
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(CC) -std=c11 $(CFLAGS) $(WARNINGS) $(CURL_CFLAGS) -o $@ $< $(CURL_LIBS)

faults: all $(BUILD)/spec/naive | $(NEEDS)/test  ## creates through random faults, and what became of them (SEED=1 COUNT=5200)
	$(QUIET)$(RUN) $(LUA) spec/faults/campaign.lua $(SEED) $(COUNT) $(BUILD)/spec/naive

# Those that have to do with waiting.
NONE_SPECS := $(foreach s,call send_certainty doctor events fork hosts lifetime limits loop map \
  reconcile_many dead_connection stalled_stream task with,$(wildcard spec/*/$(s)_spec.lua))

test-none:  ## run the specs that wait against the build without epoll and kqueue
	@$(MAKE) --no-print-directory test POLLSET=none SPEC='$(or $(SPEC),$(NONE_SPECS))'

lint: | $(NEEDS)/lint  ## luacheck, clang-format, gcc, clang and musl with -Werror, rockspec, length of functions
	luacheck --quiet --no-color lua spec rockspec .luacheckrc .busted
	clang-format --dry-run --Werror $(C_FILES)
	@$(MAKE) --no-print-directory all WERROR=1 CC=gcc BUILD=.build/lint/gcc
	@$(MAKE) --no-print-directory all WERROR=1 CC=clang BUILD=.build/lint/clang
	@$(MAKE) --no-print-directory all WERROR=1 CC=gcc BUILD=.build/lint/none POLLSET=none
	@if command -v musl-gcc >/dev/null; then $(MAKE) --no-print-directory objects WERROR=1 CC=musl-gcc BUILD=.build/lint/musl \
	  CPPFLAGS="-idirafter $$(echo '#include <curl/curl.h>' | gcc $(CURL_CFLAGS) -E -x c - | sed -n 's|^# 1 "\(.*\)/curl/curl.h".*|\1|p' | head -n 1)"; \
	  else echo 'musl-gcc is missing: not compiled with it'; fi
	for r in rockspec/*.rockspec; do $(LUAROCKS) lint $$r || exit; done
	$(LUA) spec/tools/lint.lua
	@$(MAKE) --no-print-directory types CHECK=1 WERROR=1 CC=gcc BUILD=.build/lint/gcc

types: all  ## write anew what is made from the data: editor types, README's table (CHECK=1: is it stale?)
	$(QUIET)$(RUN) $(LUA) spec/tools/types.lua $(if $(CHECK),--check)
	$(QUIET)$(RUN) $(LUA) spec/tools/reference.lua $(if $(CHECK),--check)

listing: all  ## write spec/project/api.txt, the public interface, which a spec compares
	$(QUIET)$(RUN) $(LUA) -e 'require("spec.tools.listing").write()'

format: | $(NEEDS)/lint  ## format the C sources
	clang-format -i $(C_FILES)

# Each of these files into its folder below $(LUA_DIR). The folders may have blanks in their names.
define install_modules
	@for m in $(1); do \
	  $(INSTALL) -d "$(LUA_DIR)/$${m%/*}" && $(INSTALL) -m 644 lua/$$m "$(LUA_DIR)/$$m" || exit; done
endef

define install_pages
	@for p in $(1); do \
	  $(INSTALL) -d "$(DOC_DIR)/$$(dirname $$p)" && $(INSTALL) -m 644 $$p "$(DOC_DIR)/$$p" || exit; done
endef

install: all  ## install under PREFIX (/usr/local) in DESTDIR
	$(INSTALL) -d "$(LIB_DIR)"
	$(INSTALL) -m 755 $(CORE) "$(LIB_DIR)/core.so"
	$(call install_modules,$(MODULES))
	$(INSTALL) -d "$(DOC_DIR)/examples"
	@for e in $(EXAMPLES); do mode=644; [ ! -x $$e ] || mode=755; \
	  $(INSTALL) -m $$mode $$e "$(DOC_DIR)/examples" || exit; done
	$(call install_pages,$(PAGES))

install-sandbox:  ## the same for the sandbox, a local ClickUp for tests of your own
	$(call install_modules,$(SANDBOX_MODULES))
	$(call install_pages,$(SANDBOX_PAGES))

uninstall:  ## remove what both have put there
	rm -f "$(LIB_DIR)/core.so"
	@for m in $(LUA_FILES); do rm -f "$(LUA_DIR)/$$m"; done
	@for e in $(addprefix examples/,$(notdir $(EXAMPLES))) $(PAGES) $(SANDBOX_PAGES); do rm -f "$(DOC_DIR)/$$e"; done
	@find "$(LIB_DIR)" "$(LUA_DIR)/clickup" "$(DOC_DIR)" -depth -type d -exec rmdir {} \; 2>/dev/null || true

sandbox: all | $(NEEDS)/demo  ## run the sandbox until Enter (TLS=1: over https)
	$(QUIET)$(RUN) $(LUA) spec/tools/sandbox.lua $(if $(TLS),--tls)

shell: all | $(NEEDS)/demo  ## a shell in which this build is found, or a command there (CMD='lua5.4 x.lua')
	@$(RUN) sh -c "$${CMD:-exec $${SHELL:-sh}}"

debug:  ## build with -O0 -g3 into .build/debug, and print the line of gdb
	@$(MAKE) --no-print-directory all debug-line BUILD=.build/debug CFLAGS='-O0 -g3'

debug-line:
	@echo "$(RUN) gdb --args $(LUA) spec/examples/create_key_result.lua"

# The slower proofs and the benchmarks bring their own targets.
include $(wildcard spec/*/*.mk)

ci:  ## all checks, with a count at the end
	bash .ci/run

clean:  ## remove all products
	rm -rf .build

help:  ## this list
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / { printf "%-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: all objects probes always shell debug debug-line deps demo test attacks rounds test-none faults lint types listing format install install-sandbox uninstall sandbox ci clean help
.DELETE_ON_ERROR:
