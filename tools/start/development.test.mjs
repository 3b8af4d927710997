import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeDevelopment } from './development.mjs';
import { readOptions } from './options.mjs';

const describe = (wanted) =>
  describeDevelopment({ wanted, options: readOptions([], {}), env: {}, root: '/w' });

test('without a name everything is developed, with names only those', () => {
  assert.deepEqual(
    describe([]).map(({ name }) => name),
    ['api', 'worker', 'admin', 'site'],
  );
  const [worker] = describe(['worker']);
  assert.equal(worker.url, 'http://localhost:4001');
  assert.match(worker.argv.join(' '), /tsx.* watch .*apps\/worker\/src\/main\.ts$/);
});

test('a site listens where it would listen in a run', () => {
  assert.match(
    describe(['admin'])[0].argv.join(' '),
    /next dev -p 4200 -H localhost .*apps\/admin-web$/,
  );
});

test('a wrong name is answered with the right ones', () => {
  assert.throws(() => describe(['web']), /Choose from: api, worker, admin, site/);
});
