import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findProject,
  journeysOf,
  lint,
  readJourneys,
  readReport,
  readRounds,
  readTap,
} from './stages.mjs';

const report = (over = {}) => ({
  numPassedTests: 5,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
  ...over,
});

test('what Vitest reports is counted', () => {
  assert.deepEqual(readReport(report(), true), { passed: 5, failed: 0, skipped: 0 });
  assert.equal(readReport(report({ numPendingTests: 1, numTodoTests: 2 }), true).skipped, 3);
});

test('a file that does not even load counts as failed', () => {
  const testResults = [{ status: 'failed', assertionResults: [] }];
  assert.equal(readReport(report({ testResults }), false).failed, 1);
});

test('a runner that fails without a failing test counts as failed', () => {
  assert.equal(readReport(report(), false).failed, 1);
  assert.equal(readReport(undefined, true).failed, 1);
  assert.equal(readTap('# pass 3\n# fail 0\n', false).failed, 1);
});

test('what Node’s runner reports is counted, a skip too', () => {
  const tap = '# pass 3\n# fail 1\n# cancelled 1\n# skipped 2\n# todo 1\n';
  const { passed, failed, skipped } = readTap(tap, false);
  assert.deepEqual([passed, failed, skipped], [3, 2, 3]);
});

test('rounds under faults are counted, and a run that breaks off has failed', () => {
  const right = '[chaos] F13.kill right\n5 rounds, 13 faults, 0 failed\n';
  assert.deepEqual(readRounds(right, true), { passed: 5, failed: 0, skipped: 0 });
  const { output, ...counts } = readRounds('5 rounds, 13 faults, 2 failed\n', false);
  assert.deepEqual(counts, { passed: 3, failed: 2, skipped: 0 });
  assert.match(output, /2 failed/);
  assert.equal(readRounds('could not start', false).failed, 1);
});

const journeys = (stats = {}, errors = []) => ({
  stats: { expected: 4, unexpected: 0, flaky: 0, skipped: 0, ...stats },
  errors,
});

test('the report of the browser is counted, and a journey that passed only the second time has failed', () => {
  assert.deepEqual(readJourneys(journeys(), true), { passed: 4, failed: 0, skipped: 0 });
  assert.equal(readJourneys(journeys({ unexpected: 1, flaky: 1 }), false).failed, 2);
  assert.equal(readJourneys(journeys({ skipped: 2 }), true).skipped, 2);
});

test('a browser that never started, or ran no journey, counts as failed', () => {
  assert.equal(readJourneys(undefined, false).failed, 1);
  assert.equal(readJourneys(journeys({ expected: 0 }), true).failed, 1);
  const fallen = readJourneys(journeys({ expected: 0 }, [{ message: 'no stack' }]), false);
  assert.deepEqual([fallen.failed, fallen.output], [1, 'no stack']);
});

test('a site is tested with its own journeys, the workspace with all, a lib with none', () => {
  const [site] = journeysOf(findProject('site'));
  assert.match('e2e/specs/purchase/buying.spec.ts', new RegExp(site));
  assert.doesNotMatch('e2e/specs/team/sales.spec.ts', new RegExp(site));
  assert.ok(journeysOf(undefined).includes(site));
  assert.deepEqual(journeysOf(findProject('reservation')), []);
});

test('a project goes by its short name', () => {
  assert.deepEqual(findProject('api'), { name: '@flash/api', path: 'apps/api' });
  assert.equal(findProject('site').path, 'apps/site-web');
  assert.equal(findProject('reservation').path, 'libs/reservation');
  assert.throws(() => findProject('nothing'), /There is no project "nothing"/);
});

test('the lint of the whole workspace judges words too, that of one project its own files only', async () => {
  const style = async () => ({ ok: true, output: '' });
  const words = () => ['docs/a.md:2 is not plain'];
  const whole = await lint(undefined, { style, words });
  assert.equal(whole.failed, 1);
  assert.match(whole.output, /docs\/a\.md:2/);
  assert.equal((await lint({ path: 'apps/api' }, { style, words })).failed, 0);
  assert.equal((await lint(undefined, { style, words: () => [] })).failed, 0);
});

test('a breach of the style fails the lint when all words are plain', async () => {
  const style = async () => ({ ok: false, output: 'apps/api/a.ts: wrong' });
  const { failed, output } = await lint(undefined, { style, words: () => [] });
  assert.equal(failed, 1);
  assert.match(output, /a\.ts: wrong/);
});
