import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fatal } from '../process/wait.mjs';
import { climb, foresee } from './climb.mjs';

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

test('the first rung that carries is used, and it is said which', async () => {
  const found = await climb([absent, broken(new Error('no')), good, absent], subject, {});
  assert.deepEqual(found, { rung: 'good', detail: 'here', source: 'it' });
});

test('when none carries, every reason and the next step are told', async () => {
  await assert.rejects(climb([absent, broken(new Error('blocked\nstack'))], subject, {}), {
    message: 'Redis is missing.\n  - absent: not here\n  - broken: blocked\nInstall Redis.',
  });
});

test('a named server that is away is not replaced by another one', async () => {
  await assert.rejects(climb([broken(fatal('away')), good], subject, {}), /^Error: away$/);
});

test('foreseeing changes nothing', async () => {
  const seen = await foresee([absent, broken(new Error('would fail'))], subject, {});
  assert.deepEqual([seen.ok, seen.rung], [true, 'broken']);
  assert.equal((await foresee([absent], subject, {})).hint, 'Install Redis.');
});
