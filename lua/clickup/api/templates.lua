-- SPDX-License-Identifier: MIT
--- Templates.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.template = o "name:string id:string"

return {
  types = t,
  {
    id = "GetTaskTemplates", name = "get_task_templates",
    kind = "read",
    doc = "List the task templates of a Workspace, a page at a time.",
    method = "GET",
    path = "/v2/team/{team_id}/taskTemplate",
    ids = { team_id = "integer" },
    query = o "page!:int32",
    answer = s.array(s.string),
    envelope = "templates",
    paging = "page",
  },
  {
    id = "GetListTemplates", name = "get_list_templates",
    kind = "read",
    doc = "List the List templates of a Workspace.",
    method = "GET",
    path = "/v2/team/{team_id}/list_template",
    ids = { team_id = "integer" },
    answer = s.array(t.template),
    envelope = "templates",
  },
  {
    id = "GetFolderTemplates", name = "get_folder_templates",
    kind = "read",
    doc = "List the Folder templates of a Workspace.",
    method = "GET",
    path = "/v2/team/{team_id}/folder_template",
    ids = { team_id = "integer" },
    answer = s.array(t.template),
    envelope = "templates",
  },
}
