import type { LiveSale } from '@flash/database';
import type { Engine, LapsedClaim, Snapshot } from '@flash/reservation';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Findings } from '../audit/inspect.ts';
import { BROKEN_RULE, DRIFT } from '../base/alerts/alerts.ts';
import type { ClockReading } from '../base/clock/clock-guard.ts';
import { createSaleCache } from '../base/sale-cache.ts';
import { createSaleTasks, type SaleTaskDeps } from './sale-tasks.ts';

const clock: ClockReading = { server: 1_000, asked: 0, steady: 0 };
const claim = (buyer: string) => ({ buyer }) as LapsedClaim;
const nothingFound: Findings = { violations: [], drift: [], epoch: 4, isFull: true, ordersMs: 0 };

interface World {
  swept: { lapsed: LapsedClaim[]; unavailable: 'epoch' | null };
  decided: number;
  found: Findings | null | Error;
  auditDueIn: (number | null)[];
  jobsAreDue: boolean;
  isRebuilt: boolean;
  mayAsk: boolean;
  shifted: 'shifted' | 'unavailable';
}

/** What each task did, in order, once all that it started is done. */
function setup(changes: Partial<World> = {}) {
  const world: World = {
    ...{ swept: { lapsed: [], unavailable: null }, decided: 0, found: nothingFound },
    ...{ auditDueIn: [0, null], jobsAreDue: true, isRebuilt: true, mayAsk: true },
    ...{ shifted: 'shifted' as const, ...changes },
  };
  const said: string[] = [];
  const running: Promise<unknown>[] = [];
  const say = (...words: unknown[]) => void said.push(words.map(String).join(' '));
  const saleCache = createSaleCache();
  const cached = saleCache.of('s');
  cached.clock = clock;
  const turns = { take: async (work: () => Promise<unknown>) => void (await work()), close() {} };
  const deps = {
    engine: {
      halt: async (_sale: string, why: string, epoch: number) => say('halt', why, epoch),
      async shift(_sale: string, { byMs, onceSince }: { byMs: number; onceSince: number }) {
        say('shift', byMs, onceSince);
        return { kind: world.shifted };
      },
    } as unknown as Engine,
    taskQueue: {
      start: (_kind: string, _sale: string, work: () => Promise<unknown>) =>
        void running.push(work().catch((error) => say('failed', error.message))),
    },
    saleCache,
    polling: { hint: (_sale: string, inMs = 0) => say('hint', inMs) },
    jobTimes: { isDue: () => world.jobsAreDue, keep: async () => say('jobs') },
    drain: async () => say('drain'),
    async sweep(_sale: string, { onFreed }: { onFreed: () => void }) {
      say('sweep');
      onFreed();
      const { lapsed, unavailable } = world.swept;
      world.swept = { lapsed: [], unavailable: null };
      return { expired: 1, lapsed, epoch: 7, nextExpiryAt: null, unavailable };
    },
    async resolve(_sale: string, lapsed: LapsedClaim[], epoch: number) {
      say(
        'resolve',
        lapsed.map(({ buyer }) => buyer),
        epoch,
      );
      return world.decided;
    },
    storeLog: async () => say('store'),
    sendRules: async () => say('rules'),
    finishStock: async () => say('stock'),
    async audit() {
      say('audit');
      if (world.found instanceof Error) {
        throw world.found;
      }
      return world.found;
    },
    auditDueIn: () => world.auditDueIn.shift() ?? null,
    ...{ storeTurns: turns, auditTurns: turns, jobTurns: turns },
    recover: async (_sale: string, why: string) => say('recover', why),
    async rebuildDamaged(_sale: string, why: string) {
      say('rebuild', why);
      return world.isRebuilt;
    },
    onRecovered: async () => say('recovered'),
    mayAsk: () => world.mayAsk,
  } as unknown as SaleTaskDeps;
  const tasks = createSaleTasks(deps);
  async function done() {
    while (running.length > 0) {
      await running.shift();
    }
    return said.splice(0);
  }
  return { tasks, cached, done };
}

describe('a sweep', () => {
  test('has the line served as soon as units are free, and decides no claim when none lapsed', async () => {
    const { tasks, done } = setup();
    tasks.sweep('s', null);
    expect(await done()).toEqual(['sweep', 'drain']);
  });

  test('waits for a clock that can be trusted', async () => {
    const { tasks, cached, done } = setup();
    cached.clock = null;
    tasks.sweep('s', null);
    Object.assign(cached, { clock, jump: { from: 1, to: 2, since: 1 } });
    tasks.sweep('s', null);
    expect(await done()).toEqual([]);
  });

  test('after the end is noted with the last entry that was seen, unless Redis could not do it', async () => {
    const { tasks, cached, done } = setup({ swept: { lapsed: [], unavailable: 'epoch' } });
    tasks.sweep('s', 9);
    await done();
    expect(cached.sweptAfterEnd).toBe(-1);
    tasks.sweep('s', 9);
    await done();
    tasks.sweep('s', null);
    await done();
    expect(cached.sweptAfterEnd).toBe(9);
  });

  test.each([
    ['sweeps once more when all claims that it named are decided', 2, ['sweep', 'drain']],
    ['leaves the others to the next inspection when some are not', 1, []],
  ])('%s', async (_what, decided, more) => {
    const swept = { lapsed: [claim('a'), claim('b')], unavailable: null };
    const { tasks, done } = setup({ decided, swept });
    tasks.sweep('s', null);
    expect(await done()).toEqual(['sweep', 'drain', 'resolve a,b 7', 'drain', ...more]);
  });
});

test.each<[string, string[], Partial<LiveSale>, Partial<Snapshot>]>([
  ['newer rules', ['rules'], { version: 2 }, {}],
  ['rules that an older release did not write', ['rules'], {}, { lacksRules: true }],
  ['a change of stock', ['stock'], { adjusting: true }, {}],
  ['nothing that Redis has already', [], {}, {}],
])('carries to Redis: %s', async (_what, carried, sale, shot) => {
  const { tasks, done } = setup();
  const live = { id: 's', version: 1, adjusting: false, ...sale } as LiveSale;
  tasks.intents(live, { version: 1, lacksRules: false, ...shot } as Snapshot);
  expect(await done()).toEqual(carried);
});

test('jobs are planned when they are due', async () => {
  const due = setup();
  due.tasks.jobs('s', {} as Snapshot);
  expect(await due.done()).toEqual(['jobs']);
  const early = setup({ jobsAreDue: false });
  early.tasks.jobs('s', {} as Snapshot);
  expect(await early.done()).toEqual([]);
});

describe('an audit', () => {
  const broken = (invariant: string, code = 'ANY') => {
    const found = { invariant, code, detail: '' } as Findings['violations'][number];
    return { ...nothingFound, violations: [found] };
  };
  const twoBroken = {
    ...nothingFound,
    violations: [...broken('I6').violations, ...broken('I1', 'TWICE').violations],
  };
  test.each<[string, Partial<World>, string[]]>([
    ['that finds nothing', {}, ['audit']],
    ['that was not made', { found: null }, ['audit']],
    ['that is not due', { auditDueIn: [null] }, []],
    [
      'whose log says something else',
      { found: { ...nothingFound, drift: ['x'] } },
      ['audit', `halt ${DRIFT} 4`, 'hint 0'],
    ],
    [
      'that finds a damaged state',
      { found: broken('I2', 'UNIT_LOST') },
      ['audit', `halt ${DRIFT} 4`, 'hint 0'],
    ],
    ['that finds only a delay', { found: broken('I6') }, ['audit']],
    [
      'that finds a delay and a broken rule',
      { found: twoBroken },
      ['audit', `halt ${BROKEN_RULE}: I1 TWICE 4`, 'hint 0'],
    ],
    ['after which another is due', { auditDueIn: [0, 250] }, ['audit', 'hint 250']],
    [
      'that fails',
      { found: new Error('away'), auditDueIn: [0, 250] },
      ['audit', 'hint 250', 'failed away'],
    ],
  ])('%s', async (_what, world, expected) => {
    const { tasks, done } = setup(world);
    tasks.audit('s', 5);
    expect(await done()).toEqual(expected);
  });
});

test.each<[string, Partial<World>, string[]]>([
  ['is served again', {}, ['rebuild stock', 'recovered', 'recover epoch']],
  [
    'that could not be rebuilt stays as it is',
    { isRebuilt: false },
    ['rebuild stock', 'recover epoch'],
  ],
  ['is left to others by a worker that cannot reach MongoDB', { mayAsk: false }, []],
])('a damaged or lost sale %s', async (_what, world, expected) => {
  const { tasks, done } = setup(world);
  tasks.rebuild('s', 'stock');
  const rebuilt = await done();
  tasks.recover('s', 'epoch');
  expect([...rebuilt, ...(await done())]).toEqual(expected);
});

describe('after a jump of the clock', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['performance'] }));
  afterEach(() => vi.useRealTimers());

  const jumpTo = async (to: number, world: Partial<World> = {}) => {
    const { tasks, cached, done } = setup(world);
    const jump = { from: 1_000.4, to, since: 900.7 };
    cached.jump = jump;
    vi.advanceTimersByTime(100);
    tasks.moveHolds('s', jump);
    return { said: await done(), jump: cached.jump, sweepAfter: cached.sweepAfter };
  };

  test('forward, the holds move along, and leases have time to be renewed', async () => {
    expect(await jumpTo(61_000)).toEqual({
      said: ['shift 60000 900'],
      jump: null,
      sweepAfter: 2_100,
    });
  });

  test.each([500, 1_000.4])('backward, or by nothing, no hold moves', async (to) => {
    expect(await jumpTo(to)).toEqual({ said: [], jump: null, sweepAfter: 2_100 });
  });

  test('nothing is taken back until the holds have moved', async () => {
    const found = await jumpTo(61_000, { shifted: 'unavailable' });
    expect(found).toMatchObject({ said: ['shift 60000 900'], jump: { to: 61_000 }, sweepAfter: 0 });
  });
});
