-- SPDX-License-Identifier: MIT
--- The vocabulary in which bodies and answers are described.
--
-- A type is a table with a `kind`; the C core compiles it and walks it when a
-- body is encoded. Types hold no state and may be shared.

---@class clickup.schema.type
---@field kind "any"|"string"|"boolean"|"int32"|"integer"|"number"|"array"|"object"
---@field of? clickup.schema.type       # array: the type of its items
---@field fields? clickup.schema.field[] # object: its fields, in the order in which they are sent

---@class clickup.schema.field
---@field name string
---@field type clickup.schema.type
---@field required? boolean  # must be there; a required array that is left out goes as []
---@field null? boolean      # null may be sent
---@field values? string[]   # the only values there are
---@field secret? boolean    # never shown in an error
---@field doc? string

local schema = {
  any = { kind = "any" },
  string = { kind = "string" },
  boolean = { kind = "boolean" },
  int32 = { kind = "int32" },     -- declared as integer, contentEncoding int32
  integer = { kind = "integer" }, -- up to 64 bits
  number = { kind = "number" },   -- any finite number
}

---@param of clickup.schema.type
---@return clickup.schema.type
function schema.array(of)
  return { kind = "array", of = of }
end

--- An object, from a list of fields `{ name, type, required = …, doc = … }`.
---@param fields table[]
---@return clickup.schema.type
function schema.object(fields)
  local list = {}
  for i, field in ipairs(fields) do
    list[i] = {
      name = field[1],
      type = field[2],
      required = field.required,
      null = field.null,
      values = field.values,
      secret = field.secret,
      doc = field.doc,
    }
  end
  return { kind = "object", fields = list }
end

return schema
