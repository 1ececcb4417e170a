// Speech in one answer, as a stream of events, and on a socket in plain text.

import { connect } from 'node:net';

import {
  KATIE,
  NOBODY,
  RAW,
  SAMPLE_RATE,
  SPEECH,
  TRANSCRIPT,
  URL_OF_MOCK,
  all,
  assert,
  assertSpeaks,
  bytes,
  check,
  client,
  refused,
  report,
  samplesOf,
} from './kit.mjs';
import { fits } from './shapes.mjs';

const STREAM = { ...SPEECH, output_format: RAW };
const WORDS = TRANSCRIPT.split(' ');

const audioOf = (events) =>
  Buffer.concat(events.filter(({ type }) => type === 'chunk').map(({ data }) => Buffer.from(data, 'base64')));

check('a WAV answer is speech', async () => {
  assertSpeaks(samplesOf(await bytes(client().tts.generate(SPEECH))), TRANSCRIPT);
});

check('a raw answer is the same samples without a header', async () => {
  const raw = await bytes(client().tts.generate({ ...SPEECH, output_format: RAW }));
  assertSpeaks(raw, TRANSCRIPT);
  assert(raw.equals(samplesOf(await bytes(client().tts.generate(SPEECH)))));
});

check('an MP3 answer begins with a frame or a tag', async () => {
  const mp3 = await bytes(
    client().tts.generate({ ...SPEECH, output_format: { container: 'mp3', sample_rate: 44100, bit_rate: 128000 } }),
  );
  assert(mp3.toString('latin1', 0, 3) === 'ID3' || (mp3[0] === 0xff && (mp3[1] & 0xe0) === 0xe0));
});

check('a voice as an object is the same as its id', async () => {
  const [byId, byObject] = await Promise.all(
    [KATIE, { mode: 'id', id: KATIE }].map((voice) => bytes(client().tts.generate({ ...SPEECH, voice }))),
  );
  assert(byId.equals(byObject));
});

check('the answer comes with the media type of its container', async () => {
  const answer = await client().tts.generate(SPEECH);
  assert.equal(answer.headers.get('content-type').split(';')[0], 'audio/wav');
  await answer.arrayBuffer();
});

check('an unknown voice is a NotFoundError', async () => {
  await refused('NotFoundError', client().tts.generate({ ...SPEECH, voice: NOBODY }));
});

check('an output format that is missing is a BadRequestError that names it', async () => {
  await refused('BadRequestError', client().tts.generate({ ...SPEECH, output_format: undefined }), 'output_format');
});

check('a stream of events is chunks and then done', async () => {
  const events = await all(await client().tts.generateSSE(STREAM));
  events.forEach((event) => fits('TTSSSEEvent', event));
  assert.deepEqual([...new Set(events.map(({ type }) => type))], ['chunk', 'done']);
  assert.equal(events.at(-1).done, true);
  assert(events.slice(0, -1).every(({ done }) => done === false));
});

check('the audio of the stream is that of the one answer', async () => {
  const events = await all(await client().tts.generateSSE(STREAM));
  assert(audioOf(events).equals(await bytes(client().tts.generate(STREAM))));
});

check('every event of a stream has the context id of the request', async () => {
  const events = await all(await client().tts.generateSSE({ ...STREAM, context_id: 'ctx' }));
  assert.deepEqual([...new Set(events.map(({ context_id }) => context_id))], ['ctx']);
});

check('timestamps are the words as they were sent', async () => {
  const events = await all(await client().tts.generateSSE({ ...STREAM, add_timestamps: true }));
  events.forEach((event) => fits('TTSSSEEvent', event));
  const told = events.filter(({ type }) => type === 'timestamps').map(({ word_timestamps }) => word_timestamps);
  assert.deepEqual(
    told.flatMap(({ words }) => words),
    WORDS,
  );
  const starts = told.flatMap(({ start }) => start);
  assert.deepEqual(
    starts,
    [...starts].sort((one, other) => one - other),
  );
  assert(told.flatMap(({ end }) => end).at(-1) <= audioOf(events).length / 2 / SAMPLE_RATE + 0.001);
});

check('phoneme timestamps come when they are asked for', async () => {
  const events = await all(await client().tts.generateSSE({ ...STREAM, add_phoneme_timestamps: true }));
  events.forEach((event) => fits('TTSSSEEvent', event));
  const told = events.filter(({ type }) => type === 'phoneme_timestamps');
  assert(
    told.length > 0 &&
      told.every(
        ({ phoneme_timestamps: { phonemes, start, end } }) =>
          phonemes.length === start.length && start.length === end.length,
      ),
  );
});

check('a stream that is refused is an error before its first event', async () => {
  await refused('NotFoundError', client().tts.generateSSE({ ...STREAM, voice: NOBODY }));
});

check('leaving a stream early closes it', async () => {
  const stream = await client().tts.generateSSE({ ...STREAM, transcript: TRANSCRIPT.repeat(50) });
  for await (const event of stream) {
    assert.equal(event.type, 'chunk');
    break;
  }
  assert.equal((await client().getStatus()).ok, true);
});

check('a dictionary that was made can be spoken with, and one that was not cannot', async () => {
  const dict = await client().pronunciationDicts.create({
    name: 'cities',
    items: [{ text: 'show', alias: 'programme' }],
  });
  assert((await bytes(client().tts.generate({ ...STREAM, pronunciation_dict_id: dict.id }))).length > 1000);
  await refused('NotFoundError', client().tts.generate({ ...STREAM, pronunciation_dict_id: `${dict.id}x` }));
});

check('a speed makes the speech shorter', async () => {
  const plain = await bytes(client().tts.generate(STREAM));
  const fast = await bytes(client().tts.generate({ ...STREAM, generation_config: { speed: 1.5 } }));
  assert(fast.length < 0.8 * plain.length);
});

check('a socket is opened in plain text with a connection brought along', async () => {
  // The SDK makes `wss:` of every base URL, and passes these options on to ws.
  const { hostname, port } = new URL(URL_OF_MOCK);
  const socket = await client().tts.websocket({ createConnection: () => connect(Number(port), hostname) });
  const events = await all(socket.generate(STREAM));
  socket.close();
  assert(Buffer.concat(events.flatMap(({ audio }) => audio ?? [])).equals(await bytes(client().tts.generate(STREAM))));
});

await report();
