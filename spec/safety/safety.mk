# SPDX-License-Identifier: MIT
# Proofs that the core handles memory: see the head of each file in spec/safety.

SANITIZED = $(COMPILE) -O1 -g -fno-omit-frame-pointer -fno-sanitize-recover=all
STEP ?= 1

.build/safety/oom: $(wildcard spec/safety/*.[ch]) $(SOURCES) $(HEADERS) | $(NEEDS)/test
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(SANITIZED) -fsanitize=address,undefined,bounds-strict -Icsrc \
	  $(foreach f,malloc calloc realloc free,-Wl,--wrap=$(f)) -o $@ \
	  $(addprefix spec/safety/,oom.c fault.c server.c) $(SOURCES) $(CURL_LIBS) $(LUA_LIBS) -lm -lpthread

oom: .build/safety/oom  ## fail each allocation in turn (STEP=n: each n-th; SCENARIO='a cut')
	$(QUIET)$(RUN) ASAN_OPTIONS=malloc_context_size=4:quarantine_size_mb=32 .build/safety/oom $(STEP) $(if $(SCENARIO),'$(SCENARIO)')

.build/safety/threads: $(wildcard spec/safety/*.[ch]) $(SOURCES) $(HEADERS) | $(NEEDS)/test
	@mkdir -p $(@D)
	@echo 'LD $@'
	$(QUIET)$(SANITIZED) -fsanitize=thread -Icsrc -o $@ \
	  $(addprefix spec/safety/,threads.c server.c) $(SOURCES) $(CURL_LIBS) $(LUA_LIBS) -lm -lpthread

# libcurl and OpenSSL are not instrumented: their locks are seen, but not all that they do under them.
threads: .build/safety/threads  ## eight threads, a Lua state in each, under ThreadSanitizer
	$(QUIET)$(RUN) TSAN_OPTIONS=ignore_noninstrumented_modules=1 .build/safety/threads

ASAN_LIB = $(shell $(CC) -print-file-name=libasan.so)

.build/asan/unpreload.so: spec/safety/unpreload.c spec/safety/asan.sh | $(NEEDS)/test
	@mkdir -p $(@D)
	$(QUIET)$(CC) -std=c11 -O1 -fPIC $(WARNINGS) -shared -o $@ $<
	@$(INSTALL) -m 755 spec/safety/asan.sh $(@D)/lua

# Reports go into files, so that none is lost in the output of a child that a spec reads.
asan: .build/asan/unpreload.so  ## the specs under AddressSanitizer, UBSan and LeakSanitizer (SPEC, ARGS)
	$(QUIET)ATTACKS=all ROUNDS=all ASAN_LUA=$(LUA) ASAN_PRELOAD='$(CURDIR)/$< $(ASAN_LIB)' \
	  ASAN_OPTIONS='verify_asan_link_order=0:halt_on_error=0:log_path=$(CURDIR)/.build/asan/report:malloc_context_size=12' \
	  UBSAN_OPTIONS='print_stacktrace=1:log_path=$(CURDIR)/.build/asan/report' \
	  LSAN_OPTIONS='suppressions=$(CURDIR)/spec/safety/leaks.supp:print_suppressions=0' \
	  sh spec/safety/reports.sh asan .build/asan $(MAKE) --no-print-directory test BUILD=.build/asan LUA_VERSION=$(LUA_VERSION) LUA='$(CURDIR)/.build/asan/lua' \
	  CFLAGS='-O1 -g -fno-omit-frame-pointer -fsanitize=address,undefined,bounds-strict -fsanitize-recover=address -fno-sanitize-recover=undefined,bounds-strict'

# Without loop: it measures how evenly a host's timer beats.
GC_SPECS = $(foreach s,anchors bounds encode decode validation answer call lifetime events limits task map \
  reconcile reconcile_many helpers operations errors send_certainty request,$(wildcard spec/*/$(s)_spec.lua))

.build/spec/collect.so: spec/safety/collect.c spec/safety/gc.sh | $(NEEDS)/test
	@mkdir -p $(@D) .build/gc
	@echo 'LD $@'
	$(QUIET)$(COMPILE) $(SHARED) -o $@ $<
	@$(INSTALL) -m 755 spec/safety/gc.sh .build/gc/lua

gc: .build/spec/collect.so  ## specs with a collection wherever one can be afforded (SHARE=80: percent of the time)
	@rm -f .build/gc/log
	$(QUIET)GC_LUA=$(LUA) COLLECT_LOG='$(CURDIR)/.build/gc/log' COLLECT_SHARE=$(or $(SHARE),80) \
	  sh spec/safety/reports.sh gc .build/gc $(MAKE) --no-print-directory test LUA_VERSION=$(LUA_VERSION) LUA='$(CURDIR)/.build/gc/lua' \
	  SPEC='$(or $(SPEC),$(GC_SPECS))'
	@awk '{ w += $$1; f += $$2; s += $$3 } END { printf "gc: %d whole collections, %d more within the core, %.0f s\n", w, f, s }' .build/gc/log

VALGRIND_SPECS = $(foreach s,anchors bounds encode decode answer call lifetime events reconcile,$(wildcard spec/*/$(s)_spec.lua))

.build/valgrind/lua: spec/safety/valgrind.sh spec/safety/memcheck.supp | $(NEEDS)/valgrind
	@mkdir -p $(@D)
	@$(INSTALL) -m 644 spec/safety/memcheck.supp $(@D)/memcheck.supp
	@$(INSTALL) -m 755 $< $@

valgrind: .build/valgrind/lua  ## some of the specs under memcheck (SPEC)
	$(QUIET)VALGRIND_LUA=$(LUA) VALGRIND_LOG='$(CURDIR)/.build/valgrind/report' \
	  sh spec/safety/reports.sh valgrind .build/valgrind $(MAKE) --no-print-directory test LUA_VERSION=$(LUA_VERSION) LUA='$(CURDIR)/.build/valgrind/lua' \
	  SPEC='$(or $(SPEC),$(VALGRIND_SPECS))'

valgrind-attacks:  ## the attacks under memcheck, some of each kind (ATTACKS=all: all of them)
	@$(MAKE) --no-print-directory valgrind SPEC='$(wildcard spec/security/attack_*_spec.lua)'

.PHONY: oom threads asan gc valgrind valgrind-attacks
