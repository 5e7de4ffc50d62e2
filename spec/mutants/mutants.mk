# SPDX-License-Identifier: MIT
# Small changes of the code itself, and whether a spec notices each.

MUTANT_JOBS ?= 2

mutants: all | $(NEEDS)/test  ## small changes of the code, one at a time: does a spec notice? (SEED=1 COUNT=60)
	$(QUIET)COMPILE='$(subst ','\'',$(COMPILE))' MUTANT_OBJECTS=$(BUILD)/obj DEPS=no $(RUN) \
	  $(LUA) spec/mutants/mutants.lua $(SEED) \
	  $(if $(filter file,$(origin COUNT)),60,$(COUNT)) $(MUTANT_JOBS)

.PHONY: mutants
