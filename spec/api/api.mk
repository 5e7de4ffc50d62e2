# SPDX-License-Identifier: MIT
# Operations as data, from ClickUp's OpenAPI documents: developer.clickup.com, "Open API Spec".

api: all  ## write lua/clickup/api anew from ClickUp's OpenAPI documents (V2=FILE V3=FILE; CHECK=1: is it stale?)
	@[ -n '$(V2)' ] && [ -n '$(V3)' ] || { echo 'give the documents: make api V2=FILE V3=FILE' >&2; exit 2; }
	$(QUIET)$(RUN) $(LUA) spec/api/generate.lua '$(V2)' '$(V3)' $(if $(CHECK),--check)
	$(if $(CHECK),,@$(MAKE) --no-print-directory types)

.PHONY: api
