// Voices: reading and paging, cloning, localising, accents, changing and deleting.

import { KATIE, NOBODY, all, assert, assertEmpty, check, client, refused, report, spoken, upload } from './kit.mjs';
import { fits } from './shapes.mjs';

const idsOf = (voices) => voices.map(({ id }) => id);

const cloned = async (options = {}) =>
  client().voices.clone({
    clip: await upload(await spoken()),
    name: 'Ada',
    language: 'en',
    accent: 'general-american',
    ...options,
  });

check('every voice is what the SDK declares', async () => {
  const voices = await all(client().voices.list({ limit: 100 }));
  assert(voices.length > 20);
  voices.forEach((voice) => fits('Voice', voice));
});

check('every voice but for its accent is what the SDK declares', async () => {
  for await (const { accent, ...voice } of client().voices.list({ limit: 100, expand: ['preview_file_url'] }))
    fits('Voice', voice);
});

check('pages of any size give every voice once', async () => {
  const whole = idsOf(await all(client().voices.list()));
  for (const limit of [1, 7, 100]) {
    const ids = idsOf(await all(client().voices.list({ limit })));
    assert.equal(new Set(ids).size, ids.length);
    assert.deepEqual(ids, whole);
  }
});

check('paging goes backwards too', async () => {
  const ids = idsOf(await all(client().voices.list()));
  const page = await client().voices.list({ limit: 4, ending_before: ids[10] });
  const pages = [];
  for await (const one of page.iterPages()) pages.push(idsOf(one.data));
  assert.deepEqual(pages, [ids.slice(6, 10), ids.slice(2, 6), ids.slice(0, 2), []]);
});

check('filters narrow the list to what they name', async () => {
  const matching = (query) => all(client().voices.list(query));
  assert((await matching({ gender: 'feminine' })).every(({ gender }) => gender === 'feminine'));
  assert((await matching({ is_owner: true })).every(({ is_owner }) => is_owner));
  assert.deepEqual(
    (await matching({ q: 'katie' })).map(({ name }) => name),
    ['Katie'],
  );
  assert.deepEqual(await matching({ q: 'nobody is called like this' }), []);
});

check('a preview comes only when it is asked for', async () => {
  assert(!('preview_file_url' in (await client().voices.get(KATIE))));
  assert((await client().voices.get(KATIE, { expand: ['preview_file_url'] })).preview_file_url.startsWith('http'));
});

check('an unknown voice is a NotFoundError', async () => {
  await refused('NotFoundError', client().voices.get(NOBODY));
});

check('the accents of the catalogue are what the SDK declares but for their ids', async () => {
  const { accents } = await client().voices.listAccents();
  assert(accents.length > 20);
  accents.forEach((accent) => fits('Accent', { ...accent, id: 'hindi' }));
});

check('a clone belongs to its maker', async () => {
  const made = fits('VoiceMetadata', await cloned({ description: 'A test.' }));
  assert.equal(made.name, 'Ada');
  assert.equal(made.access, 'private');
  const voice = await client().voices.get(made.id);
  assert.equal(voice.is_owner, true);
  assert.equal(voice.description, 'A test.');
  assert(idsOf(await all(client().voices.list({ is_owner: true }))).includes(made.id));
});

check('a clone speaks', async () => {
  const { id } = await cloned();
  assert((await spoken('Hello there.', id)).length > 1000);
});

check('a clone without a clip is a BadRequestError that names it', async () => {
  await refused('BadRequestError', client().voices.clone({ name: 'Ada', language: 'en' }), 'clip');
});

check('a change of a voice is kept', async () => {
  const { id } = await cloned();
  const changed = fits(
    'Voice',
    await client().voices.update(id, { name: 'Grace', description: 'New.', gender: 'feminine' }),
  );
  assert.equal(changed.name, 'Grace');
  assert.deepEqual(await client().voices.get(id), changed);
});

check('an accent of a voice is changed by its id', async () => {
  const { id } = await cloned();
  assert.equal((await client().voices.update(id, { accent: 'southern-us' })).accent, 'southern-us');
});

check('accents are added to a voice and taken away', async () => {
  const { id } = await cloned();
  const added = fits('Voice', await client().voices.addAccents(id, { accents: ['british', 'parisian'] }));
  const before = (await client().voices.get(id)).locales.length;
  assert.deepEqual(
    added.locales.map(({ locale }) => locale).includes('en-GB') ||
      added.accents.some(({ accent }) => accent === 'british'),
    true,
  );
  const removed = fits('Voice', await client().voices.deleteAccent('british', { id }));
  assert(removed.locales.length <= before);
  assert(!removed.accents.some(({ accent }) => accent === 'british'));
  assert(removed.accents.some(({ accent }) => accent === 'parisian'));
});

check('a localised voice is another voice', async () => {
  const made = fits(
    'VoiceMetadata',
    await client().voices.localize({ voice_id: KATIE, name: 'Katie of Paris', accent: 'parisian' }),
  );
  assert.notEqual(made.id, KATIE);
  assert.equal(made.language, 'fr');
  assert.equal((await client().voices.get(made.id)).name, 'Katie of Paris');
});

check('a deleted voice is gone', async () => {
  const { id } = await cloned();
  assertEmpty(await client().voices.delete(id));
  await refused('NotFoundError', client().voices.get(id));
  await refused('NotFoundError', client().voices.delete(id));
  assert(!idsOf(await all(client().voices.list({ is_owner: true }))).includes(id));
});

check('a voice of the library cannot be deleted', async () => {
  await assert.rejects(
    () => client().voices.delete(KATIE),
    ({ status }) => [403, 404].includes(status),
  );
  assert.equal((await client().voices.get(KATIE)).id, KATIE);
});

await report();
