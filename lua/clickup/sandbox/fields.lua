-- SPDX-License-Identifier: MIT
--- Checks of a request's body against the fields that an operation declares.

local json = require "clickup.sandbox.json"

local M = {}

---@class clickup.sandbox.Field
---@field [1] string name
---@field [2] string type, a key of `is`
---@field optional boolean?
---@field null boolean? whether null is a value for it
---@field one_of table<string, boolean>?

local is = {}

function is.string(value) return type(value) == "string" end

function is.number(value) return type(value) == "number" end

function is.integer(value) return type(value) == "number" and math.tointeger(value) ~= nil end

function is.boolean(value) return type(value) == "boolean" end

--- An empty object is not an empty array, though some JSON libraries for Lua write it so.
local function array_of(check)
  return function(value)
    if not json.is_array(value) then return false end
    for _, item in ipairs(value) do
      if not check(item) then return false end
    end
    return true
  end
end

is["array of integer"] = array_of(is.integer)
is["array of string"] = array_of(is.string)

is["string or array of string"] = function(value)
  return is.string(value) or is["array of string"](value)
end

--- The same fields, none of which has to be there.
---@param fields clickup.sandbox.Field[]
---@return clickup.sandbox.Field[]
function M.optional(fields)
  local result = {}
  for i, field in ipairs(fields) do
    result[i] = { field[1], field[2], optional = true, null = field.null, one_of = field.one_of }
  end
  return result
end

local function has_type(field, value)
  return field.null and value == json.null or is[field[2]](value)
end

---@param body table decoded with nulls kept
---@param fields clickup.sandbox.Field[]
---@return string? problem the first one that is found
function M.problem(body, fields)
  for _, field in ipairs(fields) do
    local name, kind = field[1], field[2]
    local value = body[name]
    if value == nil then
      if not field.optional then return name .. " is required" end
    elseif not has_type(field, value) then
      return ("%s must be %s %s"):format(name, kind:find("^[aei]") and "an" or "a", kind)
    elseif field.one_of and not field.one_of[value] then
      return name .. " is invalid"
    end
  end
end

return M
