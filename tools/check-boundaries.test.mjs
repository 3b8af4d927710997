import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkFile, importsOf } from './check-boundaries.mjs';

const workspace = '/w';
const make = (name, folder, tags, ...declared) => ({
  name: `@flash/${name}`,
  dir: join(workspace, folder),
  declared: new Set(declared.map((each) => `@flash/${each}`)),
  ...tags,
});
const server = { kind: 'lib', reach: 'server', runs: 'node' };
const packages = [
  make('api', 'apps/api', { kind: 'app', runs: 'node' }, 'database', 'reservation'),
  make('worker', 'apps/worker', { kind: 'app', runs: 'node' }),
  make('site-web', 'apps/site-web', { kind: 'app', runs: 'browser' }, 'database', 'web'),
  make('database', 'libs/database', server, 'reservation'),
  make('reservation', 'libs/reservation', server),
  make('web', 'libs/web', { kind: 'lib', reach: 'sites', runs: 'browser', hasServerPart: true }),
  make('testing', 'libs/testing', { kind: 'lib', reach: 'tests', runs: 'node' }),
];
const byName = new Map(packages.map((pkg) => [pkg.name, pkg]));

function check(path, source) {
  const pkg = packages.find(({ dir }) => join(workspace, path).startsWith(`${dir}/`));
  const file = join(workspace, path);
  return checkFile({ pkg, file, imports: importsOf(file, source), byName, workspace });
}

const forbidden = [
  ['a lib from the inside', 'apps/api/src/a.ts', "import { x } from '@flash/database/src/x.ts';"],
  ['an app', 'libs/web/src/a.ts', "import { x } from '@flash/api';"],
  ['an undeclared lib', 'apps/api/src/a.ts', "import { x } from '@flash/web';"],
  ['a server lib in a site', 'apps/site-web/app/a.ts', "import { x } from '@flash/database';"],
  ['the other store', 'libs/database/src/a.ts', "import type { x } from '@flash/reservation';"],
  ['the test lib in production', 'apps/api/src/a.ts', "import { x } from '@flash/testing';"],
  ['a test file in production', 'apps/api/src/a.ts', "import { x } from './test/b.ts';"],
  ['a file of another package', 'apps/api/src/a.ts', "export * from '../../worker/src/x.ts';"],
  ['a duty above', 'apps/worker/src/restore/a.ts', "import type { T } from '../tick/b.ts';"],
  ['a duty beside', 'apps/worker/src/granting/a.ts', "import { x } from '../expiry/b.ts';"],
  ['the wiring', 'apps/worker/src/tick/a.ts', "import type { T } from '../worker.ts';"],
  ['mongoose outside its door', 'libs/reservation/src/a.ts', "import m from 'mongoose';"],
  ['bullmq outside its door', 'apps/api/src/main.ts', "import {\n  Queue,\n} from 'bullmq';"],
  ['node in a browser', 'libs/web/src/a.ts', "import { join } from 'node:path';"],
  ['the server part of a lib in a page', 'apps/site-web/app/a.tsx', "import '@flash/web/server';"],
  ['a server part that a lib has not', 'apps/api/src/a.ts', "import '@flash/database/server';"],
  ['a server file in a page', 'apps/site-web/app/a.tsx', "import { x } from './b.server.ts';"],
  ['a server file of a lib in a browser', 'libs/web/src/a.ts', "import './server/b.ts';"],
  ['input or output in a rule', 'libs/reservation/src/rules.ts', "import { R } from 'ioredis';"],
  ['a lib that is not there', 'apps/api/src/a.ts', "const x = await import('@flash/nothing');"],
];

for (const [what, path, source] of forbidden) {
  test(`refuses ${what}`, () => assert.equal(check(path, source).length, 1));
}

const allowed = [
  ['a declared lib', 'apps/api/src/a.ts', "import { x } from '@flash/database';"],
  ['the test lib in a test', 'apps/api/src/a.int.test.ts', "import { x } from '@flash/testing';"],
  ['a duty below', 'apps/worker/src/tick/a.ts', "import type { T } from '../granting/b.ts';"],
  ['every duty in the wiring', 'apps/worker/src/wiring.ts', "import { x } from './tick/b.ts';"],
  ['bullmq at its door', 'libs/reservation/src/queue.ts', "import { Queue } from 'bullmq';"],
  ['a shared component in a site', 'apps/site-web/app/a.tsx', "import { x } from '@flash/web';"],
  ['the server part of a lib in a proxy', 'apps/site-web/proxy.ts', "import '@flash/web/server';"],
  ['node in the server part of a lib', 'libs/web/src/server/a.ts', "import 'node:path';"],
  ['a neighbour', 'apps/api/src/app/a.ts', "import { x } from '../b.ts';"],
];

for (const [what, path, source] of allowed) {
  test(`allows ${what}`, () => assert.deepEqual(check(path, source), []));
}

test('names the line of the breach', () => {
  const [breach] = check('apps/api/src/a.ts', "import a from './a.ts';\nimport '@flash/web';");
  assert.equal(breach.line, 2);
});
