-- SPDX-License-Identifier: MIT
-- Why a line of csrc is not run by the specs: the file, a text in the line, and
-- the reason. make coverage lists what is not run and not here.

local OOM <const> = "out of memory or descriptors"
local MULTI <const> = "libcurl's multi handle fails: only when memory is short, or by a bug of its"
local OVERDUE <const> = "libcurl did not keep its own timeout: a last line of defence"
local OTHER <const> = "the libcurl that is installed is another"
local FORGOTTEN <const> = "a call is let go of, or looked at, before its events were told"
local CJSON <const> = "the lua-cjson that is installed never does this"

local function file(name, reasons)
  local list = {}
  for line, reason in pairs(reasons) do
    list[#list + 1] = { file = "csrc/" .. name, line = line, reason = reason }
  end
  return list
end

local lists = {
  file("binding/call.c", {
    ["used_proxy"] = OTHER,
    ["CURL_HTTP_VERSION_3"] = "no server here speaks HTTP/3",
    ['return "3"'] = "no server here speaks HTTP/3",
  }),
  file("binding/client.c", {
    ["usage_error("] = "runs in a forked child, which leaves no counts",
    ["json_no_memory"] = OOM,
    ["no descriptor is left"] = OOM,
  }),
  file("base/multipart.c", {
    ["clock_us()"] = "no system here lacks random bytes",
    ["memcpy(bytes, &now"] = "no system here lacks random bytes",
  }),
  file("binding/form.c", {
    ["buf_free(&tail);"] = OOM,
    ["json_no_memory(L);"] = OOM,
  }),
  file("http/upload.c", {
    ["CURL_SEEKFUNC_FAIL"] = "libcurl goes back to the beginning, and nowhere else",
  }),
  file("json/file.c", {
    ["at most 1073741824 bytes"] = "a string of 1 GiB",
  }),
  file("json/decode.c", {
    ["it is not JSON"] = CJSON,
  }),
  file("http/http.c", {
    ["static void end_pool"] = MULTI,
    ["for (http_call *c = h->active.first"] = MULTI,
    ["next = c->next;"] = MULTI,
    ["c->attempt.pool == pool"] = MULTI,
    ["RETRY_SENT_UNKNOWN"] = "runs in a forked child, which leaves no counts",
    ["http_event *e = events("] = FORGOTTEN,
    ["e->call"] = FORGOTTEN,
    ["e->reason"] = FORGOTTEN,
    ["on_overdue("] = OVERDUE,
    ["finish(h, c, CURLE_OPERATION_TIMEDOUT)"] = OVERDUE,
    ["on_attempt_done(h, c, HTTP_TIMEOUT)"] = OVERDUE,
    ["detach(h, c);"] = OOM,
    ["c->result.reason = attach_problem(c)"] = OOM .. ", or a file that goes within a step",
    ["return false;"] = OOM,
    ["out of memory"] = OOM,
    ["continue;"] = OOM,
    ["curl_multi_strerror"] = MULTI,
    ["}"] = "the end of a function above",
    ["http_free(h);"] = OOM,
    ["return NULL;"] = OOM,
  }),
  file("binding/usage.c", {
    ['else lua_pushliteral(L, "")'] = "every caller here has lines",
  }),
  file("http/pollset.c", {
    ["EEXIST"] = "libcurl did not tell that a descriptor was closed",
    ["ENOENT"] = "libcurl did not tell that a descriptor was closed",
    ["return false;"] = OOM,
    ["return epoll_ctl(queue, verb"] = "libcurl did not tell that a descriptor was closed",
    ["close(queue);"] = OOM,
    ["queue = -1;"] = OOM,
  }),
  file("http/transfer.c", {
    ["c->result.proxy_status >= 300) return false"] = OTHER,
    ["return has_left(c) ||"] = OTHER,
    ["c->attempt.began && c->attempt.multiplexed"] = "part of the condition above",
  }),
  file("http/url.c", {
    ["curl_url_cleanup(u);"] = OOM,
    ["return NULL;"] = OOM,
    ["a URL with a host"] = OOM,
  }),
  file("clickup.c", {
    ["curl_version()"] = OTHER,
  }),
  file("http/curl_compat.c", {
    ["(curl_easy_getinfo)(easy, info"] = OTHER,
    ["long protocols"] = OTHER,
    ["CURLOPT_PROTOCOLS"] = OTHER,
  }),
  file("http/multi.c", {
    ["free(pool);"] = OOM,
    ["return false;"] = OOM,
    ["static multi_pool *fail"] = MULTI,
    ["multi_retire(pool);"] = MULTI,
    ["return pool;"] = MULTI,
  }),
  file("json/json.c", {
    ["int json_no_memory"] = OOM,
    ["not enough memory"] = OOM,
    ["return lua_error(L);"] = OOM,
  }),
}

local all = {}
for _, list in ipairs(lists) do table.move(list, 1, #list, #all + 1, all) end
return all
