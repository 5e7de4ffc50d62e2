# SPDX-License-Identifier: MIT

PLATFORMS     ?= bookworm trixie sid
PLATFORMS_DIR ?= .build/platforms

platforms: | $(NEEDS)/platforms  ## build, test and install in other releases of Debian (PLATFORMS=trixie; PLATFORMS_DIR=folder that is kept)
	$(QUIET)sh spec/platforms/run.sh $(PLATFORMS_DIR) $(PLATFORMS)

.PHONY: platforms
