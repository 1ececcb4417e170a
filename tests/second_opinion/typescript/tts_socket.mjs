// Contexts on the TTS socket, by the SDK's own sockets on node (the library ws), which speak TLS only.

import {
  MODEL,
  KATIE,
  NOBODY,
  RAW,
  TRANSCRIPT,
  all,
  assert,
  assertSpeaks,
  bytes,
  check,
  client,
  load,
  report,
} from './kit.mjs';
import { fits } from './shapes.mjs';

const { TTSWS } = load('@cartesia/cartesia-js/resources/tts/ws');

const MANNER = { model_id: MODEL, voice: KATIE, output_format: RAW, timeout: 5000 };
const REQUEST = { model_id: MODEL, voice: KATIE, output_format: RAW, transcript: TRANSCRIPT };

const audioOf = (events) =>
  Buffer.concat(events.filter(({ type }) => type === 'chunk').map(({ audio }) => Buffer.from(audio)));
const wordsOf = (events) =>
  events.filter(({ type }) => type === 'timestamps').flatMap((event) => event.word_timestamps.words);
const kinds = (events) => events.map(({ type }) => type).filter((type, at, types) => type !== types[at - 1]);

/** Runs `body` with an open socket and the errors that it emits, which without a listener are thrown at nobody. */
async function withSocket(body, options = {}) {
  const socket = await client(options).tts.websocket();
  const errors = [];
  socket.on('error', (error) => errors.push(error));
  try {
    return await body(socket, errors);
  } finally {
    socket.close();
  }
}

function assertWhole(events, contextId, transcript) {
  events.forEach(({ audio, ...event }) => fits('WebsocketResponse', event));
  assert.deepEqual([...new Set(events.map(({ context_id }) => context_id))], [contextId]);
  assert.equal(events.at(-1).type, 'done');
  assert(events.at(-1).done === true && events.slice(0, -1).every(({ done }) => done === false));
  assertSpeaks(audioOf(events), transcript);
}

check('one request is spoken and done', () =>
  withSocket(async (socket) => {
    const events = await all(socket.generate({ ...REQUEST, context_id: 'one' }));
    assertWhole(events, 'one', TRANSCRIPT);
    assert.deepEqual(kinds(events), ['chunk', 'done']);
    assert(audioOf(events).equals(await bytes(client().tts.generate(REQUEST))));
  }),
);

check('a request without a context id gets the one that the SDK made', () =>
  withSocket(async (socket) => {
    const events = await all(socket.generate(REQUEST));
    assertWhole(events, events[0].context_id, TRANSCRIPT);
  }),
);

check('pushed pieces are one speech', () =>
  withSocket(async (socket) => {
    const context = socket.context({ ...MANNER, contextId: 'pieces', add_timestamps: true });
    for (const transcript of ['Good mor', 'ning, ', 'and welcome ', 'to the late show.'])
      await context.push({ transcript });
    await context.no_more_inputs();
    const events = await all(context.receive());
    assertWhole(events, 'pieces', TRANSCRIPT);
    assert.equal(wordsOf(events).join(' '), TRANSCRIPT);
  }),
);

check('a flush is answered in its place', () =>
  withSocket(async (socket) => {
    const context = socket.context({ ...MANNER, contextId: 'flushed' });
    await context.push({ transcript: 'Good morning. ', flush: true });
    await context.push({ transcript: 'And welcome.' });
    await context.no_more_inputs();
    const events = await all(context.receive());
    assertWhole(events, 'flushed', 'Good morning. And welcome.');
    assert.deepEqual(kinds(events), ['chunk', 'flush_done', 'chunk', 'done']);
    const flushed = events.find(({ type }) => type === 'flush_done');
    assert.deepEqual([flushed.flush_done, flushed.flush_id], [true, 1]);
  }),
);

check('contexts on one socket do not mix', () =>
  withSocket(async (socket) => {
    const texts = ['First of all.', 'Second, and longer than the first.', 'Third.'];
    const contexts = texts.map((_, at) => socket.context({ ...MANNER, contextId: `many-${at}` }));
    await Promise.all(contexts.map((context, at) => context.send({ transcript: texts[at], continue: false })));
    const heard = await Promise.all(contexts.map((context) => all(context.receive())));
    heard.forEach((events, at) => assertWhole(events, `many-${at}`, texts[at]));
  }),
);

check('a context is used one after the other as the SDK does', () =>
  withSocket(async (socket) => {
    for (const contextId of ['earlier', 'later']) {
      const context = socket.context({ ...MANNER, contextId });
      assertWhole(await all(context.generate({ transcript: TRANSCRIPT })), contextId, TRANSCRIPT);
    }
  }),
);

check('a cancelled context lets the next one be heard whole', () =>
  withSocket(async (socket) => {
    const first = socket.context({ ...MANNER, contextId: 'cancelled' });
    await first.push({ transcript: TRANSCRIPT.repeat(40), flush: true });
    await new Promise((heard) => socket.once('chunk', heard));
    await first.cancel();
    assert.deepEqual(await all(first.receive()), []);
    const next = socket.context({ ...MANNER, contextId: 'next' });
    await next.send({ transcript: TRANSCRIPT, continue: false });
    assertWhole(await all(next.receive()), 'next', TRANSCRIPT);
  }),
);

check('phoneme timestamps and word timestamps come together', () =>
  withSocket(async (socket) => {
    const context = socket.context({
      ...MANNER,
      contextId: 'both',
      add_timestamps: true,
      add_phoneme_timestamps: true,
    });
    const events = await all(context.generate({ transcript: TRANSCRIPT }));
    assertWhole(events, 'both', TRANSCRIPT);
    assert(events.some(({ type }) => type === 'phoneme_timestamps'));
    assert.equal(wordsOf(events).join(' '), TRANSCRIPT);
  }),
);

check('a buffer delay of zero and of the longest give the same words', () =>
  withSocket(async (socket) => {
    for (const delay of [0, 5000]) {
      const context = socket.context({
        ...MANNER,
        contextId: `delay-${delay}`,
        max_buffer_delay_ms: delay,
        add_timestamps: true,
      });
      await context.push({ transcript: 'Good morning, ' });
      await context.push({ transcript: 'and welcome.' });
      await context.no_more_inputs();
      assert.deepEqual(wordsOf(await all(context.receive())), ['Good', 'morning,', 'and', 'welcome.']);
    }
  }),
);

check('an error has the context that it belongs to and its text', () =>
  withSocket(async (socket, errors) => {
    const context = socket.context({ ...MANNER, voice: NOBODY, contextId: 'refused' });
    await context.send({ transcript: TRANSCRIPT, continue: false });
    await assert.rejects(() => all(context.receive()), /voice/i);
    const { error } = errors[0];
    fits('WebsocketResponse', error);
    assert.equal(error.context_id, 'refused');
    for (const member of ['title', 'message', 'error_code', 'request_id'])
      assert.equal(typeof error[member], 'string', member);
    assert.equal(error.status_code, 404);
  }),
);

check('a socket serves on after the error of a context', () =>
  withSocket(async (socket) => {
    await assert.rejects(() => all(socket.generate({ ...REQUEST, voice: NOBODY })));
    assertWhole(await all(socket.generate({ ...REQUEST, context_id: 'well' })), 'well', TRANSCRIPT);
  }),
);

check('an error is heard by who iterates, with no listener beside', async () => {
  const socket = await client().tts.websocket();
  await assert.rejects(() => all(socket.generate({ ...REQUEST, voice: NOBODY })));
  socket.close();
});

check('a wrong key is refused at the upgrade', async () => {
  const socket = new TTSWS(client({ apiKey: 'sk_car_wrong' }));
  socket.on('error', () => {});
  await assert.rejects(
    () => socket.connect(),
    ({ message }) => message.includes('401'),
  );
});

check('a refused upgrade is one error of the call that opens the socket', async () => {
  await assert.rejects(
    () => client({ apiKey: 'sk_car_wrong' }).tts.websocket(),
    ({ message }) => message.includes('401'),
  );
});

check('a token with the grant opens the socket', async () => {
  const { token } = await client().accessToken.create({ grants: { tts: true }, expires_in: 60 });
  await withSocket(
    async (socket) => assertWhole(await all(socket.generate({ ...REQUEST, context_id: 't' })), 't', TRANSCRIPT),
    { apiKey: null, token },
  );
});

check('a closed socket is opened again by the next input', () =>
  withSocket(async (socket) => {
    const closed = new Promise((resolve) => socket.socket.addEventListener('close', resolve));
    socket.close();
    await closed;
    const context = socket.context({ ...MANNER, contextId: 'again' });
    await context.send({ transcript: TRANSCRIPT, continue: false });
    assertWhole(await all(socket.generate({ ...REQUEST, context_id: 'again-2' })), 'again-2', TRANSCRIPT);
  }),
);

await report();
