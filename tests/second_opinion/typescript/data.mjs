// What is kept for an account: pronunciation dictionaries, datasets with files, and fine-tunes made of them.

import { all, assert, assertEmpty, check, client, refused, report, spoken, upload } from './kit.mjs';
import { fits } from './shapes.mjs';

const ITEMS = [{ text: 'Nginx', alias: 'engine ex' }];
const idsOf = (items) => items.map(({ id }) => id);

const newDict = (name = 'names') => client().pronunciationDicts.create({ name, items: ITEMS });
const newDataset = (name = 'readings') => client().datasets.create({ name, description: 'Of an afternoon.' });

async function datasetWithFile() {
  const dataset = await newDataset();
  await client().datasets.files.upload(dataset.id, {
    file: await upload(await spoken(), 'one.wav'),
    purpose: 'fine_tune',
  });
  return dataset;
}

async function newFineTune() {
  const { id } = await datasetWithFile();
  return client().fineTunes.create({
    dataset: id,
    name: 'Mine',
    description: 'A test.',
    language: 'en',
    model_id: 'sonic-3-2026-01-12',
  });
}

check('a dictionary is made, read, changed and deleted', async () => {
  const made = fits('PronunciationDict', await newDict());
  assert.equal(made.items[0].alias, 'engine ex');
  assert.deepEqual(await client().pronunciationDicts.retrieve(made.id), made);
  const changed = fits('PronunciationDict', await client().pronunciationDicts.update(made.id, { name: 'others' }));
  assert.equal(changed.name, 'others');
  assert.equal(changed.items[0].alias, 'engine ex');
  assertEmpty(await client().pronunciationDicts.delete(made.id));
  await refused('NotFoundError', client().pronunciationDicts.retrieve(made.id));
});

check('dictionaries are paged to the last', async () => {
  const made = [];
  for (let number = 0; number < 5; number++) made.push((await newDict(`many ${number}`)).id);
  const listed = idsOf(await all(client().pronunciationDicts.list({ limit: 2 })));
  assert.equal(new Set(listed).size, listed.length);
  made.forEach((id) => assert(listed.includes(id)));
});

check('a dataset is made, read, changed and deleted', async () => {
  const made = fits('Dataset', await newDataset());
  assert.deepEqual(await client().datasets.retrieve(made.id), made);
  assertEmpty(await client().datasets.update(made.id, { name: 'others', description: 'New.' }));
  const changed = fits('Dataset', await client().datasets.retrieve(made.id));
  assert.deepEqual([changed.name, changed.description], ['others', 'New.']);
  assertEmpty(await client().datasets.delete(made.id));
  await refused('NotFoundError', client().datasets.retrieve(made.id));
});

check('datasets are paged to the last, forwards and backwards', async () => {
  const made = [];
  for (let number = 0; number < 3; number++) made.push((await newDataset(`many ${number}`)).id);
  const listed = idsOf(await all(client().datasets.list({ limit: 2 })));
  assert.equal(new Set(listed).size, listed.length);
  made.forEach((id) => assert(listed.includes(id)));
  const before = idsOf(await all(client().datasets.list({ limit: 1, ending_before: listed.at(-1) })));
  assert.deepEqual(before, listed.slice(0, -1).reverse());
});

check('a file of a dataset is uploaded, listed and deleted', async () => {
  const dataset = await datasetWithFile();
  const [file] = await all(client().datasets.files.list(dataset.id));
  fits('FileListResponse', file);
  assert.equal(file.filename, 'one.wav');
  assert(file.size > 1000);
  assertEmpty(await client().datasets.files.delete(file.id, { id: dataset.id }));
  assert.deepEqual(await all(client().datasets.files.list(dataset.id)), []);
});

check('files of an unknown dataset are a NotFoundError', async () => {
  await refused('NotFoundError', client().datasets.files.list('dataset_nowhere'));
});

check('an upload answers nothing', async () => {
  const { id } = await newDataset();
  const answer = await client()
    .datasets.files.upload(id, { file: await upload(await spoken()), purpose: 'fine_tune' })
    .asResponse();
  assert(answer.ok);
  assert.equal(await answer.text(), '');
});

check('a fine-tune is made, read, listed and deleted', async () => {
  const made = fits('FineTune', await newFineTune());
  assert.equal(made.name, 'Mine');
  fits('FineTune', await client().fineTunes.retrieve(made.id));
  assert(idsOf(await all(client().fineTunes.list({ limit: 1 }))).includes(made.id));
  assertEmpty(await client().fineTunes.delete(made.id));
  await refused('NotFoundError', client().fineTunes.retrieve(made.id));
});

check('voices of a fine-tune can be listed', async () => {
  const { id } = await newFineTune();
  for (const { accent, ...voice } of await all(client().fineTunes.listVoices(id))) fits('Voice', voice);
  await refused('NotFoundError', client().fineTunes.listVoices('nowhere'));
});

check('a fine-tune of an unknown dataset is refused', async () => {
  const wish = {
    dataset: 'dataset_nowhere',
    name: 'Mine',
    description: '',
    language: 'en',
    model_id: 'sonic-3-2026-01-12',
  };
  await assert.rejects(
    () => client().fineTunes.create(wish),
    ({ status }) => [400, 404].includes(status),
  );
});

await report();
