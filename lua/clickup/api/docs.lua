-- SPDX-License-Identifier: MIT
--- Docs and their pages.
-- Made by `make api`, from ClickUp's documents and spec/api/overlay.lua: do not edit.

local s = require "clickup.schema"

local t = {} -- types of this group
local o = s.reader(t)

t.parent_type = s.one_of(s.string, {
  "4", "5", "6", "7", "12", "SPACE", "FOLDER", "LIST", "EVERYTHING", "WORKSPACE"
})
t.limit = s.limited(s.number, { min = 10, max = 100 })
t.parent = o "id:string type:number"
t.doc = o [[
  id:string date_created:number date_updated:number name:string type:integer parent:parent
  public:boolean workspace_id:number creator:number deleted:boolean date_deleted:number
  deleted_by:number archived:boolean archived_by:number date_archived:number
]]
t.search_docs_answer = o "docs:doc[] next_cursor:string"
t.create_doc_body_parent = o "id!:string type!:number"
t.visibility = s.one_of(s.string, {
  "PUBLIC", "PRIVATE", "PERSONAL", "HIDDEN"
})
t.create_doc_body_visibility = s.one_of(s.integer, { 1, 2, 3, 4 })
t.create_doc_body_visibility2 = s.union {
  t.visibility, t.create_doc_body_visibility
}
t.create_doc_body = o [[
  name:string parent:create_doc_body_parent visibility:create_doc_body_visibility2
  create_page:boolean
]]
t.page_defaults = o [[
  font:string font_size:number line_height:number page_width:number paragraph_spacing:number
  show_author_header:boolean show_contributor_header:boolean show_cover_header:boolean
  show_date_header:boolean show_page_outline:boolean show_sub_pages:boolean
  sub_page_size:string show_sub_title_header:boolean show_title_icon_header:boolean
  show_relationships:boolean show_relationships_compact:boolean show_sub_pages_author:boolean
  show_sub_pages_thumbnail:boolean show_sub_pages_compact:boolean sub_pages_style:string
]]
t.create_doc_answer = o [[
  id:string date_created:number date_updated:number name:string type:integer parent:parent
  public:boolean workspace_id:number archived:boolean archived_by:number creator:number
  date_archived:number date_deleted:number deleted:boolean deleted_by:number
  page_defaults:page_defaults
]]
t.get_doc_page_listing_answer = o [[
  id:string doc_id:string parent_page_id:string workspace_id:number name:string pages:any[]
]]
t.content_format = s.one_of(s.string, { "text/md", "text/plain" })
t.avatar = o "color:string value:string source:string"
t.position = o "x:number y:number"
t.cover = o "color:string image_url:string position:position"
t.get_doc_pages_answer = o [[
  id:string doc_id:string parent_page_id:string workspace_id:number name:string pages:any[]
  sub_title:string date_created:number date_updated:number content:string avatar:avatar
  creator_id:number deleted:boolean deleted_by:number date_deleted:number date_edited:number
  edited_by:number archived:boolean archived_by:number date_archived:number authors:number[]
  contributors:number[] cover:cover protected:boolean protected_by:number
  protected_note:string presentation_details:page_defaults
]]
t.create_page_body = o [[
  parent_page_id:string name:string sub_title:string content:string
  content_format:content_format
]]
t.content_edit_mode = s.one_of(s.string, {
  "replace", "append", "prepend"
})
t.edit_page_body = o [[
  name:string sub_title:string content:string content_edit_mode:content_edit_mode
  content_format:content_format
]]

return {
  types = t,
  {
    id = "searchDocsPublic", name = "search_docs",
    kind = "read",
    doc = "List the Docs of a Workspace that meet a filter.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/docs",
    ids = { workspace_id = "integer" },
    query = o [[
  id:string creator:number deleted:boolean archived:boolean parent_id:string
  parent_type:parent_type limit:limit cursor:string next_cursor:string
]],
    answer = t.search_docs_answer,
    paging = "cursor",
    items = "docs",
  },
  {
    id = "createDocPublic", name = "create_doc",
    kind = "create",
    doc = "Create a Doc.",
    method = "POST",
    path = "/v3/workspaces/{workspace_id}/docs",
    ids = { workspace_id = "integer" },
    body = t.create_doc_body,
    answer = t.create_doc_answer,
  },
  {
    id = "getDocPublic", name = "get_doc",
    kind = "read",
    doc = "Read a Doc, without its pages.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/docs/{doc_id}",
    ids = { workspace_id = "integer", doc_id = "string" },
    answer = t.create_doc_answer,
  },
  {
    id = "getDocPageListingPublic", name = "get_doc_page_listing",
    kind = "read",
    doc = "List the pages of a Doc by name.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/docs/{doc_id}/page_listing",
    ids = { workspace_id = "integer", doc_id = "string" },
    query = o "max_page_depth:number",
    answer = s.array(t.get_doc_page_listing_answer),
  },
  {
    id = "getDocPagesPublic", name = "get_doc_pages",
    kind = "read",
    doc = "Read the pages of a Doc.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/docs/{doc_id}/pages",
    ids = { workspace_id = "integer", doc_id = "string" },
    query = o [[
  max_page_depth:number content_format:content_format
]],
    answer = s.array(t.get_doc_pages_answer),
  },
  {
    id = "createPagePublic", name = "create_page",
    kind = "create",
    doc = "Create a page in a Doc.",
    method = "POST",
    path = "/v3/workspaces/{workspace_id}/docs/{doc_id}/pages",
    ids = { workspace_id = "integer", doc_id = "string" },
    body = t.create_page_body,
    answer = t.get_doc_pages_answer,
  },
  {
    id = "getPagePublic", name = "get_page",
    kind = "read",
    doc = "Read a page of a Doc.",
    method = "GET",
    path = "/v3/workspaces/{workspace_id}/docs/{doc_id}/pages/{page_id}",
    ids = { workspace_id = "integer", doc_id = "string", page_id = "string" },
    query = o "content_format:content_format",
    answer = t.get_doc_pages_answer,
  },
  {
    id = "editPagePublic", name = "edit_page",
    kind = "create",
    doc = "Change a page of a Doc; what is added to it twice is there twice.",
    method = "PUT",
    path = "/v3/workspaces/{workspace_id}/docs/{doc_id}/pages/{page_id}",
    ids = { workspace_id = "integer", doc_id = "string", page_id = "string" },
    body = t.edit_page_body,
    may_be_empty = true,
    answer = s.any,
  },
}
