// SPDX-License-Identifier: MIT
// Creates key results with node's fetch: node fetch.mjs URL COUNT. Prints as
// clients.lua does. The CA comes by NODE_EXTRA_CA_CERTS.

const [url, count] = [process.argv[2], Number(process.argv[3])];
const id = "947d46ed-8480-49bc-8c57-e569747efe93";

async function create() {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: "pk_1" },
    body: JSON.stringify({
      name: "New Key Result Name", owners: [183], type: "number",
      steps_start: 0, steps_end: 10, unit: "km", task_ids: [], list_ids: [],
    }),
  });
  const decoded = await answer.json();
  if (answer.status !== 200 || decoded.key_result.id !== id) throw new Error("a wrong answer");
}

for (let i = 0; i < Math.max(200, count); i++) await create(); // compiled by then
const cpu = process.cpuUsage();
const wall = performance.now();
for (let i = 0; i < count; i++) await create();
const seconds = (performance.now() - wall) / 1e3;
const used = process.cpuUsage(cpu);
const peak = process.resourceUsage().maxRSS;
console.log(seconds.toFixed(9), ((used.user + used.system) / 1e6).toFixed(9), peak);
