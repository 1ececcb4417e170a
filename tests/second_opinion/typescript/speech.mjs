// Speech in: transcription of files, the voice changer, and infill.

import {
  KATIE,
  NOBODY,
  SAMPLE_RATE,
  TRANSCRIPT,
  all,
  assert,
  bytes,
  check,
  client,
  refused,
  report,
  samplesOf,
  spoken,
  upload,
} from './kit.mjs';
import { fits } from './shapes.mjs';

const OUTPUT = {
  'output_format[container]': 'wav',
  'output_format[encoding]': 'pcm_s16le',
  'output_format[sample_rate]': SAMPLE_RATE,
};
const plain = (text) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N} ]/gu, '')
    .trim();

const changing = async () => ({ clip: await upload(await spoken()), 'voice[id]': KATIE, ...OUTPUT });
const infilling = async () => ({
  left_audio: await upload(await spoken('Good morning.'), 'left.wav'),
  right_audio: await upload(await spoken('Good night.'), 'right.wav'),
  model_id: 'sonic-3',
  language: 'en',
  transcript: 'and in between',
  voice_id: KATIE,
  ...OUTPUT,
});

check('speech of the mock is transcribed to what was said', async () => {
  const answer = fits(
    'STTTranscribeResponse',
    await client().stt.transcribe({ file: await upload(await spoken()), model: 'ink-whisper' }),
  );
  assert.equal(plain(answer.text), plain(TRANSCRIPT));
  assert(answer.duration > 1);
});

check('words come with their times when they are asked for', async () => {
  const answer = await client().stt.transcribe({
    file: await upload(await spoken()),
    model: 'ink-whisper',
    language: 'en',
    timestamp_granularities: ['word'],
  });
  fits('STTTranscribeResponse', answer);
  assert.equal(plain(answer.words.map(({ word }) => word).join(' ')), plain(TRANSCRIPT));
  assert(answer.words.every(({ start, end }) => start < end && end <= answer.duration + 0.001));
});

check('headerless audio is transcribed by the encoding in the query', async () => {
  const answer = await client().stt.transcribe({
    file: await upload(samplesOf(await spoken()), 'clip.raw'),
    model: 'ink-whisper',
    encoding: 'pcm_s16le',
    sample_rate: SAMPLE_RATE,
  });
  assert.equal(plain(answer.text), plain(TRANSCRIPT));
});

check('a transcription without a file is a BadRequestError that names it', async () => {
  await refused('BadRequestError', client().stt.transcribe({ model: 'ink-whisper' }), 'file');
});

check('a changed voice is audio of the same length', async () => {
  const before = samplesOf(await spoken());
  const after = samplesOf(await bytes(client().voiceChanger.generate(await changing())));
  assert(Math.abs(after.length - before.length) < 0.1 * before.length, `${before.length} bytes became ${after.length}`);
});

check('the older name of the voice changer does the same', async () => {
  assert((await bytes(client().voiceChanger.changeVoiceBytes(await changing()))).length > 1000);
});

check('the voice changer streams chunks and then done', async () => {
  const wish = { ...(await changing()), 'output_format[container]': 'raw' };
  const events = await all(await client().voiceChanger.generateSSE(wish));
  events.forEach((event) => fits('VoiceChangerSSEEvent', event));
  assert.deepEqual([...new Set(events.map(({ done }) => done))], [false, true]);
  assert(events.slice(0, -1).every(({ data }) => Buffer.from(data, 'base64').length > 0));
});

check('an MP3 of the voice changer is asked for with a bit rate', async () => {
  const { 'output_format[encoding]': encoding, ...rest } = await changing();
  const mp3 = await bytes(
    client().voiceChanger.generate({
      ...rest,
      'output_format[container]': 'mp3',
      'output_format[sample_rate]': 44100,
      'output_format[bit_rate]': 128000,
    }),
  );
  assert(mp3.toString('latin1', 0, 3) === 'ID3' || (mp3[0] === 0xff && (mp3[1] & 0xe0) === 0xe0));
});

check('the voice changer knows only voices that exist', async () => {
  await refused('NotFoundError', client().voiceChanger.generate({ ...(await changing()), 'voice[id]': NOBODY }));
});

check('infill speaks what is between', async () => {
  const audio = samplesOf(await bytes(client().tts.infill(await infilling())));
  assert(audio.length > 0.3 * 2 * SAMPLE_RATE);
});

check('an infill without a transcript is a BadRequestError that names it', async () => {
  const { transcript, ...rest } = await infilling();
  await refused('BadRequestError', client().tts.infill(rest), 'transcript');
});

await report();
