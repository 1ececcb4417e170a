// The vendor's TypeScript SDK under examination. Its sockets on node speak TLS only, which the service of a scenario does not.

import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const tools = new URL('../../../.tools/node_modules/', import.meta.url);
const { Cartesia } = createRequire(tools)('@cartesia/cartesia-js');

const TIMEOUT_MS = 6000;

/** An error as a report has it: what a caller of the SDK can learn from it. */
function told(error) {
  if (error === null) return null;
  const body = error.error ?? {};
  return {
    type: error.constructor.name,
    status: error.status ?? error.status_code ?? null,
    code: error.error_code ?? body.error_code ?? null,
    message: error.message ?? null,
    request_id: error.request_id ?? error.requestID ?? body.request_id ?? null,
  };
}

async function heard(events) {
  const audio = [];
  let error = null;
  try {
    for await (const event of events) {
      if (event.type === 'error') error = told(event);
      else if (event.data) audio.push(Buffer.from(event.data, 'base64'));
    }
  } catch (failure) {
    error = told(failure);
  }
  return { audio: Buffer.concat(audio).toString('base64'), error };
}

const speech = ({ model_id, transcript, voice, language, output_format }) => ({
  model_id,
  transcript,
  voice: { mode: 'id', id: voice },
  language,
  output_format,
});

const unsupported = async () => ({ unsupported: 'sockets of the SDK speak TLS only on node' });

const TASKS = {
  speak: async (client, given) => heard(await client.tts.generateSSE(speech(given))),

  leave: async (client, given) => {
    for await (const event of await client.tts.generateSSE(speech(given))) break;
    await client.voices.get(given.then);
    return { error: null };
  },

  'change-voice': async (client, { clip, voice, output_format }) => {
    const file = new File([Buffer.from(clip, 'base64')], 'clip.wav', { type: 'audio/wav' });
    const output = Object.entries(output_format).map(([name, value]) => [`output_format[${name}]`, value]);
    return heard(
      await client.voiceChanger.generateSSE({ clip: file, 'voice[id]': voice, ...Object.fromEntries(output) }),
    );
  },

  'list-voices': async (client, { limit }) => {
    const ids = [];
    for await (const voice of client.voices.list({ limit })) ids.push(voice.id);
    return { ids, error: null };
  },

  'get-voices': async (client, { ids }) => {
    const results = [];
    for (const id of ids) {
      try {
        results.push({ id: (await client.voices.get(id)).id, error: null });
      } catch (error) {
        results.push({ error: told(error) });
      }
    }
    return { results, error: null };
  },

  'speak-on-socket': unsupported,
  cancel: unsupported,
  transcribe: unsupported,
  'transcribe-turns': unsupported,
  'call-agent': unsupported,
};

async function reportOf({ task, input, base_url, api_key }) {
  const logLevel = input.verbose ? 'debug' : undefined;
  const client = new Cartesia({ apiKey: api_key, baseURL: base_url, timeout: TIMEOUT_MS, logLevel });
  try {
    return await TASKS[task](client, input);
  } catch (error) {
    return { error: told(error) };
  }
}

async function* scenarios() {
  const { env } = process;
  if (env.CONTRALTO_SCENARIO === undefined) {
    for await (const line of createInterface({ input: process.stdin })) yield JSON.parse(line);
    return;
  }
  yield {
    task: env.CONTRALTO_TASK,
    input: JSON.parse(env.CONTRALTO_INPUT),
    base_url: env.CARTESIA_BASE_URL,
    api_key: env.CARTESIA_API_KEY,
  };
}

for await (const scenario of scenarios()) console.log(JSON.stringify(await reportOf(scenario)));
