-- SPDX-License-Identifier: MIT
--- Custom task types.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.custom_item = o [[
  id:integer name:string name_plural:string description:string
]]

return {
  types = t,
  {
    id = "GetCustomItems", name = "get_custom_items",
    kind = "read",
    doc = "List the custom task types of a Workspace.",
    method = "GET",
    path = "/v2/team/{team_id}/custom_item",
    ids = { team_id = "integer" },
    answer = s.array(t.custom_item),
    envelope = "custom_items",
  },
}
