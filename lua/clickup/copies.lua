-- SPDX-License-Identifier: MIT
--- The copies that client:with has made, and what each stands for. with.lua writes it.

local copies = {}

---@class clickup.copy
---@field client clickup.client
---@field options table   # of its calls
---@field closed boolean

--- Copy → what it stands for.
---@type table<table, clickup.copy>
copies.known = setmetatable({}, { __mode = "k" })

--- The client itself, of a copy or of itself. What is neither, comes back as it is.
function copies.client_of(self)
  local copy = copies.known[self]
  return copy and copy.client or self
end

return copies
