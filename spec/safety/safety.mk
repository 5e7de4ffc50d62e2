# SPDX-License-Identifier: MIT
# Proofs that the core handles memory: see the head of each file in spec/safety.

SANITIZED = $(COMPILE) -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all
LUA_LIBS = $(or $(if $(LUA_PC),$(shell pkg-config --libs $(LUA_PC))),-llua5.4)
STEP ?= 1

.build/safety/oom: $(wildcard spec/safety/*.[ch]) $(SOURCES) $(wildcard csrc/*.h) | .build/deps-dev
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(SANITIZED) -fsanitize=address,undefined -Icsrc \
	  $(foreach f,malloc calloc realloc free,-Wl,--wrap=$(f)) -o $@ \
	  $(addprefix spec/safety/,oom.c fault.c server.c) $(SOURCES) $(CURL_LIBS) $(LUA_LIBS) -lm -lpthread

oom: .build/safety/oom  ## fail each allocation in turn (STEP=n: each n-th; SCENARIO='a cut')
	$(QUIET)$(RUN) ASAN_OPTIONS=malloc_context_size=4:quarantine_size_mb=32 .build/safety/oom $(STEP) $(if $(SCENARIO),'$(SCENARIO)')

.build/safety/threads: $(wildcard spec/safety/*.[ch]) $(SOURCES) $(wildcard csrc/*.h) | .build/deps-dev
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(SANITIZED) -fsanitize=thread -Icsrc -o $@ \
	  $(addprefix spec/safety/,threads.c server.c) $(SOURCES) $(CURL_LIBS) $(LUA_LIBS) -lm -lpthread

# libcurl and OpenSSL are not instrumented: their locks are seen, but not all that they do under them.
threads: .build/safety/threads  ## eight threads, a Lua state in each, under ThreadSanitizer
	$(QUIET)$(RUN) TSAN_OPTIONS=ignore_noninstrumented_modules=1 .build/safety/threads

.PHONY: oom threads
