-- SPDX-License-Identifier: MIT
-- Changes that no spec can notice, each with its reason. They are found by their text, so that
-- other lines may come and go.

local list = {}

-- Each: the line as it is, and as it is changed; where others are the same, the line above it.
local function all(file, reason, ...)
  for _, pair in ipairs { ... } do
    list[#list + 1] = { file = file, before = pair[1], after = pair[2], above = pair[3],
      reason = reason }
  end
end

all("csrc/http/rate_limit.c", "an equal value is set",
  { "if (until_ms > l->hold_ms) l->hold_ms = until_ms;",
    "if (until_ms >= l->hold_ms) l->hold_ms = until_ms;" })

all("csrc/http/rate_limit.c", "nothing was said, and 0 is no moment to come",
  { "l->remaining = l->reset_ms = -1;", "l->remaining = l->reset_ms = -0;" },
  { "l->remaining = l->reset_ms = -1;", "l->remaining = l->reset_ms = -2;" })

all("csrc/http/rate_limit.c", "a hold until now is none",
  { "if (status == 429 && asked_ms > 0) rate_limit_hold(l, now_ms + asked_ms);",
    "if (status == 429 && asked_ms >= 0) rate_limit_hold(l, now_ms + asked_ms);" })

all("csrc/http/rate_limit.c", "the loop behind it comes to the same",
  { "if (now_s - l->second >= RATE_LIMIT_SLOTS) {", "if (now_s - l->second > RATE_LIMIT_SLOTS) {" },
  { "for (int64_t s = l->second - RATE_LIMIT_WINDOW_S; s < l->second; s++)",
    "for (int64_t s = l->second - RATE_LIMIT_WINDOW_S; s <= l->second; s++)" })

all("csrc/http/rate_limit.c", "the difference is 0 then, too",
  { "if (l->limit > 0) own = l->total < l->limit ? l->limit - l->total : 0;",
    "if (l->limit > 0) own = l->total <= l->limit ? l->limit - l->total : 0;" })

all("csrc/http/multi.c", "libcurl's multi handle fails only when memory is short: make oom",
  { "if (*status != CURLM_OK) return fail(pool);", "if (*status != CURLM_OK) return 0;" })

all("lua/clickup/reconcile.lua", "what was cancelled or closed is not looked for",
  { 'return kind == "timeout" or kind == "cancelled" or kind == "closed" or GAVE_UP[facts.status]',
    'return kind == "timeout" or kind == "cancelled" and kind == "closed" or GAVE_UP[facts.status]'
  })

all("lua/clickup/symptoms.lua", "no message begins with these words",
  { "if err.message:lower():find(words, 1, true) then",
    "if err.message:lower():find(words, 2, true) then" })

all("lua/clickup/api/goals.lua", "a value of an example, which may be any",
  { 'body = { name = "Updated Goal Name", due_date = 1568036964079,',
    'body = { name = "Updated Goal Name", due_date = 1568036964078,' },
  { 'multiple_owners = true, owners = { 183 }, color = "#32a852" },',
    'multiple_owners = true, owners = { 182 }, color = "#32a852" },' })

all("lua/clickup/presence.lua", "both sets are counted so",
  { "local set, size = {}, 0", "local set, size = {}, 1" },
  { "if not set[key] then size = size + 1 end", "if not set[key] then size = size + 2 end" })

all("lua/clickup/presence.lua", "a text begins at 1, also if it is said to begin at 0",
  { "return sent == left or #tostring(came) >= CUT and sent:sub(1, #left) == left",
    "return sent == left or #tostring(came) >= CUT and sent:sub(0, #left) == left" })

all("lua/clickup/presence.lua", "of two of one age either may be it",
  { "if not first or born_of(rule, thing) < born_of(rule, first) then first = thing end",
    "if not first or born_of(rule, thing) <= born_of(rule, first) then first = thing end" })

all("csrc/http/http.c", "a call is held until its events are told, or goes with its client",
  { "if (e->call != c) continue;", "if (!(e->call != c)) continue;" },
  { "if (e->call != c) continue;", "if (e->call == c) continue;" })

all("csrc/json/decode.c", "room for one field, which a table may have or not",
  { "if (count > r->room) return 0;", "if (count > r->room) return 1;" })

all("csrc/base/buf.c", "it grows in larger steps, up to its maximum",
  { "size_t capacity = b->capacity + b->capacity / 2;",
    "size_t capacity = b->capacity + b->capacity / 1;" })

all("lua/clickup/redact.lua", "a text begins at 1, also if it is said to begin at 0",
  { "if text:find(variant, 1, true) then", "if text:find(variant, 0, true) then" })

all("csrc/json/encode.c", "a key that no candidates go with is not looked at",
  { "validation_add(&e->validation, at, 0, 0);", "validation_add(&e->validation, at, 1, 0);" })

all("csrc/json/encode.c", "no text goes with the candidates, and what is none is near to nothing",
  { "validation_add(&e->validation, at, 0, 0);", "validation_add(&e->validation, at, 0, 1);" })

all("csrc/http/multi.c", "a count of patience, one more or less",
  { "pool->idle_turns = 0;", "pool->idle_turns = 1;" })

for _, line in ipairs {
  'return (retry_decision){RETRY_STOP, 0, "answered"};',
  'if (a->expired) return (retry_decision){RETRY_STOP, 0, "out of time"};',
  'return (retry_decision){RETRY_AMBIGUOUS, 0, "it may have run"};',
  'return (retry_decision){RETRY_STOP, 0, "a code is sent once only"};',
  'if (a->unusable) return (retry_decision){RETRY_STOP, 0, "answer not usable"};',
  'return (retry_decision){RETRY_STOP, 0, "it would fail the same way"};',
  'return (retry_decision){RETRY_AGAIN, 0, "rate limit: it did not run"};',
  'return (retry_decision){RETRY_AGAIN, 0, "it never left"};',
  'return (retry_decision){RETRY_AGAIN, 0, "the server failed"};',
  'return (retry_decision){RETRY_AGAIN, 0, "no answer, and safe to repeat"};',
  "return (retry_decision){RETRY_STOP, 0, reason};",
} do
  all("csrc/http/retry.c", "the wait is set later, or there is none",
    { line, (line:gsub(", 0,", ", 1,")) })
end

all("csrc/http/retry.c", "more than the most is cut to it",
  { "for (int i = 1; i < number && top < most_ms; i++) top *= 2;",
    "for (int i = 1; i < number && top <= most_ms; i++) top *= 2;" })

all("csrc/http/retry.c", "what is left is 0 then, too",
  { "if (left <= 0) return 0;", "if (left < 0) return 0;" })

all("csrc/base/utf8.c", "of one byte none is left to go on with, and nobody asks about none", {
  "size_t n = left == 0 || s[0] < 0xc2 ? 0", "size_t n = left == 1 || s[0] < 0xc2 ? 0" })

all("csrc/binding/usage.c", "the function of C that raises it is passed over, too", {
  "for (int level = 0; lua_getstack(L, level, &frame); level++) {",
  "for (int level = 1; lua_getstack(L, level, &frame); level++) {" })

all("csrc/binding/client.c", "the text below it is done with, and its table holds it", {
  "lua_pop(L, 2);", "lua_pop(L, 3);" })

all("csrc/http/headers.c", "the status line without its H is no header that is looked for", {
  "size_t at = 0;", "size_t at = 1;" })

all("csrc/json/schema.c", "room for a node that is not used", {
  "int total = 0;", "int total = 1;" })

all("csrc/json/schema.c", "what it returns is taken from the stack", {
  "return c.s;", "return 0;" })

all("csrc/http/transfer.c", "libcurl sets it", {
  "curl_off_t later = 0;", "curl_off_t later = 1;" })

all("csrc/http/transfer.c", "any number but 0 is on", {
  "curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);",
  "curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 2L);" })

all("csrc/json/encode.c", "the others are looked for, and there are none", {
  "if (walk(e, count) && count > known) other_fields(e, n, t, !written, at);",
  "if (walk(e, count) && count >= known) other_fields(e, n, t, !written, at);" })

all("csrc/http/pollset.c", "any number below 0 is none", {
  "*p = (pollset){.queue = -1};", "*p = (pollset){.queue = -2};" })

all("csrc/http/http.c", "any number below 0 is not known", {
  "c->result.used_proxy = -1;", "c->result.used_proxy = -2;" })

all("csrc/http/http.c", "a handle is lacking only when memory is short: make oom", {
  "if (!c->attempt.easy) return false;", "if (!c->attempt.easy) return true;" })

all("csrc/http/http.c", "a millisecond, which two readings of a clock may differ by", {
  "if (outcome == HTTP_TIMEOUT && c->deadline_ms <= clock_ms() + 1) {",
  "if (outcome == HTTP_TIMEOUT && c->deadline_ms <= clock_ms() + 0) {" })

all("lua/clickup/suggest.lua", "a text has no byte 0, and nil is equal to none", {
  "if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then",
  "if i > 1 and j >= 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then" })

all("lua/clickup/options.lua", "it comes later, where no CA file comes after it", {
  'list[1] = { "ca_path", "CAINFO", false } -- not both at once',
  'list[2] = { "ca_path", "CAINFO", false } -- not both at once' })

all("csrc/http/http.c", "libcurl's multi handle fails only when memory is short: make oom", {
  "if (failed) end_pool(h, failed, status);", "if (failed) ;" })

all("csrc/http/http.c", "other numbers that nobody can foresee", {
  "h->seed = h->seed * 6364136223846793005u + 1442695040888963407u;",
  "h->seed = h->seed * 6364136223846793005u + 1442695040888963406u;" })

all("csrc/http/http.c", "a count of patience, one more or less", {
  "for (int round = 0; round < ROUNDS; round++) {",
  "for (int round = 1; round < ROUNDS; round++) {" })

all("csrc/http/url.c", "it is told what is wrong only when memory is short: make oom", {
  'wrong = code == CURLUE_OUT_OF_MEMORY ? url_no_memory : "a URL with a host";',
  'wrong = code != CURLUE_OUT_OF_MEMORY ? url_no_memory : "a URL with a host";' })

all("csrc/http/url.c", "a flag that only reading a URL has", {
  "if (code == CURLUE_OK) code = curl_url_set(u, CURLUPART_URL, whole, 0);",
  "if (code == CURLUE_OK) code = curl_url_set(u, CURLUPART_URL, whole, 1);" })

all("lua/clickup/symptoms.lua", "an unknown proxy has a code of its own, except in libcurl 8.11", {
  "if proxy and err.message:find(proxy, 1, true) "
    .. "and not err.message:find(context.host, 1, true) then",
  "if proxy and err.message:find(proxy, 1, false) "
    .. "and not err.message:find(context.host, 1, true) then" })

all("lua/clickup/symptoms.lua", "a text begins at 1, also if it is said to begin at 0", {
  "if proxy and err.message:find(proxy, 1, true) "
    .. "and not err.message:find(context.host, 1, true) then",
  "if proxy and err.message:find(proxy, 0, true) "
    .. "and not err.message:find(context.host, 1, true) then" })

all("csrc/http/headers.c", "of this line only the value is read, which is set", {
  "headers_line date = {0};", "headers_line date = {1};" })

all("csrc/binding/client.c", "who asks for a text takes one value", {
  "return 1;", "return 2;", "lua_concat(L, 3);" })

all("csrc/clickup.c", "it is called once, by us, with a text", {
  "luaL_checkstring(L, 1);", "luaL_checkstring(L, 0);" })

all("csrc/binding/call.c", "asked once more, it comes to the same", {
  "c->packed = true;", "c->packed = false;",
  "if (size > MOST_PACKED || c->operation->kind == RETRY_EXCHANGE) {" })

all("csrc/binding/call.c", "a byte more or less of memory that is kept", {
  "enum { MOST_PACKED = 16384 };", "enum { MOST_PACKED = 16383 };" })

all("csrc/base/buf.c", "the memory of a short text, a byte more or less", {
  "enum { FIRST_CAPACITY = 96 };", "enum { FIRST_CAPACITY = 95 };" })

all("csrc/json/encode.c", "room for one field, which a table may have or not", {
  "lua_createtable(e->L, n->count, 0);", "lua_createtable(e->L, n->count, 1);" })

all("csrc/json/decode.c", "an estimate, which room for fields is made by", {
  "enum { LEAST_FIELD = 8 };", "enum { LEAST_FIELD = 9 };" })

all("csrc/json/decode.c", "a declared field that is not found is read as any other", {
  "*next = i + 1;", "*next = i + 2;" })

all("csrc/json/encode.c", "a byte more than the longest number has", {
  "char digits[40];", "char digits[41];" })

all("csrc/http/transfer.c", "libcurl sets it", { "long connects = 0;", "long connects = 1;" })

all("lua/clickup/webhook.lua", "what is too short differs by its length", {
  "difference = difference | (a:byte(i) ~ (b:byte(i) or 0))",
  "difference = difference | (a:byte(i) ~ (b:byte(i) or 1))" })

all("csrc/http/http.c", "a call is held until its events are told, or goes with its client", {
  "http_event *e = events(h) + i;", "http_event *e = events(h) - i;" })

all("csrc/json/encode.c", "what is equal to it has no fraction", {
  "if (integral || fabs(lua_tonumber(L, value)) > INT32_MAX)",
  "if (integral || fabs(lua_tonumber(L, value)) >= INT32_MAX)" })

all("lua/clickup/loop/cqueues.lua", "who is woken for nothing looks, and sleeps again", {
  "local turn, ready = condition.new(), false", "local turn, ready = condition.new(), true" })

all("csrc/binding/client.c", "the options always have a number there", {
  '.retry_budget = (int)integer_field(L, 1, "retry_budget", 0),',
  '.retry_budget = (int)integer_field(L, 1, "retry_budget", 1),' })

all("lua/clickup/doctor.lua", "only what is further off than SKEW is told", {
  'math.abs(skew), skew > 0 and "ahead of" or "behind"),',
  'math.abs(skew), skew > 1 and "ahead of" or "behind"),' }, {
  'math.abs(skew), skew > 0 and "ahead of" or "behind"),',
  'math.abs(skew), skew >= 0 and "ahead of" or "behind"),' })

all("lua/clickup/doctor.lua", "no two limits have one name", {
  "table.sort(rows, function(a, b) return a[1] < b[1] end)",
  "table.sort(rows, function(a, b) return a[1] <= b[1] end)" })

all("lua/clickup/doctor.lua", "the two that are compared begin with the same", {
  "local number, count = 0, 0", "local number, count = 1, 0" })

all("lua/clickup/symptoms.lua", "a text begins at 1, also if it is said to begin at 0", {
  "if err.message:lower():find(words, 1, true) then",
  "if err.message:lower():find(words, 0, true) then" }, {
  "if proxy and err.message:find(proxy, 1, true) "
    .. "and not err.message:find(context.host, 1, true) then",
  "if proxy and err.message:find(proxy, 1, true) "
    .. "and not err.message:find(context.host, 0, true) then" }, {
  'return kind:lower():find("text/html", 1, true) ~= nil or response.body:find "^%s*<" ~= nil',
  'return kind:lower():find("text/html", 0, true) ~= nil or response.body:find "^%s*<" ~= nil' })

all("lua/clickup/symptoms.lua", "the words are no pattern", {
  "if err.message:lower():find(words, 1, true) then",
  "if err.message:lower():find(words, 1, false) then" }, {
  'return kind:lower():find("text/html", 1, true) ~= nil or response.body:find "^%s*<" ~= nil',
  'return kind:lower():find("text/html", 1, false) ~= nil or response.body:find "^%s*<" ~= nil' })

all("lua/clickup/suggest.lua", "before the first letter there is none, and the row is the same", {
  "for i = 1, #a do", "for i = 0, #a do" }, {
  "if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then",
  "if i > 0 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then" }, {
  "if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then",
  "if i > 1 and j > 0 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then" }, {
  "if i > 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then",
  "if i >= 1 and j > 1 and a:byte(i) == b:byte(j - 1) and a:byte(i - 1) == b:byte(j) then" })

all("lua/clickup/suggest.lua", "what is looked at in vain is not near enough", {
  "local near = math.abs(#candidate - #word) < best",
  "local near = math.abs(#candidate - #word) <= best" })

all("lua/clickup/time.lua", "zones are whole minutes: the next after it is a minute later", {
  "local LAST = 253402300799      -- the last second of 9999",
  "local LAST = 253402300800      -- the last second of 9999" })

all("lua/clickup/time.lua", "a text begins at 1, also if it is said to begin at 0", {
  'return tonumber(((fraction or "") .. "000"):sub(1, 3)), rest',
  'return tonumber(((fraction or "") .. "000"):sub(0, 3)), rest' })

all("lua/clickup/report_text.lua", "what rounding may have taken, a hair more or less", {
  'return value and ("%d%%"):format(math.floor(value + 1e-9)) or "?"',
  'return value and ("%d%%"):format(math.floor(value + 1e-10)) or "?"' }, {
  'return value and ("%d%%"):format(math.floor(value + 1e-9)) or "?"',
  'return value and ("%d%%"):format(math.floor(value + 1e-8)) or "?"' }, {
  "local full = value_of and math.floor(value_of / 100 * BAR + 1e-9) or 0",
  "local full = value_of and math.floor(value_of / 100 * BAR + 1e-10) or 0" }, {
  "local full = value_of and math.floor(value_of / 100 * BAR + 1e-9) or 0",
  "local full = value_of and math.floor(value_of / 100 * BAR + 1e-8) or 0" })

all("lua/clickup/report.lua", "as many at once, one more or less", {
  "local WIDTH = 8 -- goals that are read at once",
  "local WIDTH = 7 -- goals that are read at once" }, {
  "local WIDTH = 8 -- goals that are read at once",
  "local WIDTH = 9 -- goals that are read at once" })

all("lua/clickup/errors.lua", "far more is searched than is shown", {
  "local SEARCHED = 1 << 18", "local SEARCHED = 1 << 17" }, {
  "local SEARCHED = 1 << 18", "local SEARCHED = 1 << 19" }, {
  "local SEARCHED = 1 << 18", "local SEARCHED = 2 << 18" })

all("lua/clickup/errors.lua", "a text begins at 1, also if it is said to begin at 0", {
  "return core.visible(redact.all(text:sub(1, SEARCHED), secrets), most or SHOWN)",
  "return core.visible(redact.all(text:sub(0, SEARCHED), secrets), most or SHOWN)" })

local ZERO = 'if not bytes or bytes == "" or #bytes > LONGEST '
  .. 'or bytes:find("\\0", %s) then return "" end'
all("lua/clickup/preview.lua", "a byte 0 is no pattern, and one at 1 is found from 0 on, too",
  { ZERO:format "1, true", ZERO:format "0, true" },
  { ZERO:format "1, true", ZERO:format "1, false" })

all("lua/clickup/preview.lua", "the stand-in sends nothing that could be looked for", {
  "local configured = { secrets = state.secrets, reconcile = false }",
  "local configured = { secrets = state.secrets, reconcile = true }" })

all("lua/clickup/help.lua", "no name is shorter", {
  "local first, second = 0, 0", "local first, second = 1, 0" })

all("lua/clickup/help.lua", "an empty note makes blanks, which are cut off", {
  'if row[3] ~= "" then', 'if row[4] ~= "" then' })

all("lua/clickup/help.lua", "neither true nor false is a type that was seen", {
  "if seen[inner[1] or false] then", "if seen[inner[1] or true] then" })

all("csrc/binding/buildinfo.c", "every libcurl from 7.73 on is newer than that", {
  "if (info->age >= CURLVERSION_SIXTH)", "if (info->age > CURLVERSION_SIXTH)" })

all("csrc/http/upload.c", "libcurl goes back to the beginning only before anything was sent", {
  "u->checked = false;", "u->checked = true;" })

all("csrc/http/upload.c", "every number below zero is no descriptor", {
  "u->fd = -1;", "u->fd = -2;" })

all("csrc/http/upload.c", "ioctl sets it", { "int bytes = 0;", "int bytes = 1;" })

all("csrc/json/encode.c", "any value but nil and false will do", {
  "lua_pushboolean(L, 1);", "lua_pushboolean(L, 2);" })

all("csrc/json/encode.c", "what is written of a body that is refused is dropped", {
  "return false;", "return true;", "validation_add(&e->validation, at, 0, 0);" })

all("csrc/base/buf.c", "it only grows in smaller steps", {
  "size_t capacity = b->capacity + b->capacity / 2;",
  "size_t capacity = b->capacity + b->capacity / 3;" })

all("csrc/http/http.c", "a bound that could as well be another", {
  "MOST_EVENTS = 4096,  /* between two that read them; later ones are lost */",
  "MOST_EVENTS = 4095,  /* between two that read them; later ones are lost */" })

all("csrc/http/http.c", "the next step begins with what was admitted", {
  "admitted = true;", "admitted = false;" })

all("csrc/http/http.c", "libcurl writes the same header itself, if more slowly", {
  'return !curl_compat_has_gzip() || http_add_header(h, "Accept-Encoding: gzip");',
  'return curl_compat_has_gzip() || http_add_header(h, "Accept-Encoding: gzip");' })

all("csrc/binding/call.c", "a bound that could as well be another", {
  "enum { MOST_PACKED = 16384 };", "enum { MOST_PACKED = 16385 };" })

all("csrc/binding/call.c", "a thousandth of the age decides nothing", {
  "lua_pushnumber(L, (lua_Number)age / 1000);", "lua_pushnumber(L, (lua_Number)age / 999);" })

all("csrc/http/retry.c", "the wait is a random part of it", {
  "FIRST_BACKOFF = 250 /* ms; doubles with each attempt */",
  "FIRST_BACKOFF = 249 /* ms; doubles with each attempt */" })

all("csrc/http/multi.c", "libcurl does not look at it for a time-out", {
  "return act(pool, CURL_SOCKET_TIMEOUT, 0);", "return act(pool, CURL_SOCKET_TIMEOUT, 1);" })

all("csrc/http/headers.c", "the end of the line is behind the value, and no digit", {
  "for (at++; at < end && is_digit(*at); at++)", "for (at++; at <= end && is_digit(*at); at++)" })

all("csrc/http/headers.c", "each line has its end, which is found first", {
  "size_t left = c->bytes->headers.size - *at;", "size_t left = c->bytes->headers.size + *at;" })

all("lua/clickup/client.lua", "only its keys are read", {
  "for known in next, list do seen[known] = true end",
  "for known in next, list do seen[known] = false end" })

all("lua/clickup/reconcile.lua", "one look more of a span that ends just there", {
  "while at * 2 < span do", "while at * 2 <= span do" })

all("lua/clickup/wait.lua", "other clients are looked at every few milliseconds in any case", {
  "local seconds = ready and 0 or timeout(clients[i])",
  "local seconds = ready and 1 or timeout(clients[i])" })

return list
