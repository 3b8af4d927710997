import { setTimeout as sleep } from 'node:timers/promises';
import { waitFor } from '@flash/testing';
import type { Crowd, Habits } from '../bots.ts';
import type { World } from '../world.ts';
import { type Fault, type Scene, untilSeen } from './fault.ts';

interface Rush {
  id: string;
  what: string;
  habits: Partial<Habits>;
  lastsMs: Fault['lastsMs'];
  /** Counted from the calls that clients noted, with the times of each. */
  seen: (crowd: Crowd) => number;
  unit: string;
}

/** Buyers who do at once what the line is weakest at; no server is harmed. */
const rush = ({ id, what, habits, lastsMs, seen, unit }: Rush): Fault => ({
  ...{ id, what, uses: ['buyers'], habits, lastsMs },
  inject: async ({ crowd }) => ({
    async heal() {
      await untilSeen(() => seen(crowd) > 0);
      const count = seen(crowd);
      return count > 0 ? `${count} ${unit}` : '';
    },
  }),
});

/** Beyond the end of holds that were made at the beginning. */
const EXPIRY_MS = { from: 6_000, to: 7_000 };

const expired: Fault = {
  id: 'F32.expired',
  what: 'nearly all holds run out',
  ...{ uses: ['buyers'], habits: { dawdle: 90 }, lastsMs: EXPIRY_MS },
  inject: async ({ world, saleId }) => ({
    async heal() {
      const ranOut = async () => {
        const log = await world.own.engine.readLog(saleId, 1, 100_000);
        return log.flatMap((entry) => (entry.type === 'expire' ? entry.holds : [])).length;
      };
      // A second fault may have moved the holds back.
      await untilSeen(async () => (await ranOut()) > 5);
      const count = await ranOut();
      return count > 5 ? `${count} holds ran out by the log` : '';
    },
  }),
};

/** What no client of ours would send; each is to be refused as a mistake of the caller. */
const poison: readonly unknown[] = [
  // As text: an object literal would lose the first of these names.
  JSON.parse('{"__proto__": {"admin": true}, "constructor": 1}'),
  { email: 'a@b.test', flashSaleId: { $gt: '' } },
  { email: { $ne: null }, flashSaleId: '{x}:y' },
  { email: 'a@b.test', flashSaleId: `${'x'.repeat(60_000)}` },
  { email: `${'x'.repeat(300)}@b.test`, flashSaleId: 'a b' },
  { email: 'a\r\nSET x y@b.test', flashSaleId: 'fsmeta:{a}' },
  { email: 'a@b.test', flashSaleId: '\u0000' },
  { email: [], flashSaleId: Number.MAX_SAFE_INTEGER },
];

const poisoned: Fault = {
  id: 'F39.poison',
  what: 'requests with wrong types, huge and control characters, braces and operators in every field',
  ...{ uses: ['buyers'], lastsMs: { from: 500, to: 1_000 } },
  async inject({ world, crowd }) {
    let refused = 0;
    for (const body of poison) {
      for (const path of ['/orders/buy', '/orders/confirm', '/orders/leave', '/orders/extend']) {
        for (const { url } of world.apis) {
          const status = await answerTo(`${url}${path}`, body);
          refused += status >= 400 && status < 500 ? 1 : 0;
          if (status < 400 || (status >= 500 && status !== 503)) {
            crowd.breaches.push(`${path} answered ${status} to poison`);
          }
        }
      }
    }
    return { heal: async () => (refused > 0 ? `${refused} requests refused` : '') };
  },
};

/** An API that died is there again, also on a busy machine. */
const BACK_MS = 45_000;

/** Sent again when the connection is refused or ends: a second fault may have killed the API. */
const answerTo = (url: string, body: unknown): Promise<number> =>
  waitFor(
    async () => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      await answer.text();
      return answer.status;
    },
    { timeoutMs: BACK_MS, intervalMs: 50, what: `an answer of ${url}` },
  );

const reason = { reason: 'chaos' };

interface Edit {
  method: 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: unknown;
  /** What the API may answer. */
  allowed: readonly number[];
}

/** Members of the team at work; the audit log says what they did. */
const edited = (
  id: string,
  what: string,
  edits: (scene: Scene) => readonly Edit[],
  isRipe: (scene: Scene) => Promise<boolean> = async () => true,
): Fault => ({
  ...{ id, what, uses: ['team', 'api', 'redis', 'mongod'], lastsMs: { from: 300, to: 1_000 } },
  async inject(scene) {
    const { world, saleId, crowd } = scene;
    await untilSeen(() => isRipe(scene));
    const before = await rowsOf(world, saleId);
    for (const { method, path, body, allowed } of edits(scene)) {
      const answer = await world.team(method, `/flash-sales/${saleId}${path}`, body);
      if (!allowed.includes(answer.status)) {
        const text = JSON.stringify(answer.body).slice(0, 200);
        crowd.breaches.push(`${method} ${path} answered ${answer.status}: ${text}`);
      }
      await sleep(scene.chance.below(300));
    }
    return {
      async heal() {
        const rows = (await rowsOf(world, saleId)) - before;
        return rows > 0 ? `${rows} rows of the audit log` : '';
      },
    };
  },
});

async function rowsOf({ own }: World, saleId: string): Promise<number> {
  const rows = await own.database.db.collection('auditlog').find({}).toArray();
  return rows.filter((row) => JSON.stringify(row).includes(saleId)).length;
}

/** So many holds were given: afterwards there are none, and what a second fault does to holds has to be seen. */
const HOLDS_MIN = 16;

async function hasGranted({ world, saleId }: Scene): Promise<boolean> {
  const log = await world.own.engine.readLog(saleId, 1, 100_000);
  return log.flatMap((entry) => (entry.type === 'grant' ? entry.holds : [])).length >= HOLDS_MIN;
}

/** Refusals that lie in what buyers did meanwhile, or in a fault that runs besides. */
const OR_LATER = [409, 503];

const START_MS = 1_500;

/** Joins come before the start, at it and after it; only the clock of Redis says which are which. */
const early: Fault = {
  id: 'F31.start',
  what: 'buyers join before the sale starts, and at the moment in which it does',
  ...{ uses: ['buyers'], lastsMs: { from: 1_500, to: 2_500 } },
  sale: (now) => ({ startsAt: new Date(now + START_MS).toISOString() }),
  inject: async ({ world, saleId, crowd }) => ({
    async heal() {
      const sale = await world.own.database.sales.get(saleId);
      const log = await world.own.engine.readLog(saleId, 1, 100_000);
      const joins = log.filter(({ type }) => type === 'join');
      const afterMs = Math.min(...joins.map(({ at }) => at)) - (sale?.startsAt ?? 0);
      const refused = crowd.operations().filter(({ result }) => result?.kind === 'refused').length;
      if (afterMs < 0) {
        crowd.breaches.push(`a place was given ${-afterMs} ms before the start`);
      }
      return refused > 0 ? `${refused} refused, the first place ${afterMs} ms after the start` : '';
    },
  }),
};

const late: Fault = {
  id: 'F31.end',
  what: 'the sale ends by itself while buyers join and pay',
  // The team would move its end.
  ...{ uses: ['buyers', 'team'], lastsMs: { from: 4_000, to: 5_000 } },
  sale: (now) => ({ endsAt: new Date(now + 4_000).toISOString() }),
  inject: async ({ world, saleId, crowd }) => ({
    async heal() {
      const endsAt = (await world.own.database.sales.get(saleId))?.endsAt ?? 0;
      let now = 0;
      // A sale that is being restored has no state for a while.
      await untilSeen(async () => {
        const shot = await world.own.engine.snapshot(saleId);
        now = shot.kind === 'snapshot' ? shot.now : 0;
        return now >= endsAt;
      });
      const log = await world.own.engine.readLog(saleId, 1, 100_000);
      const given = log.filter(({ type }) => type === 'join' || type === 'grant');
      const beforeMs = endsAt - Math.max(...given.map(({ at }) => at));
      if (beforeMs <= 0) {
        crowd.breaches.push(`a place or a unit was given ${-beforeMs} ms after the end`);
      }
      return now >= endsAt ? `the last ${beforeMs} ms before the end` : '';
    },
  }),
};

export const peopleFaults: readonly Fault[] = [
  rush({
    id: 'F25.brink',
    what: 'buyers pay within some milliseconds of the end of their time',
    ...{ habits: { brink: 70 }, lastsMs: EXPIRY_MS },
    ...{ seen: ({ seen }) => seen.brink, unit: 'payments at the end of the time' },
  }),
  rush({
    id: 'F26.double',
    what: 'buyers press twice, at both APIs at once, with different keys',
    ...{ habits: { double: 80 }, lastsMs: { from: 500, to: 1_500 } },
    ...{ seen: ({ seen }) => seen.doubled, unit: 'double payments' },
  }),
  rush({
    id: 'F27.waver',
    what: 'buyers give back and pay at the same moment',
    ...{ habits: { waver: 80 }, lastsMs: { from: 500, to: 1_500 } },
    ...{ seen: ({ seen }) => seen.wavered, unit: 'buyers did both' },
  }),
  rush({
    id: 'F28.crowd',
    what: 'buyers join twelve times at once, at both APIs',
    ...{ habits: { crowd: 80 }, lastsMs: { from: 500, to: 1_500 } },
    ...{ seen: ({ seen }) => seen.together, unit: 'buyers joined many times at once' },
  }),
  expired,
  poisoned,
  early,
  late,
  edited('F29.stock', 'units are added and taken away while buyers join and pay', () => [
    { method: 'POST', path: '/stock', body: { by: 7, ...reason }, allowed: [200, ...OR_LATER] },
    { method: 'POST', path: '/stock', body: { by: -4, ...reason }, allowed: [200, ...OR_LATER] },
    { method: 'POST', path: '/stock', body: { by: -9_999, ...reason }, allowed: OR_LATER },
  ]),
  edited('F29.edit', 'the end of the sale is moved, and its price, while buyers pay', () => {
    // Later than the end that every sale of a round begins with.
    const endsAt = new Date(Date.now() + 14_400_000).toISOString();
    return [
      { method: 'PUT', path: '', body: { endsAt, ...reason }, allowed: [200, ...OR_LATER] },
      { method: 'PUT', path: '', body: { pricePerUnit: 99, ...reason }, allowed: OR_LATER },
    ];
  }),
  edited('F29.pause', 'the sale is paused and goes on', () => [
    { method: 'POST', path: '/pause', body: reason, allowed: [200, ...OR_LATER] },
    { method: 'POST', path: '/resume', body: reason, allowed: [200, ...OR_LATER] },
  ]),
  edited(
    'F30.end',
    'the sale is ended with holds open, and deleting it is refused',
    () => [
      { method: 'POST', path: '/end', body: reason, allowed: [200, ...OR_LATER] },
      { method: 'DELETE', path: '', allowed: OR_LATER },
    ],
    hasGranted,
  ),
];
