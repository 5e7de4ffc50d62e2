#!/bin/sh
# SPDX-License-Identifier: MIT
# Usage: pack.sh FOLDER
# Writes into FOLDER the archive of the sources (as GitHub makes it of the tag, which is where the
# rockspecs look for it) and a source rock for each rockspec of this version. What is packed is what
# is committed: at the tag, or before there is one at HEAD. The same commit gives the same bytes,
# whenever, wherever, and under any umask.
set -eu
lua=${LUA:-lua5.4} luarocks=${LUAROCKS:-luarocks}
folder=$1
left_out='^spec/fuzz/corpus/' # as spec/fuzz/.gitattributes says

fail() { echo "make pack: $*" >&2; exit 1; }

version=$(cd lua/clickup && "$lua" -e 'io.write(dofile "version.lua")')
commit=$(git rev-parse -q --verify "v$version^{commit}" || git rev-parse -q --verify HEAD) ||
  fail 'what is packed is what git has committed, and there is nothing'
git rev-parse -q --verify "v$version" >/dev/null || echo "there is no tag v$version yet: HEAD is packed"
for rock in clickup clickup-sandbox; do
  git cat-file -e "$commit:rockspec/$rock-$version-1.rockspec" 2>/dev/null ||
    fail "rockspec/$rock-$version-1.rockspec is not committed: make release first"
done
for tool in gzip zip unzip; do
  command -v $tool >/dev/null || fail "$tool is missing"
done

rm -rf "$folder" && mkdir -p "$folder/work" && folder=$(cd "$folder" && pwd)
work=$folder/work archive=$folder/v$version.tar.gz
git -c tar.umask=0022 archive --format=tar --prefix="clickup-$version/" "$commit" | gzip -9n >"$archive"

# What is in it: all that git has but for what is left out, and nothing that is no text.
git ls-tree -r --name-only -z "$commit" | tr '\0' '\n' | grep -v "$left_out" | LC_ALL=C sort >"$work/expected"
gzip -dc "$archive" | (cd "$work" && tar xf -)
(cd "$work/clickup-$version" && find . ! -type d | sed 's|^\./||' | LC_ALL=C sort) >"$work/packed"
cmp -s "$work/expected" "$work/packed" || { diff "$work/expected" "$work/packed" >&2; fail 'these files differ from those of git'; }
(cd "$work/clickup-$version" && find . -type f -exec "$lua" -e '
  for _, path in ipairs(arg) do
    local file <close> = assert(io.open(path, "rb"))
    local text = file:read "a"
    if text:find "[\0-\8\14-\31]" or not utf8.len(text) then print(path) end
  end' /dev/null {} +) >"$work/binary"
[ ! -s "$work/binary" ] || { cat "$work/binary" >&2; fail 'these files are binary'; }

# LuaRocks packs over the archive that is here; in the rock is the rockspec that is committed.
stamp=$(TZ=UTC0 git log -1 --format=%cd --date=format-local:%Y%m%d%H%M.%S "$commit")
for rock in clickup clickup-sandbox; do
  name=$rock-$version-1
  rm -rf "$work/rock" && mkdir "$work/rock"
  git show "$commit:rockspec/$name.rockspec" >"$work/rock/$name.rockspec"
  sed "s|url = \"https://.*/|url = \"file://$folder/|" "$work/rock/$name.rockspec" >"$work/$name.rockspec"
  (cd "$work" && $luarocks pack "$name.rockspec") >"$work/log" 2>&1 || { cat "$work/log" >&2; fail 'luarocks pack failed'; }
  (cd "$work/rock" && unzip -qo "../$name.src.rock" "v$version.tar.gz")
  cmp "$work/rock/v$version.tar.gz" "$archive" >&2 || fail 'LuaRocks has packed something else'
  # Its own archive has the times and modes of today's files.
  (cd "$work/rock" && chmod 644 ./* && TZ=UTC0 touch -t "$stamp" ./* &&
    TZ=UTC0 zip -qX9 "$folder/$name.src.rock" "$name.rockspec" "v$version.tar.gz")
done
rm -rf "$work"
cd "$folder"
ls -l v* clickup* | awk '{ printf "%9d bytes  %s\n", $5, $NF }'
! command -v sha256sum >/dev/null || sha256sum v* clickup*
