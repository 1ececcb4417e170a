// Status, access tokens and errors of HTTP.

import { API_KEY, KATIE, NOBODY, SPEECH, assert, bytes, check, client, refused, report, sdk } from './kit.mjs';
import { fits } from './shapes.mjs';

// How the SDK is told to send no credential.
const ANONYMOUS = { apiKey: null, defaultHeaders: { Authorization: null } };

check('the status is open to a client without a credential', async () => {
  const status = await client(ANONYMOUS).getStatus();
  fits('GetStatusResponse', status);
  assert.equal(status.ok, true);
});

check('a token opens what it grants', async () => {
  const { token } = fits(
    'AccessTokenCreateResponse',
    await client().accessToken.create({ grants: { tts: true }, expires_in: 60 }),
  );
  assert((await bytes(client({ apiKey: null, token }).tts.generate(SPEECH))).length > 1000);
});

check('a token does not open what it does not grant', async () => {
  const { token } = await client().accessToken.create({ grants: { stt: true }, expires_in: 60 });
  await refused('PermissionDeniedError', client({ apiKey: null, token }).tts.generate(SPEECH), 'tts');
});

check('a wrong key is an AuthenticationError that repeats no key', async () => {
  const error = await refused('AuthenticationError', client({ apiKey: `${API_KEY}_wrong` }).voices.list());
  assert(!error.message.includes(API_KEY));
});

check('no credential at all is an AuthenticationError', async () => {
  await refused('AuthenticationError', client(ANONYMOUS).voices.list());
});

check('a life that is too long for a token is a BadRequestError that names it', async () => {
  await refused(
    'BadRequestError',
    client().accessToken.create({ grants: { tts: true }, expires_in: 10_000_000 }),
    'expires_in',
  );
});

check('an error of the newest version has its whole envelope', async () => {
  const { status, error, headers } = await refused('NotFoundError', client().voices.get(NOBODY));
  assert.equal(status, 404);
  assert.equal(error.status_code ?? 404, 404);
  for (const member of ['title', 'message', 'error_code', 'request_id'])
    assert.equal(typeof error[member], 'string', member);
  assert(headers.get('content-type').includes('json'));
});

check('an unknown route is a NotFoundError', async () => {
  await refused('NotFoundError', client().get('/no-such-thing'));
});

check('a version of another date is served by its own contract', async () => {
  const old = client({ defaultHeaders: { 'cartesia-version': '2024-06-10' } });
  const voices = await old.get('/voices');
  assert(Array.isArray(voices));
  assert.equal(voices[0].embedding.length, 192);
});

check('a failed request is told by the retries that the SDK makes', async () => {
  let attempts = 0;
  const counting = (url, options) => {
    attempts += 1;
    return fetch(url, options);
  };
  await refused('NotFoundError', client({ maxRetries: 2, fetch: counting }).voices.get(NOBODY));
  assert.equal(attempts, 1);
});

check('the raw response has the answer of the parsed one', async () => {
  const { data, response } = await client().voices.get(KATIE).withResponse();
  assert.equal(response.status, 200);
  assert(response.headers.get('content-type').startsWith('application/json'));
  assert.equal(data.id, KATIE);
});

check('a request that is given up leaves the mock well', async () => {
  const controller = new AbortController();
  const long = { ...SPEECH, transcript: 'One two three. '.repeat(500) };
  const asked = client().tts.generate(long, { signal: controller.signal });
  setTimeout(() => controller.abort(), 1);
  await asked
    .then(bytes)
    .catch((error) => assert(error instanceof sdk.APIUserAbortError || error.name === 'AbortError'));
  assert.equal((await client().getStatus()).ok, true);
});

await report();
