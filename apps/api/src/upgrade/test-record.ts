// Records what an older version leaves in both stores, and what it answers to clients of v1:
//   node tools/with-engines.mjs -- node --import tsx apps/api/src/upgrade/test-record.ts <its checkout>
// The checkout needs its own node_modules/@flash. Recorded once for each version that has to open.
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { connectDatabase } from '@flash/database';
import { startPrivateRedis } from '@flash/testing';
import { Redis } from 'ioredis';
import { createBuyer, signUp, signUpTeam } from './test-client.ts';
import { startPlatform } from './test-processes.ts';
import { recordStores } from './test-stores.ts';
import { playV1 } from './test-v1-story.ts';

const [checkout = ''] = process.argv.slice(2);
const uri = new URL(process.env.TEST_MONGODB_URI ?? '');
uri.pathname = `/upgrade-${randomBytes(6).toString('hex')}`;
if (uri.username) {
  uri.searchParams.set('authSource', 'admin');
}

const server = await startPrivateRedis();
const redis = new Redis(server.url);
const database = await connectDatabase(uri.href);
const platform = await startPlatform(checkout, { redisUrl: server.url, mongoUri: uri.href });
const { url } = platform;

const team = await signUpTeam(url);
const made = await team.post('/flash-sales', {
  ...{ name: 'Night Runner 2', description: 'Recorded', pricePerUnit: 129, startingQuantity: 6 },
  ...{ startsAt: '2026-01-01T00:00:00Z', endsAt: '2126-01-01T00:00:00Z', holdTtlSeconds: 86_400 },
});
const saleId = String(made.body.id);
const buyers = Array.from({ length: 14 }, (_, i) => createBuyer(url, saleId, `b${i}@example.org`));
const buyer = (i: number) => buyers[i] ?? fail(`no buyer ${i}`);
for (const one of buyers) {
  expectOk(await one.buy());
}
for (let i = 0; i < 6; i += 1) {
  await buyer(i).becomes({ hasActiveHold: true });
}
const orders: Record<string, unknown> = {};
for (const i of [0, 1, 2]) {
  orders[buyer(i).email] = expectOk(await buyer(i).confirm()).orderId;
}
expectOk(await buyer(3).extend());
const reason = { reason: 'recorded' };
const refund = `/orders/${orders[buyer(2).email]}/refund`;
expectOk(await team.post(refund, { returnUnit: true, ...reason }));
await buyer(6).becomes({ hasActiveHold: true });
expectOk(await buyer(13).leave());
expectOk(await team.post(`/flash-sales/${saleId}/stock`, { by: 2, ...reason }));
await buyer(8).becomes({ hasActiveHold: true });
expectOk(await buyer(8).leave());
await buyer(9).becomes({ hasActiveHold: true });
expectOk(await team.post(`/flash-sales/${saleId}/message`, { message: 'Almost gone', ...reason }));
const window = { startsAt: '2026-01-01T00:00:00Z', endsAt: '2126-01-01T00:00:00Z' };
const about = { ...window, pricePerUnit: 10, startingQuantity: 2, holdTtlSeconds: 86_400 };
const forMembers = String(
  (await team.post('/flash-sales', { ...about, name: 'For members', identity: 'account' })).body.id,
);
const members = [];
for (const name of ['Ann', 'Ben', 'Cat']) {
  const token = await signUp(url, name);
  const one = createBuyer(url, forMembers, `${name.toLowerCase()}@example.org`, { token });
  expectOk(await one.buy());
  members.push(one);
}
const [ann, ben] = members;
await ben?.becomes({ hasActiveHold: true });
orders['ann@example.org'] = expectOk(await (ann ?? fail('no Ann')).confirm()).orderId;
const paused = String((await team.post('/flash-sales', { ...about, name: 'Paused' })).body.id);
const guests = ['p0', 'p1', 'p2'].map((name) => createBuyer(url, paused, `${name}@example.org`));
for (const one of guests) {
  expectOk(await one.buy());
}
await guests[1]?.becomes({ hasActiveHold: true });
expectOk(await team.post(`/flash-sales/${paused}/pause`, reason));
// Until all payments have ended and all of the log is stored.
await new Promise((resolve) => setTimeout(resolve, 5_000));

const recorded = await recordStores(redis, database.db);
const cookies = Object.fromEntries([...buyers, ...guests].map((one) => [one.email, one.cookie()]));
const facts = { saleId, forMembers, paused, cookies, orders };
write('recorded.json', { ...facts, ...recorded });
write('v1-answers.json', await playV1(url));
await platform.stop();
await database.db.dropDatabase();
await database.close();
redis.disconnect();
await server.destroy();

function expectOk({ status, body }: { status: number; body: Record<string, unknown> }) {
  if (status !== 200) {
    fail(`${status} ${JSON.stringify(body)}`);
  }
  return body;
}

function fail(why: unknown): never {
  throw new Error(String(why));
}

function write(name: string, value: unknown): void {
  writeFileSync(new URL(name, import.meta.url), `${JSON.stringify(value, null, 1)}\n`);
}
