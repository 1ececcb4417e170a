// What every program here is made of: the SDK, checks that report themselves, and the values that they share.

import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

export { assert };

export const TOOLS = new URL('../../../.tools/', import.meta.url);
export const load = createRequire(new URL('node_modules/', TOOLS));
export const sdk = load('@cartesia/cartesia-js');

export const URL_OF_MOCK = process.env.MOCK_URL;
export const API_KEY = process.env.MOCK_API_KEY;

export const KATIE = 'f786b574-daa5-4673-aa0c-cbe3e8534c02';
export const NOBODY = '00000000-0000-4000-8000-000000000000';
export const MODEL = 'sonic-3';
export const SAMPLE_RATE = 24000;
export const RAW = { container: 'raw', encoding: 'pcm_s16le', sample_rate: SAMPLE_RATE };
export const WAV = { ...RAW, container: 'wav' };
export const TRANSCRIPT = 'Good morning, and welcome to the late show.';
export const SPEECH = { model_id: MODEL, transcript: TRANSCRIPT, voice: KATIE, output_format: WAV };

const TIMEOUT_MS = 10_000;

/** A client of the mock that hides nothing behind retries; `options` are those of the SDK. */
export function client(options = {}) {
  return new sdk.Cartesia({ apiKey: API_KEY, baseURL: URL_OF_MOCK, maxRetries: 0, timeout: TIMEOUT_MS, ...options });
}

const checks = [];
let fail = (error) => {
  console.error(error);
  process.exit(1);
};

/** One claim about the mock: `body` throws when it does not hold. */
export function check(name, body) {
  checks.push([name, body]);
}

// The SDK raises some of its errors where nobody can catch them; they belong to the check that is under way.
process.on('unhandledRejection', (error) => fail(error));
process.on('uncaughtException', (error) => fail(error));

/** Makes all checks in turn, and says of each whether it was met. */
export async function report() {
  for (const [name, body] of checks) {
    let problem = null;
    let timer;
    const failed = new Promise((resolve) => {
      fail = (error) => {
        problem ??= String(error?.stack ?? error);
        resolve();
      };
      timer = setTimeout(() => fail(new Error(`nothing within ${TIMEOUT_MS} ms`)), TIMEOUT_MS);
    });
    await Promise.race([failed, Promise.resolve().then(body).catch(fail)]);
    clearTimeout(timer);
    // An error that is raised at nobody comes a turn of the event loop later.
    await new Promise((resolve) => setTimeout(resolve, 5));
    console.log(JSON.stringify({ check: name, problem }));
  }
  process.exit(0);
}

/** All items of an async iterable. */
export async function all(items) {
  const found = [];
  for await (const item of items) found.push(item);
  return found;
}

/** The body of a binary answer. */
export async function bytes(answer) {
  return Buffer.from(await (await answer).arrayBuffer());
}

/** The error with which `outcome` fails, which must be of the SDK's class `kind` and, if given, name `word`. */
export async function refused(kind, outcome, word) {
  try {
    await outcome;
  } catch (error) {
    assert(error instanceof sdk[kind], `expected ${kind}, got ${error?.stack}`);
    if (word !== undefined) assert(error.message.includes(word), `\`${error.message}\` does not name \`${word}\``);
    return error;
  }
  throw new assert.AssertionError({ message: `expected ${kind}, got an answer` });
}

/** Samples of headerless 16-bit audio, and what they must be to be speech of `transcript`. */
export function assertSpeaks(audio, transcript, sampleRate = SAMPLE_RATE) {
  assert.equal(audio.length % 2, 0);
  const letters = transcript.replace(/[^\p{L}\p{N}]/gu, '').length;
  const durationS = audio.length / 2 / sampleRate;
  assert(letters / 30 < durationS && durationS < letters / 5, `${durationS} s for ${letters} letters`);
  let sum = 0;
  for (let at = 0; at < audio.length; at += 2) sum += (audio.readInt16LE(at) / 32768) ** 2;
  assert(Math.sqrt(sum / (audio.length / 2)) > 0.01, 'the audio is silent');
}

/** The samples of a WAV answer with a plain header. */
export function samplesOf(wav) {
  assert.equal(wav.toString('latin1', 0, 4), 'RIFF');
  assert.equal(wav.toString('latin1', 8, 16), 'WAVEfmt ');
  const data = wav.indexOf('data', 12, 'latin1');
  assert(data > 0);
  return wav.subarray(data + 8);
}

/** `answer` is what the SDK makes of an answer without a body: nothing. */
export function assertEmpty(answer) {
  assert.equal(answer ?? '', '');
}

/** An audio file as an upload. */
export function upload(audio, name = 'clip.wav') {
  return sdk.toFile(audio, name, { type: 'audio/wav' });
}

/** Speech of `transcript` by the mock, as a WAV file. */
export function spoken(transcript = TRANSCRIPT, voice = KATIE) {
  return bytes(client().tts.generate({ ...SPEECH, transcript, voice }));
}
