# SPDX-License-Identifier: MIT
# All products go to .build. `make help` lists the targets; V=1 shows the
# compiler's command lines. CC, CFLAGS, CPPFLAGS, LDFLAGS, LUA, LUAROCKS,
# LUA_CFLAGS, CURL_CFLAGS and CURL_LIBS may be given.

BUILD     = .build$(if $(filter none,$(POLLSET)),/none)
PREFIX   ?= /usr/local
LUA      ?= lua5.4
LUAROCKS ?= luarocks-5.4
INSTALL  ?= install
CFLAGS   ?= -O2 -g
QUIET    := $(if $(V),,@)

# Expanded when a recipe runs, so they see what `deps` has just installed.
LUA_PC = $(shell for p in lua5.4 lua-5.4 lua54 lua; do \
  pkg-config --exists "$$p >= 5.4" 2>/dev/null && echo $$p && break; done)
LUA_CFLAGS  ?= $(or $(if $(LUA_PC),$(shell pkg-config --cflags $(LUA_PC))),-I/usr/include/lua5.4)
CURL_CFLAGS ?= $(shell pkg-config --cflags libcurl 2>/dev/null || curl-config --cflags 2>/dev/null)
CURL_LIBS   ?= $(or $(shell pkg-config --libs libcurl 2>/dev/null || curl-config --libs 2>/dev/null),-lcurl)

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wmissing-prototypes \
  -Wstrict-prototypes -Wcast-qual -Wundef -Wwrite-strings $(if $(filter 1,$(WERROR)),-Werror)
COMPILE = $(CC) -std=c11 $(CFLAGS) -fPIC -fvisibility=hidden $(WARNINGS) \
  $(if $(filter none,$(POLLSET)),-DCLICKUP_POLLSET_NONE) $(CPPFLAGS) $(LUA_CFLAGS) $(CURL_CFLAGS)
# The Lua symbols come from the host program, hence no -z defs.
SHARED := $(if $(filter Darwin,$(shell uname -s)),-bundle -undefined dynamic_lookup,-shared -Wl,--as-needed)

SOURCES := $(sort $(wildcard csrc/*.c))
OBJECTS := $(SOURCES:csrc/%.c=$(BUILD)/obj/%.o)
CORE    := $(BUILD)/lib/lua/5.4/clickup/core.so
MODULES  = $(patsubst ./%,%,$(shell cd lua && find . -name '*.lua'))
C_FILES  = $(shell find csrc spec -name '*.[ch]')
LIB_DIR  = $(DESTDIR)$(PREFIX)/lib/lua/5.4/clickup
LUA_DIR  = $(DESTDIR)$(PREFIX)/share/lua/5.4

# Debian packages lua-http's pure Lua files, which the sandbox needs, for 5.1 and 5.3 only.
OLDER := $(subst DIR,/usr/share/lua/5.3,DIR/?.lua;DIR/?/init.lua);$(subst DIR,/usr/share/lua/5.1,DIR/?.lua;DIR/?/init.lua)
OWN_PATH  := $(or $(LUA_PATH_5_4),$(LUA_PATH))
OWN_CPATH := $(or $(LUA_CPATH_5_4),$(LUA_CPATH))
RUN = LUA=$(LUA) LUA_CPATH_5_4='$(BUILD)/lib/lua/5.4/?.so;$(BUILD)/spec/?.so;$(if $(OWN_CPATH),$(OWN_CPATH););' \
  LUA_PATH_5_4='lua/?.lua;lua/?/init.lua;./?.lua;$(if $(OWN_PATH),$(OWN_PATH););$(OLDER)'

all: $(CORE)  ## build the C core (WERROR=1: warnings are errors; POLLSET=none: without epoll and kqueue)

$(CORE): $(OBJECTS)
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(CC) $(SHARED) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(CURL_LIBS) -lm

$(BUILD)/obj/%.o: csrc/%.c Makefile | .build/deps-build
	@mkdir -p $(@D)
	@echo 'CC $@'
	$(QUIET)$(COMPILE) -MMD -MP -c -o $@ $<

-include $(OBJECTS:.o=.d)

deps:  ## install what is missing, by apt-get; elsewhere, or with DEPS=check, name it
	@CC='$(CC)' LUA='$(LUA)' LUAROCKS='$(LUAROCKS)' DEPS='$(DEPS)' sh spec/tools/deps.sh dev
	@mkdir -p .build && touch .build/deps-build .build/deps-demo .build/deps-dev

.build/deps-build .build/deps-demo .build/deps-dev: .build/deps-%: spec/tools/deps.sh
	@CC='$(CC)' LUA='$(LUA)' LUAROCKS='$(LUAROCKS)' DEPS='$(DEPS)' sh spec/tools/deps.sh $*
	@mkdir -p .build && touch $@

demo: all | .build/deps-demo  ## create a key result in the sandbox and show it (TLS=1: over https)
	$(QUIET)$(RUN) $(LUA) spec/examples/create_key_result.lua $(if $(TLS),--tls)

PROBES = $(patsubst spec/c/%.c,$(BUILD)/spec/%.so,$(wildcard spec/c/*_probe.c))

# What specs need in C: a C file to look at by itself, if there is one of that name.
$(BUILD)/spec/%_probe.so: spec/c/%_probe.c $(SOURCES) $(wildcard csrc/*.h) | .build/deps-dev
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(COMPILE) $(SHARED) -o $@ $< $(wildcard csrc/$*.c)

test: all $(PROBES) | .build/deps-dev  ## run the specs (SPEC=spec/x_spec.lua, ARGS='--filter=…')
	$(QUIET)$(RUN) $(LUA) spec/tools/busted.lua $(ARGS) $(SPEC)

SEED  ?= 1
COUNT ?= 5200

$(BUILD)/spec/naive: spec/faults/naive.c | .build/deps-dev
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(CC) -std=c11 $(CFLAGS) $(WARNINGS) $(CURL_CFLAGS) -o $@ $< $(CURL_LIBS)

faults: all $(BUILD)/spec/naive | .build/deps-dev  ## creates through random faults, and what became of them (SEED=1 COUNT=5200)
	$(QUIET)$(RUN) $(LUA) spec/faults/campaign.lua $(SEED) $(COUNT) $(BUILD)/spec/naive

# Those that have to do with waiting.
NONE_SPECS := $(patsubst %,spec/%_spec.lua,call delivery doctor events fork hosts lifetime limit \
  loop map reconcile_many silent stall task with)

test-none:  ## run the specs that wait against the build without epoll and kqueue
	@$(MAKE) --no-print-directory test POLLSET=none SPEC='$(or $(SPEC),$(NONE_SPECS))'

lint: | .build/deps-dev  ## luacheck, clang-format, gcc and clang with -Werror, rockspec, sizes
	luacheck --quiet --no-color lua spec rockspec .luacheckrc .busted
	clang-format --dry-run --Werror $(C_FILES)
	@$(MAKE) --no-print-directory all WERROR=1 CC=gcc BUILD=.build/lint/gcc
	@$(MAKE) --no-print-directory all WERROR=1 CC=clang BUILD=.build/lint/clang
	@$(MAKE) --no-print-directory all WERROR=1 CC=gcc BUILD=.build/lint/none POLLSET=none
	$(LUAROCKS) lint rockspec/clickup-scm-1.rockspec
	$(LUA) spec/tools/lint.lua
	@$(MAKE) --no-print-directory types CHECK=1 WERROR=1 CC=gcc BUILD=.build/lint/gcc

types: all  ## write anew what is made from the data: editor types, README's table (CHECK=1: is it stale?)
	$(QUIET)$(RUN) $(LUA) spec/tools/types.lua $(if $(CHECK),--check)
	$(QUIET)$(RUN) $(LUA) spec/tools/reference.lua $(if $(CHECK),--check)

format: | .build/deps-dev  ## format the C sources
	clang-format -i $(C_FILES)

install: all  ## install under PREFIX (/usr/local) in DESTDIR
	$(INSTALL) -d $(LIB_DIR) $(addprefix $(LUA_DIR)/,$(sort $(dir $(MODULES))))
	$(INSTALL) -m 755 $(CORE) $(LIB_DIR)/core.so
	@for m in $(MODULES); do $(INSTALL) -m 644 lua/$$m $(LUA_DIR)/$$m || exit; done

uninstall:  ## remove what install has put there
	rm -f $(LIB_DIR)/core.so $(addprefix $(LUA_DIR)/,$(MODULES))
	@find $(LIB_DIR) $(LUA_DIR)/clickup -depth -type d -empty -delete 2>/dev/null || true

sandbox: all | .build/deps-demo  ## run the sandbox until Enter (TLS=1: over https)
	$(QUIET)$(RUN) $(LUA) spec/tools/sandbox.lua $(if $(TLS),--tls)

rock: | .build/deps-dev  ## install the rock into an empty tree and load it from there
	LUA=$(LUA) LUAROCKS=$(LUAROCKS) sh spec/rock/run.sh .build/rock

# The slower proofs and the benchmarks bring their own targets.
include $(wildcard spec/*/*.mk)

ci:  ## all checks, with a count at the end
	bash .ci/run

clean:  ## remove all products
	rm -rf .build

help:  ## this list
	@awk -F ':.*  ## ' '/^[a-z-]+:.*  ## / { printf "%-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: all deps demo test test-none faults lint types format install uninstall sandbox rock ci clean help
.DELETE_ON_ERROR:
