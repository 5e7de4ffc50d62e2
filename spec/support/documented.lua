-- SPDX-License-Identifier: MIT
-- The examples in ClickUp's own OpenAPI document, by operationId: method, path, request body and
-- answer, as JSON. An independent copy of what the data in clickup.api is checked against.

-- luacheck: no max line length

return {
  CreateGoal = {
    method = "POST", path = "/v2/team/{team_id}/goal",
    body = [[
{"name": "Goal Name", "due_date": 1568036964079, "description": "Goal Description",
"multiple_owners": true, "owners": [183], "color": "#32a852"}]],
    answer = [[
{"goal": {"id": "e53a033c-900e-462d-a849-4a216b06d930", "name": "Goal Name", "team_id": "512",
"date_created": "1568044355026", "start_date": null, "due_date": "1568036964079", "description":
"Goal Description", "private": false, "archived": false, "creator": 183, "color": "#32a852",
"pretty_id": "6", "multiple_owners": true, "folder_id": null, "members": [], "owners": [{"id":
183, "username": "John Doe", "initials": "JD", "email": "johndoe@gmail.com", "color": "#827718",
"profilePicture": "https://attachments-public.clickup.com/profilePictures/183_abc.jpg"}],
"key_results": [], "percent_completed": 0, "history": [], "pretty_url":
"https://app.clickup.com/512/goals/6"}}]],
  },
  GetGoals = {
    method = "GET", path = "/v2/team/{team_id}/goal",
    answer = [[
{"goals": [{"id": "e53a033c-900e-462d-a849-4a216b06d930", "pretty_id": "6", "name": "Goal ABC",
"team_id": "512", "creator": 182, "owner": null, "color": "#32a852", "date_created":
"1568044355026", "start_date": null, "due_date": "1568036964079", "description":
"Updated Goal Description", "private": false, "archived": false, "multiple_owners": true,
"editor_token":
"goal:792c3027-83a2-45de-be96-2f623b5f9078:1626303240249:38fd99e8-f989-4125-9a05-19ead0ed83a6:57bdc749-4ca6-4082-a78e-3485ed15e675",
"date_updated": "1626130440221", "last_update": "1626132992152", "folder_id": null, "pinned":
false, "owners": [], "key_result_count": 1, "members": [{"id": 182, "username": "Jane Doe",
"email": "janedoe@gmail.com", "color": "#827718", "permission_level": "edit", "profilePicture":
"https://attachments-public.clickup.com/profilePictures/profile.jpg", "initials": "JD",
"isCreator": true}], "group_members": [], "percent_completed": 0}], "folders": [{"id":
"05921253-7737-44af-a1aa-36fd11244e6f", "name": "Quarterly Goals", "team_id": "512", "private":
true, "date_created": "1548802674671", "creator": 182, "goal_count": 1, "members": [{"id": 182,
"email": "janedoe@gmail.com", "username": "Jane Doe", "color": "#827718", "permission_level":
"read", "date_added": 1631599941928, "added_by": 183, "initials": "JD", "profilePicture":
"https://attachments-public.clickup.com/profilePictures/profile.jpg"}], "goals": [{"id":
"e53a033c-900e-462d-a849-4a216b06d930", "pretty_id": "8", "name": "Q1 Goals", "team_id": "512",
"creator": 182, "owner": null, "color": "#32a852", "date_created": "1568044355026",
"start_date": null, "due_date": "1568036964079", "description": "Goal for Q1", "private": false,
"archived": false, "multiple_owners": true, "editor_token":
"goal:792c3027-83b5-45de-be96-2f623b5f9078:1626303240249:38fd99e8-f989-4125-9a05-19ead0ed83a6:57bdc749-4ca6-4082-a78e-3485fc22d477",
"date_updated": "1626130440221", "last_update": "1626132992152", "folder_id":
"05921253-7737-44af-a1aa-36fd11244e6f", "folder_access": true, "pinned": false, "owners": [],
"key_result_count": 1, "members": [{"id": 182, "username": "Jane Doe", "email":
"janedoe@gmail.com", "color": "#827718", "permission_level": "edit", "profilePicture":
"https://attachments-public.clickup.com/profilePictures/profile.jpg", "initials": "JD",
"isCreator": true}], "group_members": [], "percent_completed": 1}]}]}]],
  },
  CreateKeyResult = {
    method = "POST", path = "/v2/goal/{goal_id}/key_result",
    body = [[
{"name": "New Key Result Name", "owners": [183], "type": "number", "steps_start": 0,
"steps_end": 10, "unit": "km", "task_ids": [], "list_ids": []}]],
    answer = [[
{"key_result": {"id": "947d46ed-8480-49bc-8c57-e569747efe93", "goal_id":
"e53a033c-900e-462d-a849-4a216b06d930", "name": "New Key Result Name", "type": "number", "unit":
"km", "creator": 183, "date_created": "1568062902048", "goal_pretty_id": "6",
"percent_completed": null, "completed": false, "task_ids": [], "subcategory_ids": [], "owners":
[{"id": 183, "username": "John Doe", "email": "example@email.com", "color": "#827718",
"profilePicture": "https://attachments.clickup.com/profilePictures/183_nx1.jpg", "initials":
"JK"}], "last_action": {"id": "d3183d0f-5cbd-4158-b015-71465f1df269", "key_result_id":
"947d46ed-8480-49bc-8c57-e569747efe93", "userid": 183, "date_modified": "1568062902048",
"steps_taken": null, "note": "Created Key Result", "steps_before": null, "steps_current":
null}}}]],
  },
  CreateWebhook = {
    method = "POST", path = "/v2/team/{team_id}/webhook",
    body = [[
{"endpoint": "https://yourdomain.com/webhook", "events": ["taskCreated", "taskUpdated",
"taskDeleted", "taskPriorityUpdated", "taskStatusUpdated", "taskAssigneeUpdated",
"taskDueDateUpdated", "taskTagUpdated", "taskMoved", "taskCommentPosted", "taskCommentUpdated",
"taskTimeEstimateUpdated", "taskTimeTrackedUpdated", "listCreated", "listUpdated",
"listDeleted", "folderCreated", "folderUpdated", "folderDeleted", "spaceCreated",
"spaceUpdated", "spaceDeleted", "goalCreated", "goalUpdated", "goalDeleted", "keyResultCreated",
"keyResultUpdated", "keyResultDeleted"], "space_id": 1234, "folder_id": 5678, "list_id": 9876,
"task_id": "abc1234"}]],
    answer = [[
{"id": "4b67ac88-e506-4a29-9d42-26e504e3435e", "webhook": {"id":
"4b67ac88-e506-4a29-9d42-26e504e3435e", "userid": 183, "team_id": 108, "endpoint":
"https://yourdomain.com/webhook", "client_id": "QVOQP06ZXC6CMGVFKB0ZT7J9Y7APOYGO", "events":
["taskCreated", "taskUpdated", "taskDeleted", "taskPriorityUpdated", "taskStatusUpdated",
"taskAssigneeUpdated", "taskDueDateUpdated", "taskTagUpdated", "taskMoved", "taskCommentPosted",
"taskCommentUpdated", "taskTimeEstimateUpdated", "taskTimeTrackedUpdated", "listCreated",
"listUpdated", "listDeleted", "folderCreated", "folderUpdated", "folderDeleted", "spaceCreated",
"spaceUpdated", "spaceDeleted", "goalCreated", "goalUpdated", "goalDeleted", "keyResultCreated",
"keyResultUpdated", "keyResultDeleted"], "task_id": null, "list_id": null, "folder_id": null,
"space_id": null, "health": {"status": "active", "fail_count": 0}, "secret":
"O94IM25S7PXBPYTMNXLLET230SRP0S89COR7B1YOJ2ZIE8WQNK5UUKEF26W0Z5GA"}}]],
  },
  GetWebhooks = {
    method = "GET", path = "/v2/team/{team_id}/webhook",
    answer = [[
{"webhooks": [{"id": "4b67ac88-e506-4a29-9d42-26e504e3435e", "userid": 183, "team_id": 108,
"endpoint": "https://yourdomain.com/webhook", "client_id": "QVOQP06ZXC6CMGVFKB0ZT7J9Y7APOYGO",
"events": ["taskCreated", "taskUpdated", "taskDeleted", "taskPriorityUpdated",
"taskStatusUpdated", "taskAssigneeUpdated", "taskDueDateUpdated", "taskTagUpdated", "taskMoved",
"taskCommentPosted", "taskCommentUpdated", "taskTimeEstimateUpdated", "taskTimeTrackedUpdated",
"listCreated", "listUpdated", "listDeleted", "folderCreated", "folderUpdated", "folderDeleted",
"spaceCreated", "spaceUpdated", "spaceDeleted", "goalCreated", "goalUpdated", "goalDeleted",
"keyResultCreated", "keyResultUpdated", "keyResultDeleted"], "task_id": null, "list_id": null,
"folder_id": null, "space_id": null, "health": {"status": "failing", "fail_count": 5}, "secret":
"O94IM25S7PXBPYTMNXLLET230SRP0S89COR7B1YOJ2ZIE8WQNK5UUKEF26W0Z5GA"}]}]],
  },
  DeleteGoal = {
    method = "DELETE", path = "/v2/goal/{goal_id}",
    answer = [[{}]],
  },
  GetGoal = {
    method = "GET", path = "/v2/goal/{goal_id}",
    answer = [[
{"goal": {"id": "e53a033c-900e-462d-a849-4a216b06d930", "name": "Updated Goal Name", "team_id":
"512", "date_created": "1568044355026", "start_date": null, "due_date": "1568036964079",
"description": "Updated Goal Description", "private": false, "archived": false, "creator": 183,
"color": "#32a852", "pretty_id": "6", "multiple_owners": true, "folder_id": null, "members": [],
"owners": [{"id": 182, "username": "Jane Doe", "initials": "JD", "email": "janedoe@gmail.com",
"color": "#827718", "profilePicture":
"https://attachments-public.clickup.com/profilePictures/182_abc.jpg"}], "key_results": [],
"percent_completed": 0, "history": [], "pretty_url": "https://app.clickup.com/512/goals/6"}}]],
  },
  UpdateGoal = {
    method = "PUT", path = "/v2/goal/{goal_id}",
    body = [[
{"name": "Updated Goal Name", "due_date": 1568036964079, "description":
"Updated Goal Description", "rem_owners": [183], "add_owners": [184], "color": "#32a852"}]],
    answer = [[
{"goal": {"id": "e53a033c-900e-462d-a849-4a216b06d930", "name": "Updated Goal Name", "team_id":
"512", "date_created": "1568044355026", "start_date": null, "due_date": "1568036964079",
"description": "Updated Goal Description", "private": false, "archived": false, "creator": 183,
"color": "#32a852", "pretty_id": "6", "multiple_owners": true, "folder_id": null, "members": [],
"owners": [{"id": 182, "username": "Jane Doe", "initials": "JD", "email": "janedoe@gmail.com",
"color": "#827718", "profilePicture":
"https://attachments-public.clickup.com/profilePictures/182_abc.jpg"}], "key_results": [],
"percent_completed": 0, "history": [], "pretty_url": "https://app.clickup.com/512/goals/6"}}]],
  },
  DeleteKeyResult = {
    method = "DELETE", path = "/v2/key_result/{key_result_id}",
    answer = [[{}]],
  },
  EditKeyResult = {
    method = "PUT", path = "/v2/key_result/{key_result_id}",
    body = [[
{"steps_current": 5, "note": "Target achieved"}]],
    answer = [[
{"key_result": {"id": "947d46ed-8480-49bc-8c57-e569747efe93", "goal_id":
"e53a033c-900e-462d-a849-4a216b06d930", "name": "New Key Result Name", "type": "number", "unit":
"km", "creator": 183, "date_created": "1568062902048", "goal_pretty_id": "6",
"percent_completed": null, "completed": false, "task_ids": [], "subcategory_ids": [], "owners":
[{"id": 183, "username": "John Doe", "email": "example@email.com", "color": "#827718",
"profilePicture": "https://attachments.clickup.com/profilePictures/183_nx1.jpg", "initials":
"JK"}], "last_action": {"id": "e889858b-a023-46cc-968a-cac32fd04c1e", "key_result_id":
"19c7a55e-537e-4bc9-b741-08df05a5bda8", "userid": 183, "date_modified": "1568122776851",
"steps_taken": null, "note": "Target achieved", "steps_before": null, "steps_current": null,
"steps_before_float": 0, "steps_taken_float": 5, "steps_current_float": null}}}]],
  },
  DeleteWebhook = {
    method = "DELETE", path = "/v2/webhook/{webhook_id}",
    answer = [[{}]],
  },
  UpdateWebhook = {
    method = "PUT", path = "/v2/webhook/{webhook_id}",
    body = [[
{"endpoint": "https://yourdomain.com/webhook", "events": "*", "status": "active"}]],
    answer = [[
{"id": "4b67ac88-e506-4a29-9d42-26e504e3435e", "webhook": {"id":
"4b67ac88-e506-4a29-9d42-26e504e3435e", "userid": 183, "team_id": 108, "endpoint":
"https://yourdomain.com/webhook", "client_id": "QVOQP06ZXC6CMGVFKB0ZT7J9Y7APOYGO", "events":
["taskCreated", "taskUpdated", "taskDeleted", "taskPriorityUpdated", "taskStatusUpdated",
"taskAssigneeUpdated", "taskDueDateUpdated", "taskTagUpdated", "taskMoved", "taskCommentPosted",
"taskCommentUpdated", "taskTimeEstimateUpdated", "taskTimeTrackedUpdated", "listCreated",
"listUpdated", "listDeleted", "folderCreated", "folderUpdated", "folderDeleted", "spaceCreated",
"spaceUpdated", "spaceDeleted", "goalCreated", "goalUpdated", "goalDeleted", "keyResultCreated",
"keyResultUpdated", "keyResultDeleted"], "task_id": null, "list_id": null, "folder_id": null,
"space_id": null, "health": {"status": "active", "fail_count": 0}, "secret":
"O94IM25S7PXBPYTMNXLLET230SRP0S89COR7B1YOJ2ZIE8WQNK5UUKEF26W0Z5GA"}}]],
  },
  GetAccessToken = {
    method = "POST", path = "/v2/oauth/token",
    body = [[
{"client_id": "your_client_id", "client_secret": "your_client_secret", "code":
"authorization_code"}]],
    answer = [[{"access_token": "access token"}]],
  },
  GetAuthorizedTeams = {
    method = "GET", path = "/v2/team",
    answer = [[
{"teams": [{"id": "1234", "name": "My ClickUp Workspace", "color": "#000000", "avatar":
"https://clickup.com/avatar.jpg", "members": [{"user": {"id": 123, "username": "John Doe",
"color": "#000000", "profilePicture": "https://clickup.com/avatar.jpg"}}]}]}]],
  },
  GetAuthorizedUser = {
    method = "GET", path = "/v2/user",
    answer = [[
{"user": {"id": 123, "username": "John Doe", "email": "user@company.com", "color": "#000000",
"profilePicture": "https://clickup.com/avatar.jpg", "initials": "JD", "week_start_day": 0,
"global_font_support": false, "timezone": "America/Los_Angeles"}}]],
  },
  GetWorkspaceplan = {
    method = "GET", path = "/v2/team/{team_id}/plan",
    answer = [[{"plan_name": "Enterprise", "plan_id": 4}]],
  },
  GetWorkspaceseats = {
    method = "GET", path = "/v2/team/{team_id}/seats",
    answer = [[
{"members": {"filled_members_seats": 9, "total_member_seats": 9, "empty_member_seats": 0},
"guests": {"filled_guest_seats": 2, "total_guest_seats": 50, "empty_guest_seats": 48}}]],
  },
}
