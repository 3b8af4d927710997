import type { Block, Database, LiveOrder, Sale } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { Engine, RestorePlan, SaleState } from '@flash/reservation';
import { createLogger } from '@flash/shared-config';
import { defaultTerms } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import type { Locks } from '../base/drain-lock.ts';
import { createMetrics } from '../base/metrics.ts';
import { createBlockCodec } from '../log-store/block-codec.ts';
import { createRestore, shiftOf } from './restore.ts';

const NOW = 1_000_000;
const SEQ = 1_000_000_000;
const codec = createBlockCodec();

const joins = (from: number, to: number): LogEntry[] =>
  Array.from({ length: to - from + 1 }, (_, i) => {
    const n = from + i;
    return { n, at: NOW, type: 'join', seq: SEQ + n, buyer: `b${n}`, late: false };
  });

const saleOf = (more: Partial<Sale>) =>
  ({
    ...defaultTerms,
    ...{ id: 'a'.repeat(24), leafKey: 'key', epoch: 1, version: 1, status: 'OnSchedule' },
    ...{ stock: 3, marks: [], adjusts: [], restoring: null, paused: null, message: '' },
    ...{ startsAt: 0, endsAt: 9e12, lobbyOpensAt: 0, price: 5, ...more },
  }) as unknown as Sale;

const order = (buyer: string, unit: number) =>
  ({ id: `order-${buyer}`, buyer, unit, fence: SEQ + unit, seq: SEQ + unit }) as LiveOrder;

/** As Redis has it after three joined. */
const frozen = {
  ...{ epoch: 1, n: 3, seq: SEQ + 3, serving: 0, granted: 0, unitTop: 3, at: NOW },
  ...{ waiting: null, lineLength: 3, holds: [], remains: [], sold: [], networks: null },
  lost: null,
} as SaleState;

/** Three joined, the first two of them are stored; Redis has no word of the sale's epoch any longer. */
const worldOf = (sale: Sale) => ({
  sale: sale as Sale | null,
  isLocked: false,
  /** Whether the lock can be taken again. */
  isOurs: true,
  /** What Redis says of the sale before it is restored. */
  shot: { kind: 'unavailable', epoch: 1, halted: '' },
  log: joins(1, 3),
  chain: [codec.encode({ sale, epoch: 1, last: null, entries: joins(1, 2) })],
  state: frozen as SaleState | null,
  orders: [] as LiveOrder[],
  damage: '',
  /** How Redis answers the next marks and states, where it does not take them. */
  marks: [] as string[],
  adopts: [] as string[],
  raises: true,
  keepsMarks: true,
  /** The sale as a snapshot of MongoDB has it, where that is another one. */
  snapshot: undefined as Sale | null | undefined,
  onMark: () => {},
});

type Given = Partial<ReturnType<typeof worldOf>> & { of?: Partial<Sale> };

function setup({ of: given = {}, ...changes }: Given = {}) {
  const sale = saleOf(given);
  const world = { ...worldOf(sale), ...changes };
  const said: string[] = [];
  const plans: RestorePlan[] = [];
  const say = (...words: unknown[]) => void said.push(words.join(' ').trim());
  const chainFrom = async function* (b = 0) {
    yield* world.chain.slice(b);
  };
  const engine = {
    snapshot: async () => world.shot,
    async mark(_sale: string, epoch: number, damage: string) {
      say('mark', epoch, damage);
      world.onMark();
      return { kind: world.marks.shift() ?? 'marked', damage: damage || world.damage };
    },
    readState: async () => world.state,
    readLog: async (_sale: string, from: number, count: number) =>
      world.log.filter(({ n }) => n >= from).slice(0, count),
    time: async () => NOW,
    async adopt(_sale: string, plan: RestorePlan) {
      plans.push(plan);
      return { kind: world.adopts.shift() ?? 'adopted' };
    },
  } as unknown as Engine;
  const db = {
    sales: {
      get: async () => world.sale,
      async raiseEpoch(_sale: string, from: number) {
        if (!world.raises || !world.sale) {
          return null;
        }
        world.sale = { ...world.sale, epoch: from + 1, restoring: { epoch: from + 1, since: NOW } };
        return world.sale;
      },
      async putMark(_sale: string, _epoch: number, { epoch, seq }: { epoch: number; seq: number }) {
        say('keep mark', epoch, seq);
        return world.keepsMarks ? world.sale : null;
      },
      finishRestore: async (_sale: string, epoch: number) => say('finished', epoch),
    },
    blocks: {
      last: async () => world.chain.at(-1) ?? null,
      all: (_sale: string, b?: number) => chainFrom(b),
      async append(block: Block) {
        world.chain.push(block);
        return { kind: 'stored' };
      },
      withSnapshot: (_sale: string, read: (snapshot: object) => unknown) =>
        read({
          sale: world.snapshot === undefined ? world.sale : world.snapshot,
          blocks: chainFrom,
          async *orders() {
            yield* world.orders;
          },
        }),
    },
  } as unknown as Database;
  const lock = {
    async again() {
      say('lock again');
      return world.isOurs;
    },
    release: async () => say('unlock'),
  };
  const metrics = createMetrics();
  const restore = createRestore({
    ...{ engine, db, codec, metrics, graceMs: 1_000, mayAsk: () => true, crash: () => {} },
    locks: { take: async () => (world.isLocked ? null : lock) } as unknown as Locks,
    alert: (kind, _sale, { why }) => say('alert', kind, why),
    log: createLogger({ name: 'test', level: 'silent', isProduction: true }),
  });
  return {
    ...{ world, said, plans },
    async run({ why = 'epoch', isDamaged = false, awayMs = 0 } = {}) {
      const { kind, epoch } = await restore(sale.id, { why, isDamaged, awayMs });
      const { values } = await metrics.restores.get();
      return { kind, epoch, counted: values.map(({ labels }) => labels.how) };
    },
  };
}

describe('a sale that Redis lost or has an old copy of', () => {
  test('gets a new epoch in which the state of Redis goes on', async () => {
    const { said, plans, run } = setup();
    expect(await run()).toEqual({ kind: 'adopt', epoch: 2, counted: ['adopt'] });
    expect(said).toEqual(['mark 2', `keep mark 1 ${SEQ + 3}`, 'finished 2', 'unlock']);
    expect(plans).toMatchObject([{ how: 'adopt', epoch: 2, n: 3, storedN: 2 }]);
  });

  test('is left to the worker that restores it already', async () => {
    const { said, run } = setup({ isLocked: true });
    expect(await run()).toEqual({ kind: 'busy', epoch: 0, counted: [] });
    expect(said).toEqual([]);
  });

  test.each<[string, Sale | null]>([
    ['deleted', null],
    ['archived', saleOf({ status: 'archived' })],
    ['a draft', saleOf({ epoch: 0 })],
  ])('is gone when it is %s', async (_what, sale) => {
    const { said, run } = setup({ sale });
    expect(await run()).toEqual({ kind: 'gone', epoch: 0, counted: [] });
    expect(said).toEqual(['unlock']);
  });

  test.each([
    ['is served', '', false],
    ['is halted, and its state was not seen damaged', 'stock', false],
    ['was seen damaged, and is no longer halted', '', true],
  ])('is left as it is when its epoch %s', async (_what, halted, isDamaged) => {
    const { said, run } = setup({ shot: { kind: 'snapshot', epoch: 1, halted } });
    expect(await run({ isDamaged })).toEqual({ kind: 'fine', epoch: 1, counted: [] });
    expect(said).toEqual(['unlock']);
  });

  test('that a worker restored and died before it said so is said to be restored', async () => {
    const { said, run } = setup({
      of: { restoring: { epoch: 1, since: NOW } },
      shot: { kind: 'snapshot', epoch: 1, halted: '' },
    });
    expect(await run()).toMatchObject({ kind: 'fine' });
    expect(said).toEqual(['finished 1', 'unlock']);
  });

  test('is restored when Redis serves another epoch than MongoDB knows', async () => {
    const { run } = setup({ shot: { kind: 'snapshot', epoch: 0, halted: '' } });
    expect(await run()).toMatchObject({ kind: 'adopt', epoch: 2 });
  });
});

describe('a restore that meets another one', () => {
  test('gives way to a worker that raised the epoch first', async () => {
    const { said, run } = setup({ raises: false });
    expect(await run()).toEqual({ kind: 'overtaken', epoch: 1, counted: ['overtaken'] });
    expect(said).toEqual(['unlock']);
  });

  test.each([
    ['its mark', { marks: ['refused'] }, ['mark 2', 'lock again', 'mark 3']],
    [
      'its state',
      { adopts: ['refused'] },
      ['mark 2', `keep mark 1 ${SEQ + 3}`, 'lock again', 'mark 3'],
    ],
  ])('tries once more with the next epoch when Redis refuses %s', async (_what, world, steps) => {
    const { said, run } = setup(world);
    expect(await run()).toEqual({ kind: 'adopt', epoch: 3, counted: ['adopt'] });
    expect(said.slice(0, steps.length)).toEqual(steps);
  });

  test('does not try once more when the lock is no longer its own', async () => {
    const { said, run } = setup({ marks: ['refused'], isOurs: false });
    expect(await run()).toMatchObject({ kind: 'overtaken', epoch: 2 });
    expect(said).toEqual(['mark 2', 'lock again', 'unlock']);
  });

  test('gives up after eight epochs, and a person is told', async () => {
    const { said, run } = setup({ marks: Array(20).fill('refused') });
    expect(await run()).toMatchObject({ kind: 'overtaken', epoch: 9 });
    expect(said.filter((what) => what.startsWith('mark'))).toHaveLength(8);
    expect(said.slice(-2)).toEqual(['alert restore no epoch could be established', 'unlock']);
  });

  test.each<[string, Sale | null]>([
    ['raised the epoch', saleOf({ epoch: 3 })],
    ['deleted the sale', null],
  ])('ends when another process %s after its mark', async (_what, later) => {
    const { world, said, run } = setup();
    world.onMark = () => {
      world.sale = later;
    };
    expect(await run()).toMatchObject({ kind: 'overtaken', epoch: 2 });
    expect(said).toEqual(['mark 2', 'unlock']);
    expect(world.chain).toHaveLength(1);
  });

  test('ends when the chain has a block of a newer epoch', async () => {
    const { world, plans, run } = setup();
    const last = world.chain.at(-1) ?? null;
    world.onMark = () => {
      world.chain.push(codec.encode({ sale: saleOf({}), epoch: 3, last, entries: [] }));
    };
    expect(await run()).toMatchObject({ kind: 'overtaken', epoch: 2 });
    expect(plans).toEqual([]);
  });

  test.each<[string, Sale | null]>([
    ['newer', saleOf({ epoch: 3 })],
    ['deleted', null],
  ])(
    'ends when the sale is %s at the moment at which both stores are read',
    async (_what, snapshot) => {
      const { plans, run } = setup({ snapshot });
      expect(await run()).toMatchObject({ kind: 'overtaken', epoch: 2 });
      expect(plans).toEqual([]);
    },
  );

  test('ends when its mark can no longer be kept', async () => {
    const { plans, run } = setup({ keepsMarks: false });
    expect(await run()).toMatchObject({ kind: 'overtaken', epoch: 2 });
    expect(plans).toEqual([]);
  });
});

describe('the state that goes on', () => {
  test('is rebuilt from the stored log when Redis has none', async () => {
    const { plans, run } = setup({ state: null });
    expect(await run()).toMatchObject({ kind: 'rebuild', epoch: 2 });
    expect(plans).toMatchObject([{ how: 'rebuild', n: 2, storedN: 2 }]);
    expect(plans[0]?.line?.map(({ buyer }) => buyer)).toEqual(['b1', 'b2']);
  });

  test('is rebuilt when Redis has another log than the stored one', async () => {
    const log = joins(1, 3).map((entry) => ({ ...entry, buyer: 'eve' }) as LogEntry);
    const { plans, run } = setup({ log });
    expect(await run()).toMatchObject({ kind: 'rebuild' });
    expect(plans).toMatchObject([{ n: 2 }]);
  });

  test.each([
    ['the worker saw its damage', { isDamaged: true, why: 'stock' }, '', 'mark 2 stock'],
    ['Redis says that it is damaged', {}, 'stock', 'mark 2'],
  ])('is rebuilt from the whole log when %s', async (_when, cause, damage, mark) => {
    const { said, plans, run } = setup({
      damage,
      shot: { kind: 'snapshot', epoch: damage ? 0 : 1, halted: 'stock' },
    });
    expect(await run(cause)).toMatchObject({ kind: 'rebuild' });
    expect(said[0]).toBe(mark);
    expect(plans).toMatchObject([{ how: 'rebuild', n: 3, storedN: 3 }]);
  });

  test('is rebuilt from the whole log when Redis has lost a part of it', async () => {
    const { plans, run } = setup({ state: { ...frozen, lineLength: 1 } });
    expect(await run()).toMatchObject({ kind: 'rebuild' });
    expect(plans).toMatchObject([{ how: 'rebuild', n: 3, storedN: 3 }]);
  });

  test('is adopted also before anything was stored', async () => {
    const { plans, run } = setup({ chain: [] });
    expect(await run()).toMatchObject({ kind: 'adopt' });
    expect(plans).toMatchObject([{ storedN: 0 }]);
  });

  test('is kept back, and a person is told, when the stored log was changed', async () => {
    const { world, said, plans, run } = setup({ state: null });
    world.chain = world.chain.map((block) => ({ ...block, at: 1, hash: 'other' }));
    expect(await run()).toEqual({ kind: 'halted', epoch: 2, counted: ['halted'] });
    expect(said).toEqual(['mark 2', 'alert restore block 0: hash', 'unlock']);
    expect(plans).toEqual([]);
  });

  test('is kept back, and a person is told, when orders contradict each other', async () => {
    const { said, run } = setup({ orders: [order('ada', 1), order('bob', 1)] });
    expect(await run()).toMatchObject({ kind: 'halted' });
    expect(said).toEqual(['mark 2', 'alert restore a unit has two live orders', 'unlock']);
  });

  test('is not said to be restored when Redis has no room for it', async () => {
    const { said, run } = setup({ adopts: ['unavailable'] });
    await expect(run()).rejects.toThrow('Redis is full');
    expect(said).not.toContain('finished 2');
    expect(said.at(-1)).toBe('unlock');
  });

  test('has the orders, and the marks that the sale keeps already', async () => {
    const marks = [{ epoch: 1, seq: SEQ + 2 }];
    const { said, plans, run } = setup({ of: { marks }, orders: [order('b1', 1)] });
    expect(await run()).toMatchObject({ kind: 'adopt' });
    expect(said).toEqual(['mark 2', 'finished 2', 'unlock']);
    expect(plans).toMatchObject([{ marks, sold: [{ buyer: 'b1', orderId: 'order-b1' }] }]);
  });

  test('answers a change of stock again unless it is one that takes units away and is still pending', async () => {
    const adjusts = [
      { id: 'up', by: 1, state: 'pending', floor: null },
      { id: 'down', by: -1, state: 'pending', floor: null },
      { id: 'taken', by: -1, state: 'done', floor: null },
      { id: 'refused', by: -2, state: 'refused', floor: 2 },
    ] as Sale['adjusts'];
    const { plans, run } = setup({ of: { adjusts } });
    await run();
    expect(plans[0]?.applied).toEqual([
      { id: 'up', floor: null },
      { id: 'taken', floor: null },
      { id: 'refused', floor: 2 },
    ]);
  });

  test.each<[string, SaleState['told'], string[]]>([
    ['says which rules became different while it was frozen', { message: 'Welcome' }, ['message']],
    ['says nothing of rules when Redis did not know them', undefined, []],
  ])('%s', async (_what, told, changes) => {
    const { plans, run } = setup({ of: { message: 'Back soon' }, state: { ...frozen, told } });
    await run();
    expect(plans[0]?.entries.map(({ type }) => type)).toEqual(['adopt', ...changes]);
  });
});

describe('all holds move', () => {
  test.each([
    ['not', 'after a short gap', { awayMs: 1_000 }, 0],
    ['back', 'by the time in which buyers could not use them', { awayMs: 1_001.4 }, 1_001],
    ['not', 'with a clock that differs a little', { now: NOW - 30_000 }, 0],
    ['back', 'together with a clock that was set back', { now: NOW - 30_001 }, -30_001],
  ])('%s %s', (_where, _when, times, expected) => {
    expect(shiftOf({ stateAt: NOW, now: NOW, awayMs: 0, ...times })).toBe(expected);
  });

  test('by the time for which the worker could not read the sale', async () => {
    const hold = { buyer: 'b1', seq: SEQ + 1, unit: 1, fence: SEQ + 1, expiresAt: NOW + 5_000 };
    const holds = [{ ...hold, price: 5, extensions: 0, claimed: false }];
    const { plans, run } = setup({ state: { ...frozen, holds }, log: [], chain: [] });
    await run({ awayMs: 4_000 });
    expect(plans[0]?.holds).toMatchObject([{ buyer: 'b1', expiresAt: NOW + 9_000 }]);
  });
});
