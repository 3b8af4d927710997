import { applyEntry, type Change, emptyFold, type Fold, type LogEntry } from '@flash/fairness';
import { expect, test } from 'vitest';
import { epochBase } from '../rules.ts';
import type { LiveOrder, RestorePlan } from './plan.ts';
import { foldedState, reconcile } from './restore.ts';

const START = 1_000_000;
const HOLD_MS = 60_000;
const GRACE_MS = 10_000;
/** How long after the last entry the sale is restored: longer than any hold lasts. */
const OUTAGE_MS = 300_000;

/** Changes with their numbers, all of one moment. */
function numbered(after: readonly LogEntry[], at: number, changes: readonly Change[]): LogEntry[] {
  return changes.map((change, i) => ({ n: after.length + 1 + i, at, ...change }));
}

function foldOf(entries: readonly LogEntry[]): Fold {
  const fold = emptyFold();
  for (const entry of entries) {
    applyEntry(fold, entry);
  }
  return fold;
}

/** Ten units of which one is sold, one bought and refunded, and eight are held; two more wait. */
function busySale(): LogEntry[] {
  const buyers = Array.from({ length: 12 }, (_, i) => `buyer${i + 1}`);
  const seqOf = (i: number) => epochBase(1) + 1 + i;
  const holds = buyers.slice(0, 10).map((buyer, i) => {
    return { buyer, seq: seqOf(i), unit: i + 1, fence: seqOf(i) };
  });
  const claim = (buyer: string, i: number): Change => {
    return { type: 'claim', buyer, fence: seqOf(i), attempt: seqOf(20 + i) };
  };
  return numbered([], START, [
    { type: 'activate', epoch: 1, stock: 10 },
    ...buyers.map((buyer, i): Change => ({ type: 'join', buyer, seq: seqOf(i), late: false })),
    { type: 'grant', mode: 'normal', expiresAt: START + HOLD_MS, price: 5, holds },
    ...['buyer1', 'buyer2', 'buyer3', 'buyer4'].map(claim),
    { type: 'settle', buyer: 'buyer1', unit: 1, attempt: seqOf(20) },
    { type: 'settle', buyer: 'buyer2', unit: 2, attempt: seqOf(21) },
  ]);
}

/** `buyer2` was refunded, `buyer3` is bought and not settled, `buyer11` bought the unit of a holder. */
const orders: LiveOrder[] = [
  ['buyer1', 1, epochBase(1) + 21, 1] as const,
  ['buyer3', 3, epochBase(1) + 23, 3] as const,
  ['buyer11', 7, epochBase(1) + 40, 11] as const,
].map(([buyer, unit, fence, place]) => {
  return { id: `order-${buyer}`, buyer, unit, fence, seq: epochBase(1) + place };
});

/** The stock was cut to nine meanwhile: three sold, six of the seven other holders keep a hold. */
function restored(
  entries: readonly LogEntry[],
  how: 'adopt' | 'rebuild',
  now: number,
  more: { stock?: number; orders?: LiveOrder[] } = {},
) {
  const state = foldedState(foldOf(entries));
  const outcome = reconcile({
    how,
    epoch: state.epoch + 1,
    stock: 9,
    state,
    orders,
    now,
    storedN: state.n,
    shiftMs: 0,
    graceMs: GRACE_MS,
    marks: [],
    applied: [],
    ...more,
  });
  if (outcome.kind === 'halt') {
    throw new Error(outcome.why);
  }
  return { plan: outcome.plan, log: [...entries, ...numbered(entries, now, outcome.plan.entries)] };
}

const places = ({ holds, line }: RestorePlan) => ({
  held: holds.map(({ buyer, seq }) => [buyer, seq]),
  waiting: line?.map(({ buyer, seq }) => [buyer, seq]),
});

/** Of all rebuilds of a log that ends after one of the entries from `first` on. */
function rebuiltFromEachPart(log: readonly LogEntry[], first: number, now: number) {
  const lengths = Array.from({ length: log.length - first }, (_, i) => first + 1 + i);
  return lengths.map((length) => restored(log.slice(0, length), 'rebuild', now));
}

test.each(['adopt', 'rebuild'] as const)(
  'a log that was cut anywhere in the entries of a new epoch (%s) keeps every hold and every place in line',
  (how) => {
    const before = busySale();
    const whole = restored(before, how, START + OUTAGE_MS);
    expect(whole.plan.entries.map((one) => one.type)).toEqual([
      'adopt',
      'refund',
      ...Array(2).fill('settle'),
      ...Array(6).fill('rehold'),
      'requeue',
    ]);
    // Where the whole line is known it is made anew.
    expect([whole.plan.lineAdd, whole.plan.lineRemove]).toEqual([[], []]);
    const expected = places(whole.plan);
    expect(expected.held.map(([buyer]) => buyer)).toEqual(
      [4, 5, 6, 7, 8, 9].map((place) => `buyer${place}`),
    );
    expect(expected.waiting?.map(([buyer]) => buyer)).toEqual(['buyer10', 'buyer12']);
    const now = START + 2 * OUTAGE_MS;
    for (const once of rebuiltFromEachPart(whole.log, before.length, now)) {
      expect(places(once.plan)).toEqual(expected);
      // And the same when that rebuild is cut in its turn.
      const known = once.plan.n;
      for (const twice of rebuiltFromEachPart(once.log, known, now + OUTAGE_MS)) {
        expect(places(twice.plan)).toEqual(expected);
      }
    }
  },
);

test('the log of a rebuild ends a place that a buyer took after the own unit was freed by hand', () => {
  const [again] = numbered(busySale(), START, [
    { type: 'join', buyer: 'buyer1', seq: epochBase(1) + 13, late: false },
  ]);
  const { plan, log } = restored([...busySale(), ...(again ? [again] : [])], 'rebuild', START);
  const waiting = ['buyer10', 'buyer12'];
  expect(plan.line?.map(({ buyer }) => buyer)).toEqual(waiting);
  expect([...foldOf(log).waiting.keys()].sort()).toEqual(waiting);
  expect(foldOf(log).sold.has('buyer1')).toBe(true);
});

test('the log of a rebuild ends a hold that a buyer was given after the own unit was freed by hand', () => {
  const seq = epochBase(1) + 13;
  const hold = { buyer: 'buyer1', seq, unit: 1, fence: epochBase(1) + 50 };
  const expiresAt = START + HOLD_MS;
  const again = numbered(busySale(), START, [
    { type: 'join', buyer: 'buyer1', seq, late: false },
    { type: 'grant', mode: 'normal', expiresAt, price: 5, holds: [hold] },
  ]);
  const { plan, log } = restored([...busySale(), ...again], 'rebuild', START);
  const ended = { type: 'leave', buyer: 'buyer1', seq, unit: null };
  expect(plan.entries.filter(({ type }) => type === 'leave')).toEqual([ended]);
  expect(plan.holds.some(({ buyer }) => buyer === 'buyer1')).toBe(false);
  expect(foldOf(log).sold.has('buyer1')).toBe(true);
});

test('a hold that a cut log tells only of the epoch before has time left, and one that had run out has none', () => {
  const before = busySale();
  const [late] = numbered(before, START + HOLD_MS, [
    { type: 'extend', buyer: 'buyer5', fence: 1, expiresAt: START + 2 * HOLD_MS },
  ]);
  const log = late ? [...before, late] : before;
  const whole = restored(log, 'adopt', START + OUTAGE_MS);
  const now = START + 2 * OUTAGE_MS;
  for (const { plan } of rebuiltFromEachPart(whole.log, log.length, now)) {
    const left = new Map(plan.holds.map(({ buyer, expiresAt }) => [buyer, expiresAt - now]));
    expect(left.get('buyer5')).toBeGreaterThanOrEqual(GRACE_MS);
    expect(left.get('buyer6')).toBeLessThanOrEqual(0);
  }
});

test('what a log says after the cut rebuild is the state that was rebuilt', () => {
  const before = busySale();
  const whole = restored(before, 'adopt', START + OUTAGE_MS);
  for (const { plan, log } of rebuiltFromEachPart(whole.log, before.length, START + OUTAGE_MS)) {
    const told = foldedState(foldOf(log));
    expect(told.waiting).toEqual(plan.line);
    const facts = (holds: readonly { buyer: string; unit: number; fence: number }[]) =>
      holds.map(({ buyer, unit, fence }) => [buyer, unit, fence]);
    expect(facts(told.holds)).toEqual(facts(plan.holds));
    expect(told.sold.map((one) => one.buyer)).toEqual(plan.sold.map((one) => one.buyer));
  }
});

test.each([
  ['no order', []],
  ['an order of a unit beyond the stock', [{ id: 'o', buyer: 'a', unit: 2, fence: 1, seq: 1 }]],
])(
  'a sale whose stock was cut, and whose whole log is lost, hands out only units that its new log knows (%s)',
  (_, own) => {
    const { plan, log } = restored([], 'rebuild', START, { stock: 1, orders: own });
    expect(foldOf(log).unitTop).toBe(plan.unitTop);
  },
);
