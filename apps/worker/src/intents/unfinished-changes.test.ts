import type { AuditIntent, Block, Database, LiveOrder, Orders, Sale, Sales } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import type { Election, Engine } from '@flash/reservation';
import { defaultTerms } from '@flash/shared-types';
import { describe, expect, test } from 'vitest';
import { createBlockCodec } from '../log-store/block-codec.ts';
import {
  createCompleteAuditRows,
  createFinishStock,
  createReturnUnits,
  createSendRules,
} from './unfinished-changes.ts';

test('the rules of a sale are sent to Redis, and none of a deleted sale', async () => {
  const sent: object[] = [];
  const engine = { rules: async (_sale: string, rules: object) => void sent.push(rules) };
  const stored = { ...defaultTerms, paused: null, message: 'Hello', status: 'OnSchedule' };
  for (const sale of [stored, null]) {
    const sales = { get: async () => sale } as unknown as Sales;
    await createSendRules(engine as unknown as Engine, sales)('s');
  }
  expect(sent).toMatchObject([{ message: 'Hello', closed: false }]);
});

describe('a change of stock that was begun', () => {
  type Answer = { kind: string; epoch: number; floor?: number };

  async function finish(adjusts: object[] | null, answers: Answer[] = [], finished = 'done') {
    const said: string[] = [];
    const engine = {
      async adjust(_sale: string, { id, by }: { id: string; by: number }) {
        said.push(`ask for ${id} ${by}`);
        return answers.shift();
      },
    } as unknown as Engine;
    const sales = {
      get: async () => adjusts && { adjusts },
      async finishAdjust(_sale: string, id: string, { epoch }: { epoch: number }, verdict: object) {
        said.push(`note ${id} in ${epoch} ${JSON.stringify(verdict)}`);
        return { kind: finished };
      },
    } as unknown as Sales;
    const alert = (kind: string, _sale: unknown, details: object) =>
      said.push(`alert ${kind} ${JSON.stringify(details)}`);
    await createFinishStock({ engine, sales, alert })('s');
    return said;
  }

  const down = { id: 'down', by: -2, state: 'pending' };
  const up = { id: 'up', by: 1, state: 'pending' };

  test('is asked for again while it is pending, and its answer is noted', async () => {
    const changes = [{ ...up, id: 'old', state: 'done' }, down, up];
    const answers = [
      { kind: 'refused', epoch: 2, floor: 4 },
      { kind: 'adjusted', epoch: 2 },
    ];
    expect(await finish(changes, answers)).toEqual([
      'ask for down -2',
      'note down in 2 {"kind":"refused","floor":4}',
      'ask for up 1',
      'note up in 2 {"kind":"done"}',
    ]);
  });

  test('waits, with those after it, while Redis does not serve the sale', async () => {
    const said = await finish([down, up], [{ kind: 'unavailable', epoch: 0 }]);
    expect(said).toEqual(['ask for down -2']);
  });

  test('that left fewer units than were sold is told to a person', async () => {
    const said = await finish([down], [{ kind: 'adjusted', epoch: 2 }], 'short');
    expect(said.at(-1)).toBe('alert stock {"adjust":"down","by":-2}');
  });

  test('of a deleted sale is nothing to do', async () => {
    expect(await finish(null)).toEqual([]);
  });
});

describe('the unit of a refunded order', () => {
  async function giveBack(outcome: object, sale: object | null = { status: 'OnSchedule' }) {
    const returned: string[] = [];
    const due = [{ id: 'o', saleId: 's', buyer: 'ada', unit: 1, fence: 7 } as LiveOrder];
    const count = await createReturnUnits({
      engine: { refund: async () => outcome } as unknown as Engine,
      orders: {
        pendingUnitReturns: async () => due,
        unitReturned: async (id: string) => void returned.push(id),
      } as unknown as Orders,
      sales: { get: async () => sale } as unknown as Sales,
    })();
    expect(count).toBe(1);
    return returned.includes('o');
  }
  const missing = { kind: 'unavailable', why: 'missing' };

  test.each<[string, boolean, object, object | null]>([
    ['is back when Redis gave it back', true, { kind: 'returned' }, null],
    ['is back when Redis had given it back before', true, { kind: 'already' }, null],
    [
      'is asked for again when Redis could not say',
      false,
      { kind: 'unavailable', why: 'epoch' },
      { status: 'archived' },
    ],
    ['is asked for again when Redis has lost its sale', false, missing, { status: 'OnSchedule' }],
    ['is no longer asked for when its sale is archived', true, missing, { status: 'archived' }],
    ['is no longer asked for when its sale is deleted', true, missing, null],
  ])('%s', async (_what, isBack, outcome, sale) => {
    expect(await giveBack(outcome, sale)).toBe(isBack);
  });
});

describe('a row of the audit log that announces a change', () => {
  const sale = { id: 'a'.repeat(24), leafKey: 'key' } as Sale;
  const codec = createBlockCodec();
  const NOW = 10_000_000;
  const release = (n: number, buyer: string): LogEntry => {
    return { n, at: n, type: 'release', buyer, unit: 1, fence: 1 };
  };
  const leave = (n: number, buyer: string): LogEntry => {
    return { n, at: n, type: 'leave', buyer, seq: 1, unit: null };
  };
  const resume = (n: number): LogEntry => ({ n, at: n, type: 'resume' });

  const row = {
    ...{ id: 'row', saleId: sale.id, subject: 'ada', action: 'buyer.release' },
    ...{ at: NOW - 6_000, afterN: 2 },
  } as AuditIntent;

  function setup({ of: changes = {} as Partial<AuditIntent>, leads = true } = {}) {
    const chain: Block[] = [];
    const said: string[] = [];
    const db = {
      audit: {
        unfinished: async () => [{ ...row, ...changes }],
        complete: async (id: string, outcome: string) => void said.push(`${id} ${outcome}`),
      },
      blocks: {
        last: async () => chain.at(-1) ?? null,
        headsSince: async () => chain.toReversed(),
        async *naming(_sale: string, subject: string, from: number, to: number) {
          said.push(`search ${from} to ${to}`);
          const names = (block: Block) => block.people.some(({ buyer }) => buyer === subject);
          yield* chain.slice(from, to + 1).filter(names);
        },
      },
    } as unknown as Database;
    const election = { lead: async () => leads } as unknown as Election;
    const complete = createCompleteAuditRows({ db, election });
    return {
      /** One block for each of these lists of entries. */
      store(...parts: LogEntry[][]) {
        for (const entries of parts) {
          chain.push(codec.encode({ sale, epoch: 1, last: chain.at(-1) ?? null, entries }));
        }
      },
      async complete() {
        said.length = 0;
        const completed = await complete(NOW);
        return { completed, said: [...said] };
      },
    };
  }

  test('is done when the log has the change behind the entry at which it was announced', async () => {
    const { store, complete } = setup();
    store([resume(1)], [release(2, 'ada')], [leave(3, 'ada')], [resume(4), release(5, 'ada')]);
    const done = { completed: 1, said: ['search 2 to 3', 'row done'] };
    expect(await complete()).toEqual(done);
  });

  test.each<[string, LogEntry[]]>([
    ['made before it', [resume(1), release(2, 'ada'), resume(3)]],
    ['another change', [resume(1), resume(2), leave(3, 'ada'), resume(4)]],
    ['made for another buyer', [resume(1), resume(2), leave(3, 'ada'), release(4, 'bob')]],
  ])('waits while the log has only what was %s', async (_what, entries) => {
    const { store, complete } = setup();
    store(entries);
    expect(await complete()).toEqual({ completed: 0, said: ['search 0 to 0'] });
  });

  test('is searched for in each block once, from the first one that can have it', async () => {
    const { store, complete } = setup();
    store([resume(1)], [resume(2)]);
    expect((await complete()).said).toEqual(['search 2 to 1']);
    store([resume(3)], [resume(4)]);
    expect((await complete()).said).toEqual(['search 2 to 3']);
    store([release(5, 'ada')]);
    expect((await complete()).said).toEqual(['search 4 to 4', 'row done']);
  });

  test('waits for a sale of which nothing is stored yet', async () => {
    expect(await setup().complete()).toEqual({ completed: 0, said: [] });
  });

  test.each([{ saleId: null }, { subject: null }, { afterN: null }])(
    'is not searched for when it has %j',
    async (changes) => {
      const { store, complete } = setup({ of: changes });
      store([resume(1), resume(2), release(3, 'ada')]);
      expect(await complete()).toEqual({ completed: 0, said: [] });
    },
  );

  test.each([
    ['still waits', 600_000, []],
    ['is completed with an unknown outcome', 600_001, ['row unknown']],
  ])('%s when no change was found after %i ms', async (_what, age, said) => {
    const { complete } = setup({ of: { at: NOW - age } });
    expect(await complete()).toEqual({ completed: said.length, said });
  });

  test('is left to the worker that leads this work', async () => {
    const { store, complete } = setup({ leads: false });
    store([resume(1), resume(2), release(3, 'ada')]);
    expect(await complete()).toEqual({ completed: 0, said: [] });
  });
});
