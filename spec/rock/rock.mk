# SPDX-License-Identifier: MIT
# Releases: VERSION=x.y.z.

release:  ## write version, changelog section and rockspecs of VERSION=x.y.z, and print what is next
	@$(LUA) -e 'package.path = "./?.lua;" .. package.path require("spec.tools.release").main()'

pack: | $(NEEDS)/rock  ## the archive of the sources and the source rocks of this version, into .build/pack
	@LUA='$(LUA)' LUAROCKS='$(LUAROCKS)' sh spec/rock/pack.sh .build/pack

rock: | $(NEEDS)/rock  ## release, pack, install into empty trees, test there; in copies of these files
	LUA='$(LUA)' SANDBOX_LUA='$(SANDBOX_LUA)' LUAROCKS='$(LUAROCKS)' CJSON='$(CURDIR)/$(NEEDS)/lib' sh spec/rock/run.sh .build/rock

.PHONY: release pack rock
