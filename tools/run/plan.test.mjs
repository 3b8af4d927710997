import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '../check/stand-ins.mjs';
import { describeDevelopment } from './development.mjs';
import { readEnvironment, readOptions, urlOf } from './options.mjs';
import { environmentFor, loginsFor, renderTable } from './plan.mjs';

const found = { url: 'mongodb://m', source: { kind: 'binary' } };
const engines = { redis: { url: 'redis://r' }, mongo: found };

function environment(env, mongo = found) {
  const options = readOptions([], env);
  const secrets = { JWT_SECRET: 'drawn', BETTER_AUTH_SECRET: 'drawn too' };
  return environmentFor({
    env,
    options,
    dir: '/d',
    secrets,
    engines: { ...engines, mongo },
    apis: [options.api],
  });
}

test('an offset moves every listening port, and is passed on only once', () => {
  const options = readOptions([], { PORT_OFFSET: '100', FEND_PORT: '5000' });
  const ports = ['api', 'worker', 'admin', 'site'].map((name) => options[name].port);
  assert.deepEqual(ports, [4100, 4101, 4300, 5100]);
  const env = environment({ PORT_OFFSET: '100' });
  assert.deepEqual([env.BEND_PORT, env.PORT_OFFSET], ['4100', '0']);
  assert.equal(env.NEXT_PUBLIC_API_URL, 'http://localhost:4100');
  assert.match(
    env.CLIENT_ORIGINS,
    /localhost:4100,http:\/\/localhost:4300,http:\/\/localhost:4301/,
  );
});

test('values of the user win over derived and random ones', () => {
  const env = environment({
    JWT_SECRET: 'mine',
    NODE_ENV: 'production',
    CLIENT_ORIGINS: 'https://a',
  });
  assert.deepEqual(
    [env.JWT_SECRET, env.NODE_ENV, env.CLIENT_ORIGINS],
    ['mine', 'production', 'https://a'],
  );
});

test('an older variable for the database does not replace the server that was found', () => {
  const env = environment({ MONGO_URL: 'mongodb://other' });
  assert.deepEqual([env.MONGODB_URI, env.MONGO_URL], ['mongodb://m', undefined]);
});

test('a server that the user named keeps the names that the user chose', () => {
  const named = { url: 'mongodb://other', source: { kind: 'url' } };
  const env = environment({ MONGODB_URL: 'mongodb://other', MONGO_DB: 'shop' }, named);
  assert.deepEqual([env.MONGODB_URL, env.MONGO_DB], ['mongodb://other', 'shop']);
});

test('a wrong flag or number fails with one sentence', () => {
  assert.throws(() => readOptions(['--apis', '2'], {}), /Unknown option '--apis'/);
  assert.throws(() => readOptions(['--api', 'two'], {}), /--api must be a whole number/);
});

test('the environment wins over the file', (t) => {
  const file = join(temporaryFolder(t), '.env');
  writeFileSync(file, 'BEND_PORT=5000\nFEND_PORT=5001\n');
  const env = readEnvironment({ ENV_FILE: file, BEND_PORT: '6000', FEND_PORT: '' });
  assert.deepEqual([env.BEND_PORT, env.FEND_PORT], ['6000', '5001']);
});

test('an address that listens everywhere is shown as one that a browser can open', () => {
  assert.equal(urlOf({ host: '0.0.0.0', port: 1 }), 'http://localhost:1');
});

test('the table shows what runs and leaves out what does not', () => {
  const run = { api: 'http://a', apis: ['http://a', 'http://b'], workers: ['http://w'] };
  const table = renderTable({ ...run, workerMetrics: 'http://w/metrics' }, { seconds: 1 });
  assert.match(table, /\| API +\| http:\/\/b/);
  assert.doesNotMatch(table, /Shop|Log-in|undefined/);
});

test('each process gets its own users of private engines, and never those of a named server', () => {
  const logins = { api: 'redis://api', worker: 'redis://worker' };
  const own = { redis: { logins }, mongo: { logins: { api: 'm-api', worker: 'm-worker' } } };
  assert.deepEqual(loginsFor('worker', { env: {}, engines: own }), {
    REDIS_URL: 'redis://worker',
    MONGODB_URI: 'm-worker',
  });
  const other = { env: { BULLMQ_PREFIX: 'mine' }, engines: own };
  assert.deepEqual(loginsFor('api', other), { MONGODB_URI: 'm-api' });
  assert.deepEqual(loginsFor('api', { env: {}, engines }), {});
});

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
