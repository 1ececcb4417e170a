// The TTS socket as in a browser: the SDK's module build finds no library ws, and takes the global WebSocket. That sends
// no header of its own but the origin; version, credential and client stand in the query.

import { pathToFileURL } from 'node:url';

import {
  KATIE,
  MODEL,
  NOBODY,
  RAW,
  TRANSCRIPT,
  all,
  assert,
  check,
  client,
  load,
  report,
  sdk,
  API_KEY,
  URL_OF_MOCK,
} from './kit.mjs';
import { fits } from './shapes.mjs';

const { WebSocket: NodeWebSocket } = load('ws');
const { Cartesia } = await import(pathToFileURL(load.resolve('@cartesia/cartesia-js').replace(/\.js$/, '.mjs')));

const opened = [];

globalThis.WebSocket = class extends NodeWebSocket {
  constructor(url) {
    super(url, { origin: 'https://app.example.com' });
    opened.push(new URL(url));
  }
};

const REQUEST = { model_id: MODEL, voice: KATIE, output_format: RAW, transcript: TRANSCRIPT };

const inBrowser = (credential) =>
  new Cartesia({ baseURL: URL_OF_MOCK, maxRetries: 0, dangerouslyAllowBrowser: true, ...credential });

async function spoken(credential) {
  const socket = await inBrowser(credential).tts.websocket();
  const errors = [];
  socket.on('error', (error) => errors.push(error));
  try {
    return { events: await all(socket.generate(REQUEST)), query: opened.at(-1).searchParams };
  } finally {
    socket.close();
  }
}

check('a key in the query opens the socket', async () => {
  const { events, query } = await spoken({ apiKey: API_KEY });
  assert.equal(query.get('api_key'), API_KEY);
  assert.equal(query.get('cartesia_version'), '2026-08-14');
  assert.equal(events.at(-1).type, 'done');
  events.forEach(({ audio, ...event }) => fits('WebsocketResponse', event));
});

check('a token in the query opens the socket', async () => {
  const { token } = await client().accessToken.create({ grants: { tts: true }, expires_in: 60 });
  const { events, query } = await spoken({ token });
  assert.equal(query.get('access_token'), token);
  assert.equal(events.at(-1).type, 'done');
});

check('a token without the grant is refused at the upgrade', async () => {
  const { token } = await client().accessToken.create({ grants: { stt: true }, expires_in: 60 });
  const { TTSWS } = await import(
    pathToFileURL(load.resolve('@cartesia/cartesia-js/resources/tts/ws').replace(/\.js$/, '.mjs'))
  );
  const socket = new TTSWS(inBrowser({ token }));
  socket.on('error', () => {});
  await assert.rejects(
    () => socket.connect(),
    ({ message }) => message.includes('403'),
  );
});

check('a page of another origin may call over HTTP', async () => {
  const answer = await fetch(`${URL_OF_MOCK}/voices`, {
    method: 'OPTIONS',
    headers: {
      Origin: 'https://app.example.com',
      'Access-Control-Request-Method': 'GET',
      'Access-Control-Request-Headers': 'authorization,cartesia-version,x-cartesia-client,x-stainless-lang',
    },
  });
  assert(answer.ok, `status ${answer.status}`);
  assert(['*', 'https://app.example.com'].includes(answer.headers.get('access-control-allow-origin')));
  const allowed = (answer.headers.get('access-control-allow-headers') ?? '').toLowerCase();
  for (const name of ['authorization', 'cartesia-version', 'x-cartesia-client', 'x-stainless-lang']) {
    assert(allowed === '*' || allowed.includes(name), `${name} is not among \`${allowed}\``);
  }
});

check('both builds of the SDK name the same errors', async () => {
  await assert.rejects(
    () => inBrowser({ apiKey: API_KEY }).voices.get(NOBODY),
    ({ status, error }) => status === 404 && typeof error.title === 'string',
  );
  assert.equal(typeof sdk.NotFoundError, 'function');
});

await report();
