import { applyEntry, emptyFold } from '@flash/fairness';
import { expect, test } from 'vitest';
import type { RestoreInput, RestorePlan, StateHold } from './plan.ts';
import { foldedState, reconcile } from './restore.ts';

const NOW = 1_000_000;

function hold(buyer: string, seq: number, unit: number, more: Partial<StateHold> = {}): StateHold {
  const fence = 1_000_000_000 + seq;
  const rest = { price: 5, extensions: 0, claimed: false, expiresAt: NOW + 60_000 };
  return { buyer, seq, unit, fence, ...rest, ...more };
}

function input(
  changes: Omit<Partial<RestoreInput>, 'state'> & { state?: Partial<RestoreInput['state']> },
): RestoreInput {
  const { state, ...rest } = changes;
  return {
    how: 'rebuild',
    epoch: 2,
    stock: 5,
    orders: [],
    now: NOW,
    storedN: 9,
    shiftMs: 0,
    graceMs: 10_000,
    marks: [],
    applied: [],
    ...rest,
    state: {
      epoch: 1,
      n: 9,
      seq: 1_000_000_009,
      serving: 3,
      granted: 4,
      unitTop: 5,
      at: NOW,
      waiting: [],
      holds: [],
      remains: [],
      sold: [],
      networks: null,
      lost: null,
      ...state,
    },
  };
}

function planOf(given: RestoreInput): RestorePlan {
  const outcome = reconcile(given);
  if (outcome.kind === 'halt') {
    throw new Error(outcome.why);
  }
  return outcome.plan;
}

const order = (buyer: string, unit: number, fence = 1_000_000_100 + unit) => ({
  id: `order-${buyer}`,
  buyer,
  unit,
  fence,
  seq: unit,
});

test('places and fences of a new epoch come from a range of their own', () => {
  const plan = planOf(input({ state: { holds: [hold('b', 2, 2), hold('a', 1, 1)] } }));
  expect(plan.holds.map(({ buyer, fence }) => [buyer, fence])).toEqual([
    ['a', 2_000_000_001],
    ['b', 2_000_000_002],
  ]);
  expect(plan).toMatchObject({ seq: 2_000_000_000, fence: 2_000_000_002, n: 9, storedN: 9 });
  expect(plan).toMatchObject({ serving: 3, granted: 4, graceMs: 10_000 });
});

test('an order is the truth: its buyer is sold wherever the state saw him', () => {
  const plan = planOf(
    input({
      state: {
        waiting: [
          { buyer: 'waits', seq: 7 },
          { buyer: 'next', seq: 8 },
        ],
        holds: [hold('holds', 1, 1, { claimed: true })],
        remains: [{ buyer: 'lost', phase: 'expired', seq: 2, at: 1 }],
        sold: [{ buyer: 'known', unit: 4, attempt: 1_000_000_104, seq: 4 }],
      },
      orders: [order('waits', 1), order('holds', 2), order('lost', 3), order('known', 4)],
    }),
  );
  expect(plan.sold.map((one) => [one.buyer, one.unit, one.orderId])).toEqual([
    ['waits', 1, 'order-waits'],
    ['holds', 2, 'order-holds'],
    ['lost', 3, 'order-lost'],
    ['known', 4, 'order-known'],
  ]);
  expect([plan.holds, plan.remains]).toEqual([[], []]);
  expect(plan.line).toEqual([{ buyer: 'next', seq: 8 }]);
  expect(plan.entries).toEqual([
    { type: 'adopt', epoch: 2, how: 'rebuild', mark: 1_000_000_009, stock: 5 },
    { type: 'settle', buyer: 'waits', unit: 1, attempt: 1_000_000_101 },
    { type: 'settle', buyer: 'holds', unit: 2, attempt: 1_000_000_102 },
    { type: 'settle', buyer: 'lost', unit: 3, attempt: 1_000_000_103 },
  ]);
});

test('a line that stays in Redis loses the buyers whose orders it does not know', () => {
  const plan = planOf(
    input({
      how: 'adopt',
      state: { waiting: null, sold: [{ buyer: 'b', unit: 2, attempt: 1_000_000_102, seq: 2 }] },
      orders: [order('a', 1), order('b', 2)],
    }),
  );
  expect([plan.line, plan.lineAdd, plan.lineRemove]).toEqual([null, [], ['a']]);
});

test('a hold whose unit an order owns moves to a free unit; without one its buyer waits again', () => {
  const plan = planOf(
    input({
      stock: 3,
      state: {
        unitTop: 3,
        waiting: [
          { buyer: 'w', seq: 3 },
          { buyer: 'v', seq: 9 },
        ],
        holds: [hold('c', 4, 3), hold('a', 1, 1), hold('b', 2, 2)],
      },
      orders: [order('x', 1)],
    }),
  );
  expect(plan.holds.map(({ buyer, unit }) => [buyer, unit])).toEqual([
    ['a', 3],
    ['b', 2],
  ]);
  expect(plan.line).toEqual([
    { buyer: 'w', seq: 3 },
    { buyer: 'c', seq: 4 },
    { buyer: 'v', seq: 9 },
  ]);
  expect(plan.entries.at(-1)).toEqual({ type: 'requeue', places: [{ buyer: 'c', seq: 4 }] });
  const adopted = planOf(
    input({
      how: 'adopt',
      stock: 0,
      state: { waiting: null, holds: [hold('a', 1, 1)] },
    }),
  );
  expect([adopted.line, adopted.lineAdd]).toEqual([null, [{ buyer: 'a', seq: 1 }]]);
});

test('holders who go back to the line are logged a thousand at a time, so that a block can hold each entry', () => {
  const holds = Array.from({ length: 2_500 }, (_, i) => hold(`b${i}`, i + 1, i + 1));
  const plan = planOf(input({ stock: 0, state: { unitTop: 2_500, holds } }));
  const sizes = plan.entries.flatMap((one) => (one.type === 'requeue' ? [one.places.length] : []));
  expect(sizes).toEqual([1_000, 1_000, 500]);
  expect(plan.line).toHaveLength(2_500);
});

test('a buyer who joined again while the hold was lost from Redis keeps the hold and gets no second place', () => {
  const state = {
    holds: [hold('ada', 1, 1)],
    waiting: [
      { buyer: 'bob', seq: 2 },
      { buyer: 'ada', seq: 3 },
    ],
  };
  const plan = planOf(input({ state }));
  expect(plan.holds).toMatchObject([{ buyer: 'ada', seq: 1, unit: 1 }]);
  expect(plan.line).toEqual([{ buyer: 'bob', seq: 2 }]);
  // Where no unit is left for the hold, the buyer waits at the old place.
  const short = planOf(input({ stock: 1, orders: [order('eve', 1)], state }));
  expect(short.line).toEqual([
    { buyer: 'ada', seq: 1 },
    { buyer: 'bob', seq: 2 },
  ]);
});

test('claims become holds, and every hold is told to the log', () => {
  const plan = planOf(
    input({ state: { holds: [hold('a', 1, 1, { claimed: true, extensions: 1 })] } }),
  );
  expect(plan.entries.at(-1)).toEqual({
    type: 'rehold',
    buyer: 'a',
    seq: 1,
    unit: 1,
    fence: 2_000_000_001,
    expiresAt: NOW + 60_000,
    price: 5,
    extensions: 1,
  });
});

test('holds move with the outage; who held when it stopped has time left, who did not has none', () => {
  const plan = planOf(
    input({
      shiftMs: 2_000,
      state: {
        at: NOW - 5_000,
        holds: [
          hold('long', 1, 1),
          hold('short', 2, 2, { expiresAt: NOW - 4_999 }),
          hold('over', 3, 3, { expiresAt: NOW - 5_000 }),
        ],
      },
    }),
  );
  expect(plan.holds.map((one) => one.expiresAt - NOW)).toEqual([62_000, 10_000, -3_000]);
});

test('a unit whose order was refunded meanwhile is free, and its place stays given up', () => {
  const plan = planOf(
    input({
      state: {
        sold: [
          { buyer: 'r', unit: 1, attempt: 77, seq: 3 },
          { buyer: 's', unit: 2, attempt: 1_000_000_102, seq: 4 },
        ],
        remains: [{ buyer: 'e', phase: 'expired', seq: 2, at: 5 }],
      },
      orders: [order('s', 2)],
    }),
  );
  expect(plan.entries[1]).toEqual({ type: 'refund', buyer: 'r', unit: 1, fence: 77 });
  expect(plan.remains).toEqual([
    { buyer: 'e', phase: 'expired', seq: 2, at: 5 },
    { buyer: 'r', phase: 'left', seq: 3, at: NOW },
  ]);
  expect(plan.unitsFree).toEqual([1]);
});

test('a refunded buyer who has a unit again loses neither order nor hold, and the old order gives nothing back', () => {
  const sold = [
    { buyer: 'bought', unit: 1, attempt: 77, seq: 3 },
    { buyer: 'holds', unit: 2, attempt: 78, seq: 4 },
  ];
  const state = { sold, holds: [hold('holds', 5, 4)] };
  const plan = planOf(input({ state, orders: [order('bought', 3)] }));
  expect(plan.entries.filter(({ type }) => type === 'refund')).toEqual([]);
  expect(plan.remains).toEqual([]);
  expect(plan.sold).toMatchObject([{ buyer: 'bought', unit: 3 }]);
  expect(plan.holds).toMatchObject([{ buyer: 'holds', unit: 4 }]);
});

test('networks of living places, keys of the line and lost holds stay, but for places that an order ends', () => {
  const buyers = ['waits', 'holds', 'bought', 'gone'];
  const lost = new Map([['gone', { count: 2, at: 7 }]]);
  const plan = planOf(
    input({
      state: {
        waiting: [{ buyer: 'waits', seq: 2 }],
        holds: [hold('holds', 1, 1), hold('bought', 3, 3)],
        keyed: [
          { buyer: 'waits', seq: 2, at: 6 },
          { buyer: 'bought', seq: 3, at: 6 },
        ],
        networks: new Map(buyers.map((buyer) => [buyer, `net-${buyer}`])),
        lost,
      },
      orders: [order('bought', 3)],
    }),
  );
  expect(plan.networks).toEqual([
    { buyer: 'waits', network: 'net-waits' },
    { buyer: 'holds', network: 'net-holds' },
  ]);
  expect(plan.keyed).toEqual([{ buyer: 'waits', seq: 2, at: 6 }]);
  expect(plan.lost).toEqual([{ buyer: 'gone', count: 2, at: 7 }]);
});

test('a log of which nothing was stored is one of the first epoch; any other tells epoch and last place', () => {
  const fold = emptyFold();
  expect(foldedState(fold)).toMatchObject({ epoch: 1, seq: 1_000_000_000, n: 0 });
  applyEntry(fold, { n: 1, at: NOW, type: 'activate', epoch: 3, stock: 5 });
  applyEntry(fold, { n: 2, at: NOW, type: 'join', buyer: 'a', seq: 3_000_000_001, late: false });
  expect(foldedState(fold)).toMatchObject({ epoch: 3, seq: 3_000_000_001, n: 2 });
});

test('after declined payments the next attempt waits no longer because a clock was set back', () => {
  const declined = { count: 5, retryAt: NOW + 3_600_020 };
  const state = { at: NOW + 3_600_000, holds: [hold('a', 1, 1, { declined })] };
  const back = planOf(input({ state, shiftMs: -3_600_000 }));
  expect(back.holds[0]?.declined).toEqual({ count: 5, retryAt: NOW + 20 });
  const outage = planOf(input({ state: { holds: [hold('a', 1, 1, { declined })] }, shiftMs: 9 }));
  expect(outage.holds[0]?.declined).toEqual(declined);
});

test('each epoch that ends here leaves its mark; epochs without places leave their first number', () => {
  const marks = [{ epoch: 1, seq: 1_000_000_003 }];
  const plan = planOf(input({ epoch: 4, marks, state: { epoch: 2, seq: 2_000_000_005 } }));
  expect(plan.marks).toEqual([
    { epoch: 1, seq: 1_000_000_003 },
    { epoch: 2, seq: 2_000_000_005 },
    { epoch: 3, seq: 3_000_000_000 },
  ]);
  expect(plan.entries[0]).toMatchObject({ type: 'adopt', epoch: 4, mark: 2_000_000_005 });
  const late = planOf(input({ state: { seq: 5 } }));
  expect(late.marks).toEqual([{ epoch: 1, seq: 1_000_000_000 }]);
  const again = planOf(input({ marks, state: { seq: 1_000_000_009 } }));
  expect(again.marks).toEqual(marks);
  expect(again.entries[0]).toMatchObject({ type: 'adopt', mark: 1_000_000_003 });
});

test('what is not stored is never taken for stored', () => {
  expect(planOf(input({ storedN: 4 })).storedN).toBe(4);
  expect(planOf(input({ storedN: 40 })).storedN).toBe(9);
});

test.each([
  ['a buyer has two live orders', [order('a', 1), order('a', 2)]],
  ['a unit has two live orders', [order('a', 1), order('b', 1)]],
  ['more live orders than units', [1, 2, 3, 4, 5, 6].map((unit) => order(`b${unit}`, unit))],
])('a restore halts instead of guessing when %s', (why, orders) => {
  expect(reconcile(input({ orders }))).toEqual({ kind: 'halt', why });
});

test('an order on a unit beyond the known ones makes room for it', () => {
  const plan = planOf(input({ orders: [order('a', 9)] }));
  expect(plan).toMatchObject({ unitTop: 9, nextUnit: 10, unitsFree: [1, 2, 3, 4] });
  expect(plan.unitsRetired).toEqual([{ from: 5, to: 8 }]);
});
