-- SPDX-License-Identifier: MIT
-- What an older libcurl cannot, and the specs that show it: they are skipped there, by name, with
-- the reason. README says what holds with which version.

local older = {}

-- Each: the first version that can, why an older one cannot, and parts of "file: describe it"; and
-- the first that could not, where those before it can.
local LIMITS = {
  { 7, 80, "it is spoken to by HTTP/1.1 only, and each create has a connection of its own", {
    "attack_http2_answers_spec: ", "attack_http2_many_spec: ", "attack_http2_spec: ",
    "attack_folds_spec: a line that continues none", "attack_folds_spec: what can be read",
    "stalled_stream_spec: ",
    "over HTTP/2", "over TLS and HTTP/2", "tls_spec: HTTP/2", "by HTTP/2",
    "send_certainty_spec: a create on a connection that was used before",
    "send_certainty_spec: a connection on which something came that nobody asked for",
    "send_certainty_spec: a create that the kernel did not take at once is unknown when its kept",
    "send_certainty_spec: a delete that libcurl sends again by itself",
    "doctor_spec: clickup.doctor tells what there is",
    "examples_spec: the example create_key_result.lua --tls",
    "fork_spec: a fork, over HTTP/1.1,", "limits_spec: max_in_flight carries 200 calls",
    "used by turns in the loop and without it", "loop_spec: stats tell of connections",
    "map_spec: map keeps to its concurrency", "map_spec: memory stays flat",
    "operations_spec: a body of update_goal has no other", "operations_spec: a body of edit_key",
    "operations_spec: a body of update_goal has what", "generated_spec: each generated operation",
    "bytes_spec: the bytes of a call stay what they are",
    "operations_spec: a body of update_webhook has", "operations_spec: a body of a create holds",
    "preview_spec: client:preview shows what goes over TLS",
    "request_method_spec: client:request tells errors as every operation",
    "request_spec: connections are used again",
    "upload_spec: an upload has no descriptor open", "upload_spec: an upload is one of everything",
    "not sent again by libcurl, when a kept connection dies under it",
    "attack_requests_spec: a text that means harm stays",
    "a dead connection, over HTTP/1.1, does not keep a create",
  } },
  { 7, 80, "it cannot tell a proxy's bytes from the request's, so a create there is unknown", {
    "proxy_matrix_spec: a tunnel leads to a server that is verified",
    "proxy_matrix_spec: a proxy that gives no tunnel", "attack_folds_spec: a proxy that",
    "send_certainty_spec: a create that the kernel did not take at once was not sent either",
  } },
  { 7, 77, "it takes only some spellings of an address for one", {
    "options_spec: base_url is https, or http to this machine only",
    "edges_spec: the core's door takes a base URL",
  } },
  { 7, 85, "it asks a resolver for *.localhost", {
    "doctor_spec: clickup.doctor on TLS tells a certificate for another host",
    "tls_matrix_spec: a server is trusted by a wildcard",
    "tls_matrix_spec: a server is refused by a wil",
  } },
  { 7, 86, "its no_proxy knows no networks", {
    "doctor_spec: clickup.doctor on proxies agrees with libcurl about no_proxy",
    'proxy_matrix_spec: no_proxy "127.0.0.0/8"',
  } },
  { 7, 88, "it takes answers that are none quite", {
    "headers without a colon", "headers with a zero byte", "a chunk with 0x",
    "a status of HTTP/1.2",
    "a status of HTTP/9.9", "an encoding of gzip six times",
  } },
  { 8, 7, "it keeps what header compression unpacks to", {
    "header compression that unpacks to 48 MB", "header compression that unpacks to 192 MB",
  }, { 8, 0 } },
  { 8, 12, "it takes an answer under an unknown transfer encoding", {
    "a chunk under an unknown transfer encoding",
  }, { 8, 0 } },
}

local function is_older(major, minor, than)
  return major < than[1] or major == than[1] and minor < than[2]
end

local function full_name(busted, element)
  local name, parent = element.name, busted.parent(element)
  while parent and parent.descriptor ~= "file" do
    if parent.name then name = parent.name .. " " .. name end
    parent = busted.parent(parent)
  end
  return (parent and parent.name:match "([^/]+)%.lua$" or "?") .. ": " .. name
end

local function reason_of(major, minor, name)
  for _, limit in ipairs(LIMITS) do
    local since = limit[5]
    if is_older(major, minor, limit) and not (since and is_older(major, minor, since)) then
      for _, part in ipairs(limit[4]) do
        if name:find(part, 1, true) then return limit[3] end
      end
    end
  end
end

--- Skips in this run of busted what the loaded libcurl is too old for.
function older.install(busted)
  local text = require("clickup").doctor { token = "pk_1", offline = true }.versions.libcurl
  local major, minor = text:match "(%d+)%.(%d+)"
  major, minor = tonumber(major), tonumber(minor)
  busted.subscribe({ "test", "start" }, function(element)
    local reason = reason_of(major, minor, full_name(busted, element))
    local why = reason and ("libcurl %d.%d: %s"):format(major, minor, reason)
    if why then element.run = function() element.env.pending(why) end end
    return nil, true
  end)
end

return older
