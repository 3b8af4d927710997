import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { openLedger } from './ledger.mjs';
import { temporaryFolder } from './stand-ins.mjs';

const good = { step: 'a', passed: 1, failed: 0, skipped: 0 };

test('a step that passed is remembered for the same code only', (t) => {
  const dir = temporaryFolder(t);
  openLedger(dir, 'c1').write(good);
  assert.equal(openLedger(dir, 'c1').find('a').passed, 1);
  assert.equal(openLedger(dir, 'c2').find('a'), undefined);
});

test('a step that failed or skipped is run again', (t) => {
  const dir = temporaryFolder(t);
  openLedger(dir, 'c1').write({ ...good, failed: 1 });
  openLedger(dir, 'c1').write({ ...good, step: 'b', skipped: 1 });
  assert.equal(openLedger(dir, 'c1').find('a'), undefined);
  assert.equal(openLedger(dir, 'c1').find('b'), undefined);
});

test('a run that was killed while writing loses that line only', (t) => {
  const dir = temporaryFolder(t);
  openLedger(dir, 'c1').write(good);
  appendFileSync(join(dir, 'ledger.jsonl'), '{"code":"c1","st');
  assert.equal(openLedger(dir, 'c1').find('a').passed, 1);
});

test('sees what another process writes beside it', (t) => {
  const dir = temporaryFolder(t);
  const [one, other] = [openLedger(dir, 'c1'), openLedger(dir, 'c1')];
  other.write({ ...good, step: 'beside' });
  assert.ok(one.entries().some(({ step }) => step === 'beside'));
});
