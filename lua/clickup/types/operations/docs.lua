-- SPDX-License-Identifier: MIT
---@meta _
-- Made by `make types` from clickup.api.docs: do not edit.
-- luacheck: ignore

---@class clickup.search_docs.query
---@field id? string
---@field creator? number
---@field deleted? boolean
---@field archived? boolean
---@field parent_id? string
---@field parent_type? clickup.docs.parent_type
---@field limit? number # 10 to 100
---@field cursor? string
---@field next_cursor? string

---@alias clickup.docs.parent_type
---| "4"
---| "5"
---| "6"
---| "7"
---| "12"
---| "SPACE"
---| "FOLDER"
---| "LIST"
---| "EVERYTHING"
---| "WORKSPACE"

---@class clickup.docs.search_docs_answer
---@field docs? clickup.docs.doc[]
---@field next_cursor? string

---@class clickup.docs.doc
---@field id? string
---@field date_created? number
---@field date_updated? number
---@field name? string
---@field type? integer
---@field parent? clickup.docs.parent
---@field ["public"]? boolean
---@field workspace_id? number
---@field creator? number
---@field deleted? boolean
---@field date_deleted? number
---@field deleted_by? number
---@field archived? boolean
---@field archived_by? number
---@field date_archived? number

---@class clickup.docs.parent
---@field id? string
---@field type? number

---@class clickup.docs.create_doc_body
---@field name? string
---@field parent? clickup.docs.create_doc_body_parent
---@field visibility? clickup.docs.create_doc_body_visibility2
---@field create_page? boolean

---@class clickup.docs.create_doc_body_parent
---@field id string
---@field type number

---@alias clickup.docs.create_doc_body_visibility2
---| "PUBLIC"|"PRIVATE"|"PERSONAL"|"HIDDEN"
---| 1|2|3|4

---@class clickup.docs.create_doc_answer
---@field id? string
---@field date_created? number
---@field date_updated? number
---@field name? string
---@field type? integer
---@field parent? clickup.docs.parent
---@field ["public"]? boolean
---@field workspace_id? number
---@field archived? boolean
---@field archived_by? number
---@field creator? number
---@field date_archived? number
---@field date_deleted? number
---@field deleted? boolean
---@field deleted_by? number
---@field page_defaults? clickup.docs.page_defaults

---@class clickup.docs.page_defaults
---@field font? string
---@field font_size? number
---@field line_height? number
---@field page_width? number
---@field paragraph_spacing? number
---@field show_author_header? boolean
---@field show_contributor_header? boolean
---@field show_cover_header? boolean
---@field show_date_header? boolean
---@field show_page_outline? boolean
---@field show_sub_pages? boolean
---@field sub_page_size? string
---@field show_sub_title_header? boolean
---@field show_title_icon_header? boolean
---@field show_relationships? boolean
---@field show_relationships_compact? boolean
---@field show_sub_pages_author? boolean
---@field show_sub_pages_thumbnail? boolean
---@field show_sub_pages_compact? boolean
---@field sub_pages_style? string

---@class clickup.get_doc_page_listing.query
---@field max_page_depth? number

---@class clickup.docs.get_doc_page_listing_answer
---@field id? string
---@field doc_id? string
---@field parent_page_id? string
---@field workspace_id? number
---@field name? string
---@field pages? any[]

---@class clickup.get_doc_pages.query
---@field max_page_depth? number
---@field content_format? "text/md"|"text/plain"

---@class clickup.docs.get_doc_pages_answer
---@field id? string
---@field doc_id? string
---@field parent_page_id? string
---@field workspace_id? number
---@field name? string
---@field pages? any[]
---@field sub_title? string
---@field date_created? number
---@field date_updated? number
---@field content? string
---@field avatar? clickup.docs.avatar
---@field creator_id? number
---@field deleted? boolean
---@field deleted_by? number
---@field date_deleted? number
---@field date_edited? number
---@field edited_by? number
---@field archived? boolean
---@field archived_by? number
---@field date_archived? number
---@field authors? number[]
---@field contributors? number[]
---@field cover? clickup.docs.cover
---@field ["protected"]? boolean
---@field protected_by? number
---@field protected_note? string
---@field presentation_details? clickup.docs.page_defaults

---@class clickup.docs.avatar
---@field color? string
---@field value? string
---@field source? string

---@class clickup.docs.cover
---@field color? string
---@field image_url? string
---@field position? clickup.docs.position

---@class clickup.docs.position
---@field x? number
---@field y? number

---@class clickup.docs.create_page_body
---@field parent_page_id? string
---@field name? string
---@field sub_title? string
---@field content? string
---@field content_format? "text/md"|"text/plain"

---@class clickup.get_page.query
---@field content_format? "text/md"|"text/plain"

---@class clickup.docs.edit_page_body
---@field name? string
---@field sub_title? string
---@field content? string
---@field content_edit_mode? "replace"|"append"|"prepend"
---@field content_format? "text/md"|"text/plain"

---@class clickup.client
local Client = {}

--- List the Docs of a Workspace that meet a filter.
---@param workspace_id integer|string
---@param query? clickup.search_docs.query
---@param options? clickup.call_options
---@return clickup.docs.search_docs_answer? answer
---@return clickup.response|clickup.error info
function Client:search_docs(workspace_id, query, options) end

--- Create a Doc.
---@param workspace_id integer|string
---@param body clickup.docs.create_doc_body
---@param options? clickup.call_options
---@return clickup.docs.create_doc_answer? answer
---@return clickup.response|clickup.error info
function Client:create_doc(workspace_id, body, options) end

--- Read a Doc, without its pages.
---@param workspace_id integer|string
---@param doc_id string
---@param options? clickup.call_options
---@return clickup.docs.create_doc_answer? answer
---@return clickup.response|clickup.error info
function Client:get_doc(workspace_id, doc_id, options) end

--- List the pages of a Doc by name.
---@param workspace_id integer|string
---@param doc_id string
---@param query? clickup.get_doc_page_listing.query
---@param options? clickup.call_options
---@return clickup.docs.get_doc_page_listing_answer[]? answer
---@return clickup.response|clickup.error info
function Client:get_doc_page_listing(workspace_id, doc_id, query, options) end

--- Read the pages of a Doc.
---@param workspace_id integer|string
---@param doc_id string
---@param query? clickup.get_doc_pages.query
---@param options? clickup.call_options
---@return clickup.docs.get_doc_pages_answer[]? answer
---@return clickup.response|clickup.error info
function Client:get_doc_pages(workspace_id, doc_id, query, options) end

--- Create a page in a Doc.
---@param workspace_id integer|string
---@param doc_id string
---@param body clickup.docs.create_page_body
---@param options? clickup.call_options
---@return clickup.docs.get_doc_pages_answer? answer
---@return clickup.response|clickup.error info
function Client:create_page(workspace_id, doc_id, body, options) end

--- Read a page of a Doc.
---@param workspace_id integer|string
---@param doc_id string
---@param page_id string
---@param query? clickup.get_page.query
---@param options? clickup.call_options
---@return clickup.docs.get_doc_pages_answer? answer
---@return clickup.response|clickup.error info
function Client:get_page(workspace_id, doc_id, page_id, query, options) end

--- Change a page of a Doc; what is added to it twice is there twice.
---@param workspace_id integer|string
---@param doc_id string
---@param page_id string
---@param body clickup.docs.edit_page_body
---@param options? clickup.call_options
---@return any? answer
---@return clickup.response|clickup.error info
function Client:edit_page(workspace_id, doc_id, page_id, body, options) end
