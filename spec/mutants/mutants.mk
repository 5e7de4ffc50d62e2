# SPDX-License-Identifier: MIT
# Small changes of the code itself, and whether a spec notices each.

MUTANT_JOBS ?= 2
FILES ?= # those that changes are drawn from, 'lua/clickup/doctor.lua csrc/http/url.c' say; all

mutants: all | $(NEEDS)/test  ## small changes of the code, one at a time: does a spec notice? (SEED=1 COUNT=60 FILES='…')
	$(QUIET)COMPILE='$(subst ','\'',$(COMPILE))' MUTANT_OBJECTS=$(BUILD)/obj DEPS=no $(RUN) \
	  $(LUA) spec/mutants/mutants.lua $(SEED) \
	  $(if $(filter file,$(origin COUNT)),60,$(COUNT)) $(MUTANT_JOBS) $(FILES)

.PHONY: mutants
