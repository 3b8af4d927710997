import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fatal } from '../process/wait.mjs';
import { predictFirst, provideFirst } from './first-provider.mjs';

const subject = { title: 'Redis', hint: 'Install Redis.' };
const absent = { name: 'absent', probe: () => ({ ok: false, detail: 'not here' }) };
const good = {
  name: 'good',
  probe: () => ({ ok: true, detail: 'here' }),
  provide: async () => 'it',
};
const broken = (error) => ({
  name: 'broken',
  probe: () => ({ ok: true, detail: 'promised' }),
  provide: async () => {
    throw error;
  },
});

test('the first provider that works is used and named', async () => {
  const found = await provideFirst([absent, broken(new Error('no')), good, absent], subject, {});
  assert.deepEqual(found, { provider: 'good', detail: 'here', source: 'it' });
});

test('when no provider works, the error names every reason and the next step', async () => {
  await assert.rejects(provideFirst([absent, broken(new Error('blocked\nstack'))], subject, {}), {
    message: 'Redis is missing.\n  - absent: not here\n  - broken: blocked\nInstall Redis.',
  });
});

test('a named server that does not answer is not replaced by another one', async () => {
  await assert.rejects(provideFirst([broken(fatal('away')), good], subject, {}), /^Error: away$/);
});

test('predicting the provider changes nothing', async () => {
  const seen = await predictFirst([absent, broken(new Error('would fail'))], subject, {});
  assert.deepEqual([seen.ok, seen.provider], [true, 'broken']);
  assert.equal((await predictFirst([absent], subject, {})).hint, 'Install Redis.');
});
