-- SPDX-License-Identifier: MIT
-- Changes that no spec can notice, each with its reason. They are found by their text, so that
-- other lines may come and go.

local list = {}

return list
