-- SPDX-License-Identifier: MIT
---@meta _
-- What the methods of a client and of a call promise, for editors and for those who change them;
-- those that are made from the operations' data are in operations/.
-- luacheck: ignore 212 241

---@class clickup.event
---@field event "start"|"progress"|"end"|"retry"|"wait"|"recovered"
---@field operation? string
---@field attempt? integer   # the first is 1
---@field status? integer    # HTTP status
---@field seconds? number    # how long it took, or will wait
---@field bytes? integer     # progress of an upload: how many of the body's are on their way
---@field total? integer     # how many there are
---@field reason? string     # why it is tried again, waited for or given up
---@field request_id? string # x-datadog-trace-id

---@class clickup.rate
---@field limit? integer     # requests per minute
---@field remaining? integer # how many are left
---@field reset number       # seconds until there are more

---@class clickup.stats
---@field connections integer    # opened so far
---@field started integer        # calls
---@field in_flight integer      # calls under way now
---@field queued integer         # calls that wait for their turn
---@field delayed integer        # calls that wait before another attempt
---@field retried integer        # attempts after a call's first
---@field bytes_sent integer
---@field bytes_received integer

--- A call that was started. It runs to its end even when nobody holds it.
---@class clickup.call
local Call = {}

---@return boolean
function Call:done() end

--- What the call came to. It has to be done.
---@return any value # nil when it failed
---@return clickup.response|clickup.error info
function Call:result() end

--- Ends the call as `cancelled`, at whatever it is; true when it was not done.
---@return boolean
function Call:cancel() end

--- Calls fn(value, info) from a later step, once the call is done.
---@param fn fun(value: any, info: clickup.response|clickup.error)
---@return clickup.call itself
function Call:on_done(fn) end

---@class clickup.client
local Client = {}

--- Starts a call and returns at once; nothing is sent before the next step.
---@param operation string # such as "create_key_result", or "request"
---@param ... any # what the method of that name takes
---@return clickup.call # already done when the body broke the schema
function Client:start(operation, ...) end

--- What a call would send. Nothing is sent, queued or counted.
---@param operation string # such as "create_key_result", or "request"
---@param ... any # what the method of that name takes
---@return clickup.preview? preview # nil when the body breaks the schema
---@return clickup.error? err # as the call would return it
function Client:preview(operation, ...) end

--- Any other operation of ClickUp's, with the policies of all. What is sent with
--- POST or PATCH is taken for something that must not run twice.
---@param method "GET"|"POST"|"PUT"|"PATCH"|"DELETE"
---@param path string # below base_url, with its query
---@param body? table # empty tables in it go as [], those of clickup.object and itself as {}
---@param options? clickup.call_options
---@return any value # what was answered, as it is; true for an empty answer
---@return clickup.response|clickup.error info
function Client:request(method, path, body, options) end

--- A copy of the client with other defaults for its calls. It shares everything
--- else; closing it closes nothing but itself.
---@param options clickup.call_options
---@return clickup.client
function Client:with(options) end

--- Moves sockets, timers and the queue on, and what waits for them; other clients, too, that
--- tasks and callbacks wait for. Never blocks. Raises what a callback raised, once everything else
--- is done.
function Client:step() end

--- Blocks until there is work for step, a signal comes, or the seconds pass; the only function
--- that blocks.
---@param seconds? number # at most; nil: for as long as it takes
function Client:wait(seconds) end

--- A call that is done after so many seconds, without a request.
---@param seconds number
---@return clickup.call # to wait for it: client:wait_all { call }
function Client:sleep(seconds) end

--- Is readable when there is work for step.
---@return integer? # nil on a system with neither epoll nor kqueue
function Client:fd() end

--- Seconds until there is work for step, whatever the sockets do.
---@return number? # nil: nothing is under way
function Client:timeout() end

--- Makes the client part of a host's loop; see clickup.loop for adapters.
---@param host clickup.host
function Client:attach(host) end

--- Ends what is in flight as `closed`, and lets go of everything. Idempotent.
function Client:close() end

---@return boolean
function Client:is_closed() end

--- What is known of the rate limit.
---@return clickup.rate
function Client:rate_limit() end

--- What the client has done so far, and what is under way.
---@return clickup.stats
function Client:stats() end

--- Every item of a list that comes in pages, the next page being asked for while this one is gone
--- through:
---     for task in client:each("get_tasks", list_id, { statuses = { "open" } }) do … end
--- What fails is raised, as the error object. An empty page ends it, and so does one that repeats.
--- A loop that is left takes back the page that was asked for.
---@param operation string # such as "get_tasks"
---@param ... any # its path ids, query, and options of each call
---@return fun(): table? iterator
function Client:each(operation, ...) end

--- All goals of a Workspace, those in folders too:
---     for goal, folder in assert(client:each_goal(team_id)) do … end
---@param team_id integer|string
---@param query? clickup.get_goals.query
---@param options? clickup.call_options
---@return (fun(): clickup.listed_goal?, clickup.goal_folder?)? iterator
---@return clickup.response|clickup.error info
function Client:each_goal(team_id, query, options) end

--- The members of a Workspace, by e-mail or user name.
---@param team_id integer|string
---@param options? clickup.call_options
---@return clickup.members? members
---@return clickup.response|clickup.error info
function Client:members(team_id, options) end

--- How far a goal's key results are. `percent` is 0 to 100, from the steps; nil when they don't
--- tell. The key result itself is in `key_result`.
---@param goal_id string
---@param options? clickup.call_options
---@return clickup.progress[]? list
---@return clickup.response|clickup.error info
function Client:progress(goal_id, options) end

--- The goal of that name, as a list of goals has it: without its key results. It is taken as it
--- is written; when no goal is called that, case (of A to Z) and blanks do not matter.
---     local goal = assert(client:find_goal(team_id, "Q3: more readers"))
---@param team_id integer|string
---@param name string
---@param query? clickup.get_goals.query # goals that are completed are not looked at
---@param options? clickup.call_options
---@return clickup.listed_goal? goal
---@return clickup.response|clickup.error info # invalid: none, or several: they are the candidates
function Client:find_goal(team_id, name, query, options) end

--- Sets where a key result is, when it is somewhere else. The response, which is the last call's,
--- has two fields more: `changed`, and `before`, the steps of before (nil: ClickUp did not tell).
---     local key_result, info = assert(client:set_target(goal_id, "Visits", 1200))
---     if info.changed then print(info.before, key_result.steps_current) end
---@param goal_id string
---@param target string # the id or the name of a key result, as with find_goal
---@param steps number|boolean # boolean: of a boolean key result; may be beyond steps_end
---@param settings? { note?: string } # the note goes with a change
---@param options? clickup.call_options # of each of the calls
---@return clickup.key_result? key_result # as it is now
---@return clickup.response|clickup.error info # invalid: no such key result, or an automatic one
function Client:set_target(goal_id, target, steps, settings, options) end

--- All goals of a Workspace with their targets, as a text for a terminal, as Markdown (one table a
--- goal), as CSV (one row a target), or as a table. Goals in no folder come first, then folder by
--- folder, by their names. Each goal is read, eight at a time; the first error ends it.
---     local text = assert(client:report(team_id))
---     local csv = assert(client:report(team_id, { format = "csv", include_completed = true }))
--- Due dates are days of this machine's time zone (TZ). A cell of CSV that a spreadsheet would
--- calculate (=, +, -, @) gets a ' before it. In texts, names have no control characters; the table
--- has them as they came.
---@param team_id integer|string
---@param settings? clickup.report.settings
---@param options? clickup.call_options # of each of the calls
---@return string|clickup.report.goal[]|nil report
---@return clickup.response|clickup.error info
function Client:report(team_id, settings, options) end

--- Runs a function as a task. In it, every method that would block suspends
--- only the task. Returns when the task waits for the first time, or is done.
---@param fn function
---@param ... any # its arguments
---@return clickup.task
function Client:spawn(fn, ...) end

--- Waits until all of these tasks and calls are done.
---@param list (clickup.task|clickup.call)[]
function Client:wait_all(list) end

--- Waits until one of these tasks and calls is done.
---@param list (clickup.task|clickup.call)[]
---@return clickup.task|clickup.call|nil item # nil for an empty list
---@return integer? index
function Client:wait_any(list) end

--- Calls fn(item, i) for every item, several at once, and waits for all of them.
---@generic T
---@param list T[]|fun(): T?
---@param fn fun(item: T, i: integer): any, any
---@param options? clickup.map.options
---@return { n: integer, cancelled: boolean?, [integer]: any } results
---@return table<integer, any>? errors # nil when there are none
function Client:map(list, fn, options) end
