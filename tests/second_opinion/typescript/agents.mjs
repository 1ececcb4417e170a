// Agents of the first generation: calls, deployments, metrics and their results.

import { assert, assertEmpty, all, check, client, refused, report } from './kit.mjs';
import { fits } from './shapes.mjs';

const AGENT = 'agent_7Qk2mPz4Rt';
const idsOf = (items) => items.map(({ id }) => id);

check('every agent is what the SDK declares', async () => {
  const { summaries } = fits('AgentListResponse', await client().agents.list());
  assert(idsOf(summaries).includes(AGENT));
  for (const { id } of summaries) fits('AgentSummary', await client().agents.retrieve(id));
});

check('a change of an agent is kept', async () => {
  const changed = fits(
    'AgentSummary',
    await client().agents.update(AGENT, { name: 'Front desk', description: 'New.' }),
  );
  assert.equal(changed.name, 'Front desk');
  assert.equal((await client().agents.retrieve(AGENT)).description, 'New.');
});

check('an unknown agent is a NotFoundError', async () => {
  await refused('NotFoundError', client().agents.retrieve('agent_nowhere'));
});

check('templates are what the SDK declares', async () => {
  const { templates } = fits('AgentListTemplatesResponse', await client().agents.listTemplates());
  assert(templates.length > 0);
});

check('phone numbers are a bare array', async () => {
  assert(Array.isArray(fits('AgentListPhoneNumbersResponse', await client().agents.listPhoneNumbers(AGENT))));
});

check('deployments are a bare array, and each can be read', async () => {
  const listed = fits('DeploymentListResponse', await client().agents.deployments.list(AGENT));
  assert(listed.length > 0);
  assert.deepEqual(fits('Deployment', await client().agents.deployments.retrieve(listed[0].id)).agent_id, AGENT);
});

check('every call is what the SDK declares', async () => {
  for await (const call of client().agents.calls.list({ agent_id: AGENT })) fits('AgentCall', call);
});

check('every call on a telephone is what the SDK declares', async () => {
  const calls = await all(client().agents.calls.list({ agent_id: AGENT }));
  const phoned = calls.filter(({ telephony_params }) => telephony_params?.from);
  assert(phoned.length > 1);
  phoned.forEach((call) => fits('AgentCall', call));
});

check('calls are paged to the last', async () => {
  const whole = await all(client().agents.calls.list({ agent_id: AGENT }));
  assert(whole.length > 1);
  assert.deepEqual(idsOf(await all(client().agents.calls.list({ agent_id: AGENT, limit: 1 }))), idsOf(whole));
});

check('a call has its transcript when it is asked for', async () => {
  const [{ id }] = await all(client().agents.calls.list({ agent_id: AGENT, expand: 'transcript' }));
  fits('AgentCall', await client().agents.calls.retrieve(id));
  const calls = await all(client().agents.calls.list({ agent_id: AGENT, expand: 'transcript' }));
  assert(calls.some(({ transcript }) => transcript?.length > 0));
});

check('the recording of a call is audio', async () => {
  const ended = (await all(client().agents.calls.list({ agent_id: AGENT }))).find(
    ({ status }) => status === 'completed',
  );
  const answer = await client().agents.calls.downloadAudio(ended.id).asResponse();
  assert.equal(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 4), 'RIFF');
});

check('a metric is made, read and listed', async () => {
  const made = fits(
    'Metric',
    await client().agents.metrics.create({
      name: 'politeness_ts',
      prompt: 'Was the agent polite?',
      display_name: 'Polite',
    }),
  );
  assert.deepEqual(await client().agents.metrics.retrieve(made.id), made);
  const page = fits('MetricListResponse', await client().agents.metrics.list({ limit: 100 }));
  assert(idsOf(page.data).includes(made.id));
});

check('a metric is given to an agent and taken away', async () => {
  const { id } = await client().agents.metrics.create({ name: 'brevity_ts', prompt: 'Was it short?' });
  assertEmpty(await client().agents.metrics.addToAgent(id, { agent_id: AGENT }));
  assertEmpty(await client().agents.metrics.removeFromAgent(id, { agent_id: AGENT }));
});

check('results of metrics have their camel case members', async () => {
  const results = await all(client().agents.metrics.results.list({ agent_id: AGENT, limit: 2 }));
  assert(results.length > 0);
  results.forEach((result) => fits('ResultListResponse', { deploymentId: '', ...result, transcript: null }));
  assert.deepEqual([...new Set(results.map(({ agentId }) => agentId))], [AGENT]);
});

check('every result is what the SDK declares', async () => {
  for await (const result of client().agents.metrics.results.list()) fits('ResultListResponse', result);
});

check('results of metrics are exported as a table', async () => {
  const table = await client().agents.metrics.results.export({ agent_id: AGENT });
  assert.equal(typeof table, 'string');
  const results = await all(client().agents.metrics.results.list({ agent_id: AGENT }));
  assert(table.trim().split('\n').length > results.length);
});

check('a deleted agent is gone', async () => {
  const { summaries } = await client().agents.list();
  const { id } = summaries.find(({ id }) => id !== AGENT);
  assertEmpty(await client().agents.delete(id));
  await refused('NotFoundError', client().agents.retrieve(id));
});

await report();
