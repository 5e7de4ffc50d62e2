-- SPDX-License-Identifier: MIT
-- Why a line of csrc is not run by the specs: the file, a text in the line, and
-- the reason. make coverage lists what is not run and not here.

local OOM <const> = "out of memory or descriptors"
local MULTI <const> = "libcurl's multi handle fails: only when memory is short, or by a bug of its"
local OVERDUE <const> = "libcurl did not keep its own timeout: a last line of defence"
local CJSON <const> = "the lua-cjson that is installed never does this"

local function file(name, reasons)
  local list = {}
  for line, reason in pairs(reasons) do
    list[#list + 1] = { file = "csrc/" .. name, line = line, reason = reason }
  end
  return list
end

local lists = {
  file("call.c", {
    ["CURL_HTTP_VERSION_3"] = "no server here speaks HTTP/3",
    ['return "3"'] = "no server here speaks HTTP/3",
  }),
  file("client.c", {
    ["the client belongs to the parent"] = "runs in a forked child, which leaves no counts",
    ["not enough memory"] = OOM,
  }),
  file("decode.c", {
    ["return false;"] = CJSON,
    ["lua_pop(L, 1);"] = CJSON,
    ["it is not JSON"] = CJSON,
  }),
  file("drive.c", {
    ["drive_renew"] = MULTI,
    ["CURLM *multi = new_multi(d);"] = MULTI,
    ["if (!multi) return;"] = MULTI,
    ["curl_multi_cleanup(d->multi)"] = MULTI,
    ["d->multi = multi;"] = MULTI,
    ["d->timer_at = PACE_NEVER;"] = MULTI,
  }),
  file("engine.c", {
    ["overdue("] = OVERDUE,
    ["finish(h, c, CURLE_OPERATION_TIMEDOUT)"] = OVERDUE,
    ["conclude(h, c, HTTP_TIMEOUT)"] = OVERDUE,
    ["detach(h, c);"] = OOM,
    ["return false;"] = OOM,
    ["out of memory"] = OOM,
    ["continue;"] = OOM,
    ["renew("] = MULTI,
    ["curl_multi_strerror"] = MULTI,
    ["}"] = "the end of a function above",
  }),
  file("http.c", {
    ["http_free(h);"] = OOM,
    ["return NULL;"] = OOM,
  }),
  file("journal.c", {
    ["entries(b)[i].call == c"] = "a call is collected with its client, whose events nobody reads",
  }),
  file("misuse.c", {
    ['else lua_pushliteral(L, "")'] = "every caller here has lines",
  }),
  file("pollset.c", {
    ["EEXIST"] = "libcurl did not tell that a descriptor was closed",
    ["ENOENT"] = "libcurl did not tell that a descriptor was closed",
    ["else return -1;"] = OOM,
    ["return epoll_ctl(set, verb"] = "libcurl did not tell that a descriptor was closed",
  }),
  file("transfer.c", {
    ["out of memory"] = OOM,
  }),
  file("url.c", {
    ['return "a URL that begins with https://"'] = OOM,
    ["a URL with a host"] = OOM,
  }),
}

local all = {}
for _, list in ipairs(lists) do table.move(list, 1, #list, #all + 1, all) end
return all
