# SPDX-License-Identifier: MIT
# Static analysis of csrc; every warning is an error. .clang-tidy says which of
# its checks are off, and why. gcc's -fanalyzer has no exception. Of cppcheck:
#
# redundantContinue    while (f()) continue; says that there is no body
# variableScope    a constant stands where its reader looks for it
# missingInclude, missingIncludeSystem    it needs no system headers
# toomanyconfigs, ConfigurationNotChecked    those of libcurl's version checks
# constParameterPointer, constVariablePointer, constParameterCallback
#     what it points to is changed through it, or libcurl says what a callback is
# normalCheckLevelMaxBranches    it does not look at all branches, and says so
# redundantAssignment    it sees no change that is made through another pointer
# unmatchedSuppression    what one version warns of, another may not
ANALYZE_DIR := .build/analyze
TIDY_STAMPS  = $(SOURCES:csrc/%.c=$(ANALYZE_DIR)/%.tidy)
GCC_STAMPS   = $(SOURCES:csrc/%.c=$(ANALYZE_DIR)/%.gcc)
ANALYZE_SEES = $(HEADERS) spec/analyze/noreturn.h .clang-tidy spec/analyze/analyze.mk
# noreturn.h comes before the sources can ask for more than C11.
TIDY_FLAGS = -std=c11 -D_GNU_SOURCE= -D_DEFAULT_SOURCE= -include spec/analyze/noreturn.h \
  -Icsrc $(LUA_CFLAGS) $(CURL_CFLAGS)
CPPCHECK_OFF := redundantContinue variableScope missingInclude missingIncludeSystem toomanyconfigs \
  ConfigurationNotChecked constParameterPointer constVariablePointer constParameterCallback \
  normalCheckLevelMaxBranches redundantAssignment unmatchedSuppression

$(ANALYZE_DIR)/%.tidy: csrc/%.c $(ANALYZE_SEES) | $(NEEDS)/analyze
	@mkdir -p $(@D)
	@echo 'TIDY $<'
	$(QUIET)clang-tidy --quiet $< -- $(TIDY_FLAGS) 2>/dev/null
	@touch $@

$(ANALYZE_DIR)/%.gcc: csrc/%.c $(ANALYZE_SEES) | $(NEEDS)/analyze
	@mkdir -p $(@D)
	@echo 'GCC -fanalyzer $<'
	$(QUIET)gcc -std=c11 -O1 -fanalyzer -Werror -fPIC -Icsrc $(LUA_CFLAGS) $(CURL_CFLAGS) -c -o $@ $<

analyze: $(TIDY_STAMPS) $(GCC_STAMPS)  ## clang-tidy, cppcheck and gcc -fanalyzer over csrc; a warning is an error
	@echo 'CPPCHECK csrc'
	$(QUIET)cppcheck --quiet --enable=warning,style,performance,portability --std=c11 \
	  --error-exitcode=1 $(CPPCHECK_OFF:%=--suppress=%) -Icsrc csrc
	@echo 'analyze: nothing found'

.PHONY: analyze
