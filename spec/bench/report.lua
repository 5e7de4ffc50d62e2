-- SPDX-License-Identifier: MIT
-- What the bench prints: to people as columns and bars, to a file as Markdown.

local report = {}

local lines = {}  -- of the Markdown
local digest = {} -- rows of the README's table

local function width(text) return utf8.len(text) or #text end

local function pad(text, columns, right)
  local space = (" "):rep(columns - width(text))
  return right and space .. text or text .. space
end

function report.say(...)
  print(...)
  io.stdout:flush()
end

--- A heading, and what is to be known about what follows.
function report.heading(title, note)
  report.say("\n" .. title)
  if note then report.say("  " .. note) end
  lines[#lines + 1] = ("\n### %s\n"):format(title)
  if note then lines[#lines + 1] = note .. "\n" end
end

--- A line below a table, in words.
function report.note(text)
  report.say("  " .. text)
  lines[#lines + 1] = "\n" .. text
end

--- A table: `names` of its columns, rows of texts; all but the first are numbers.
function report.table(names, rows)
  local widths = {}
  for i, name in ipairs(names) do
    widths[i] = width(name)
    for _, row in ipairs(rows) do widths[i] = math.max(widths[i], width(row[i])) end
  end
  local function line(row, before, between, after)
    local cells = {}
    for i, cell in ipairs(row) do cells[i] = pad(cell, widths[i], i > 1) end
    return before .. table.concat(cells, between) .. after
  end
  report.say(line(names, "  ", "  ", ""))
  for _, row in ipairs(rows) do report.say(line(row, "  ", "  ", "")) end
  lines[#lines + 1] = line(names, "| ", " | ", " |")
  lines[#lines + 1] = "|---|" .. ("---:|"):rep(#names - 1)
  for _, row in ipairs(rows) do lines[#lines + 1] = line(row, "| ", " | ", " |") end
end

local BAR <const> = 40

--- Bars for figures: rows of { label, number, text }; the longest fills the width,
--- longer ones than `most` are cut.
function report.bars(rows, most)
  local labels, largest = 0, 0
  for _, row in ipairs(rows) do
    labels = math.max(labels, width(row[1]))
    largest = math.max(largest, math.min(row[2], most or math.huge))
  end
  local drawn = {}
  for i, row in ipairs(rows) do
    local length = math.max(1, math.floor(math.min(row[2], largest) / largest * BAR + 0.5))
    local bar = ("█"):rep(length) .. (row[2] > largest and "…" or "")
    drawn[i] = ("  %s %s %s"):format(pad(row[1], labels), bar, row[3])
  end
  local chart = table.concat(drawn, "\n")
  report.say(chart)
  lines[#lines + 1] = "\n```\n" .. chart .. "\n```"
end

--- A row of the README's table: what C does, what this module does, and their ratio, in words.
function report.compare(what, c, ours, ratio)
  digest[#digest + 1] = ("| %s | %s | %s | %s |"):format(what, c, ours, ratio)
end

--- Puts the table into a README, between two marks that bear the name.
function report.write_digest(path, name, title)
  local file <close> = assert(io.open(path))
  local text = file:read "a"
  local first, last = ("<!-- bench: %s -->\n"):format(name), "<!-- end -->"
  local _, from = text:find(first, 1, true)
  local to = from and text:find(last, from, true)
  assert(to, path .. " has no place for " .. name)
  local written <close> = assert(io.open(path, "w"))
  assert(written:write(text:sub(1, from), title,
    "\n\n| | C | this module | × C |\n|---|---:|---:|---:|\n", table.concat(digest, "\n"), "\n",
    text:sub(to)))
end

--- Writes what was said so far as Markdown.
function report.write(path)
  local file <close> = assert(io.open(path, "w"))
  assert(file:write(table.concat(lines, "\n"), "\n"))
end

return report
