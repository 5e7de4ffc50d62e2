# SPDX-License-Identifier: MIT
# Random programs of all that waits, in every kind of host.

schedules: all | $(NEEDS)/test  ## random programs of calls, tasks, callbacks and hosts; each must end well (SEED=1 COUNT=500)
	$(QUIET)$(RUN) $(LUA) spec/schedules/schedules.lua $(SEED) $(if $(filter file,$(origin COUNT)),500,$(COUNT))

.PHONY: schedules
