-- SPDX-License-Identifier: MIT
return "1.0.0"
