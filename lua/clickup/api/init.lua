-- SPDX-License-Identifier: MIT
--- ClickUp's operations, as data: what its API's documents declare, corrected
-- by what the live API was seen to do. Everything else is made from it: the
-- client's methods, clickup.help, the editor types, the tables for people.

local index = require "clickup.api.index"

---@class clickup.operation
---@field id string       # ClickUp's operationId
---@field name string     # the client's method: the id in snake_case, mended where that is odd
---@field doc string
---@field kind "read"|"edit"|"delete"|"create"|"exchange" # what running it twice means
---@field method string
---@field path string     # with its ids in braces, in the order of the arguments
---@field ids? table<string, "string"|"integer"> # integer: or a string
---@field id_values? table<string, string[]> # all that an id may be, unless strict is false
---@field body? clickup.schema.type
---@field form? boolean   # the body goes as multipart/form-data
---@field query? clickup.schema.type
---@field answer? clickup.schema.type # none: the method returns true
---@field envelope? string # the field of the answer that is returned
---@field may_be_empty? boolean # nothing at all is an answer, too: true
---@field paging? "page"|"start"|"cursor" # how one goes from a page to the next
---@field items? string   # the field of what is returned that the items of a page are in
---@field reconcile? clickup.reconcile.rule # how a create that may have run is found
---@field example? clickup.operation.example # the document's own; without it one is made

---@class clickup.operation.example
---@field ids any[]       # in the order of the path
---@field body? table
---@field query? table
---@field answer string   # JSON

---@class clickup.reconcile.rule
---@field read string      # the operation whose answer it would be in
---@field query? table     # for that operation
---@field list? string|fun(answer: table): table[]? # the field that the list is in; nil: it is the
---answer
---@field fields table<string, string> # what is sent → where it comes back
---@field may_lack table<string, true> # fields that the answer need not have
---@field name? string     # the field that names it; "name"
---@field time? string     # where it tells when it was created; "date_created"
---@field maker? string    # where it tells who created it; "creator" or "userid"
---@field parent? string   # the field that tells in what it was created
---@field most? integer    # the list has no more than so many, the newest ones
---@field partial? boolean|string # what is not in the list need not be absent: it is not sent
---again; or, a field: when that is sent
---@field refused? string  # the code with which the server refuses a second one alike

---@type clickup.operation[]
local operations = {}
for i, name in ipairs(index.names()) do
  operations[i] = assert(index.find(name), name)
end

return operations
