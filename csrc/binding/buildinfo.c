/* SPDX-License-Identifier: MIT */
#include "buildinfo.h"

#include <ctype.h>
#include <curl/curl.h>
#include <dirent.h>
#include <errno.h>
#include <lauxlib.h>
#include <stdbool.h>
#include <string.h>

#include "http/curl_compat.h"
#include "http/pollset.h"
#include "http/transfer.h"
#include "setfield.h"
#include "userdata.h"
#include "json/json.h"

/* An older libcurl than the headers fills in less of the struct. */
static void push_versions(lua_State *L, const curl_version_info_data *info) {
  lua_newtable(L);
  setfield_text(L, "libcurl", info->version);
  setfield_text(L, "libcurl_headers", LIBCURL_VERSION);
  setfield_text(L, "lua_headers", LUA_RELEASE);
  setfield_text(L, "host", info->host);
  setfield_text(L, "tls", info->ssl_version);
  setfield_text(L, "zlib", info->libz_version);
  setfield_text(L, "c_ares", info->ares);
  if (info->age >= CURLVERSION_FIFTH)
    setfield_text(L, "brotli", curl_compat_bare_version(info->brotli_version));
  if (info->age >= CURLVERSION_SIXTH)
    setfield_text(L, "nghttp2", info->nghttp2_version);
  if (info->age >= CURLVERSION_EIGHTH)
    setfield_text(L, "zstd", curl_compat_bare_version(info->zstd_version));
}

static void push_features(lua_State *L, const curl_version_info_data *info) {
  lua_newtable(L);
  setfield_flag(L, "http2", (info->features & CURL_VERSION_HTTP2) != 0);
  setfield_flag(L, "tls", (info->features & CURL_VERSION_SSL) != 0);
  setfield_flag(L, "async_dns", (info->features & CURL_VERSION_ASYNCHDNS) != 0);
  setfield_flag(L, "gzip", curl_compat_has_gzip());
  setfield_text(L, "pollset", pollset_name());
  if (info->age < CURLVERSION_SEVENTH) return;
  setfield_text(L, "ca_file", info->cainfo);
  setfield_text(L, "ca_path", info->capath);
}

static void push_limits(lua_State *L) {
  lua_newtable(L);
  setfield_integer(L, "url_bytes", CALL_MAX_URL);
  setfield_integer(L, "body_bytes", CALL_MAX_BODY);
  setfield_integer(L, "body_depth", JSON_MAX_BODY_DEPTH);
  setfield_integer(L, "answer_depth", JSON_MAX_ANSWER_DEPTH);
  setfield_integer(L, "answer_header_bytes", TRANSFER_MAX_HEADERS);
}

int buildinfo_push(lua_State *L) {
  const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
  lua_newtable(L);
  push_versions(L, info);
  lua_setfield(L, -2, "versions");
  push_features(L, info);
  lua_setfield(L, -2, "features");
  push_limits(L);
  lua_setfield(L, -2, "limits");
  return 1;
}

/* 8 hexadecimal digits, a dot, a number. */
static bool is_hashed(const char *name) {
  for (int i = 0; i < 8; i++)
    if (!isxdigit((unsigned char)name[i])) return false;
  return name[8] == '.' && name[9] &&
         strspn(name + 9, "0123456789") == strlen(name + 9);
}

int buildinfo_count_hashed(lua_State *L) {
  lua_Integer count = 0;
  const struct dirent *entry;
  DIR *folder = opendir(luaL_checkstring(L, 1));
  if (!folder) {
    lua_pushnil(L);
    lua_pushstring(L, strerror(errno));
    return 2;
  }
  while ((entry = readdir(folder))) count += is_hashed(entry->d_name);
  closedir(folder);
  lua_pushinteger(L, count);
  return 1;
}
