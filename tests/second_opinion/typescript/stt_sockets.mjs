// Both transcription sockets by the SDK's own sockets on node: with explicit finalizing, and with turns.

import { SAMPLE_RATE, TRANSCRIPT, assert, check, client, report, samplesOf, spoken } from './kit.mjs';
import { fits } from './shapes.mjs';

const AUDIO = { encoding: 'pcm_s16le', sample_rate: SAMPLE_RATE };
const CHUNK_BYTES = 2 * SAMPLE_RATE * 0.1;

const plain = (text) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .replace(/ +/g, ' ')
    .trim();

/** Sends headerless audio in pieces of a tenth of a second. */
function sendAudio(socket, audio) {
  for (let at = 0; at < audio.length; at += CHUNK_BYTES) socket.sendRaw(audio.subarray(at, at + CHUNK_BYTES));
}

/** All that the iterator of a socket gives until it closes. */
async function heard(socket, onMessage = () => {}) {
  const events = { messages: [], errors: [], close: undefined };
  for await (const event of socket.stream()) {
    if (event.type === 'message') {
      events.messages.push(event.message);
      onMessage(event.message);
    } else if (event.type === 'error') {
      events.errors.push(event.error);
    } else if (event.type === 'close') {
      events.close = event;
    }
  }
  return events;
}

const kinds = (messages) => messages.map(({ type }) => type).filter((type, at, types) => type !== types[at - 1]);
const textOf = (messages) =>
  messages
    .filter(({ type, is_final }) => type === 'transcript' && is_final)
    .map(({ text }) => text)
    .join('');

check('audio that is finalized is transcribed, and a close ends well', async () => {
  const audio = samplesOf(await spoken());
  const socket = client().stt.manualFinalize.websocket({ model: 'ink-whisper', language: 'en', ...AUDIO });
  sendAudio(socket, audio);
  socket.send('finalize');
  const { messages, errors, close } = await heard(socket, ({ type }) => {
    if (type === 'flush_done') socket.send('close');
  });
  assert.deepEqual(errors, []);
  messages.forEach(({ words, ...message }) => fits('STTManualFinalizeWebsocketResponse', message));
  assert.deepEqual(kinds(messages), ['transcript', 'flush_done', 'done']);
  assert.equal(plain(textOf(messages)), plain(TRANSCRIPT));
  assert.equal(new Set(messages.map(({ request_id }) => request_id)).size, 1);
  assert.equal(close.code, 1000);
});

check('transcripts fit the declaration with their words', async () => {
  const socket = client().stt.manualFinalize.websocket({ model: 'ink-whisper', ...AUDIO });
  sendAudio(socket, samplesOf(await spoken()));
  socket.send('close');
  const { messages } = await heard(socket);
  messages.forEach((message) => fits('STTManualFinalizeWebsocketResponse', message));
});

check('every finalize gives what was said since the last', async () => {
  const socket = client().stt.manualFinalize.websocket({ model: 'ink-2', ...AUDIO });
  const texts = ['Good morning.', 'And good night.'];
  const said = await Promise.all(texts.map(async (text) => samplesOf(await spoken(text))));
  sendAudio(socket, said[0]);
  socket.send('finalize');
  let flushes = 0;
  const { messages } = await heard(socket, ({ type }) => {
    if (type !== 'flush_done') return;
    flushes += 1;
    if (flushes === 1) {
      sendAudio(socket, said[1]);
      socket.send('finalize');
    } else {
      socket.send('close');
    }
  });
  const first = messages.findIndex(({ type }) => type === 'flush_done');
  assert.equal(plain(textOf(messages.slice(0, first))), plain(texts[0]));
  assert.equal(plain(textOf(messages.slice(first))), plain(texts[1]));
});

check('a close without audio is answered with done alone', async () => {
  const socket = client().stt.manualFinalize.websocket({ model: 'ink-whisper', ...AUDIO });
  socket.send('close');
  const { messages, close } = await heard(socket);
  assert.deepEqual(kinds(messages), ['done']);
  assert.equal(close.code, 1000);
});

check('an encoding that does not exist is refused at the upgrade or with an error', async () => {
  const socket = client().stt.manualFinalize.websocket({
    model: 'ink-whisper',
    encoding: 'morse',
    sample_rate: SAMPLE_RATE,
  });
  const { messages, errors } = await heard(socket);
  assert.deepEqual(messages, []);
  assert(
    errors.length > 0 &&
      errors.some(({ message, error }) => /encoding/.test(error?.message ?? '') || /400/.test(message)),
  );
});

check('a wrong key is refused at the upgrade of both sockets', async () => {
  const { stt } = client({ apiKey: 'sk_car_wrong' });
  for (const socket of [
    stt.manualFinalize.websocket({ model: 'ink-whisper', ...AUDIO }),
    stt.autoFinalize.websocket({ model: 'ink-2', ...AUDIO }),
  ]) {
    const { messages, errors } = await heard(socket);
    assert.deepEqual(messages, []);
    assert(errors[0].message.includes('401'));
  }
});

check('a token with the grant opens both sockets', async () => {
  const { token } = await client().accessToken.create({ grants: { stt: true }, expires_in: 60 });
  const { stt } = client({ apiKey: null, token });
  const manual = stt.manualFinalize.websocket({ model: 'ink-whisper', ...AUDIO });
  manual.send('close');
  assert.equal((await heard(manual)).close.code, 1000);
  const auto = stt.autoFinalize.websocket({ model: 'ink-2', ...AUDIO });
  auto.send({ type: 'close' });
  assert.equal((await heard(auto)).messages[0].type, 'connected');
});

check('a turn is connected, started, updated and ended', async () => {
  const audio = samplesOf(await spoken());
  const socket = client().stt.autoFinalize.websocket({ model: 'ink-2', keyterm: ['late show'], ...AUDIO });
  sendAudio(socket, audio);
  sendAudio(socket, Buffer.alloc(2 * SAMPLE_RATE * 8));
  socket.send({ type: 'close' });
  const { messages, errors } = await heard(socket);
  assert.deepEqual(errors, []);
  messages.forEach((message) => fits('STTAutoFinalizeWebsocketResponse', message));
  const order = kinds(messages);
  assert.deepEqual(order.slice(0, 3), ['connected', 'turn.start', 'turn.update']);
  assert.equal(order.at(-1), 'turn.end');
  assert.equal(plain(messages.at(-1).transcript), plain(TRANSCRIPT));
  assert.equal(new Set(messages.map(({ request_id }) => request_id)).size, 1);
});

check('updates of a turn are cumulative', async () => {
  const socket = client().stt.autoFinalize.websocket({ model: 'ink-2', ...AUDIO });
  sendAudio(socket, samplesOf(await spoken()));
  sendAudio(socket, Buffer.alloc(2 * SAMPLE_RATE * 8));
  socket.send({ type: 'close' });
  const updates = (await heard(socket)).messages.filter(({ type }) => type === 'turn.update');
  assert(updates.length > 0);
  updates.slice(1).forEach(({ transcript }, at) => assert(transcript.startsWith(updates[at].transcript.trimEnd())));
});

check('the turns can be configured while the socket is open', async () => {
  const socket = client().stt.autoFinalize.websocket({
    model: 'ink-2',
    turn_end_timeout_ms: 5000,
    turn_end_threshold: 0.3,
    ...AUDIO,
  });
  socket.send({ type: 'config', turn: { end_timeout_ms: 1000 } });
  sendAudio(socket, samplesOf(await spoken()));
  sendAudio(socket, Buffer.alloc(2 * SAMPLE_RATE * 8));
  socket.send({ type: 'close' });
  const { messages, errors } = await heard(socket);
  assert.deepEqual(errors, []);
  assert.equal(messages.at(-1).type, 'turn.end');
});

await report();
