import { emptyTotals, type LogEntry } from '@flash/fairness';
import { describe, expect, test } from 'vitest';
import { createMeter, createWaits } from './meter.ts';

const START = 1_800_000_000_000;
let n = 0;
const join = (at: number): LogEntry => {
  n += 1;
  return { n, at: START + at, type: 'join', seq: n, buyer: `g${n}`, late: false };
};

describe('what the console draws', () => {
  test('is the same for every viewer, whenever that viewer began to watch', () => {
    const [early, late] = [createMeter(), createMeter()];
    const entries = Array.from({ length: 400 }, (_, i) => join(i * 25));
    early.begin([]);
    for (const entry of entries) {
      early.add(entry);
    }
    // The late one begins at what a block says of the first half.
    const half = createMeter();
    half.begin([]);
    const marks = entries.slice(0, 200).map((entry) => {
      half.add(entry);
      return { at: entry.at, totals: { ...half.totals } };
    });
    late.begin(marks);
    for (const entry of entries.slice(200)) {
      late.add(entry);
    }
    const now = START + 10_000;
    expect(late.totals).toEqual(early.totals);
    expect(late.rates(now)).toEqual(early.rates(now));
    expect(late.rates(now).joins).toBe(40);
    expect(late.history(0, now, 0)).toEqual(early.history(0, now, 0));
    expect(late.history(0, now, 0)).toHaveLength(10);
  });

  test('goes on with the points that are new, each second once', () => {
    const meter = createMeter();
    meter.begin([{ at: START - 60_000, totals: { ...emptyTotals(), joined: 7 } }]);
    const first = meter.history(0, START + 400, 0);
    const next = meter.history(START + 400, START + 1_400, 0);
    expect(first.at(-1)).toMatchObject({ at: new Date(START).toISOString(), joined: 7 });
    expect(next.map(({ at }) => at)).toEqual([new Date(START + 1_000).toISOString()]);
  });

  test('falls silent with the line, and forgets what is long ago', () => {
    const meter = createMeter();
    meter.begin([]);
    for (let second = 0; second < 1_000; second += 1) {
      meter.add(join(second * 1_000));
    }
    const points = meter.history(0, START + 1_000_000, 0);
    expect(points).toHaveLength(120);
    expect(meter.rates(START + 1_006_000)).toEqual({ joins: 0, grants: 0, confirms: 0 });
  });
});

const grant = (at: number, seqs: number[]): LogEntry => ({
  n: at,
  at,
  type: 'grant',
  mode: 'normal',
  expiresAt: at + 1,
  price: 1,
  holds: seqs.map((seq) => ({ buyer: `g${seq}`, seq, unit: seq, fence: seq })),
});

test('of a crowd that was served at once, a few speak for all, and for no longer than a minute', async () => {
  const asked: number[] = [];
  const waits = createWaits(async (_sale, seqs) => {
    asked.push(...seqs);
    return new Map(seqs.map((seq) => [seq, 10_000 - seq]));
  });
  waits.see(
    grant(
      10_000,
      Array.from({ length: 1_000 }, (_, i) => i + 1),
    ),
  );
  await waits.settle('sale', 1);
  expect(asked.length).toBeLessThanOrEqual(24);
  const { p50, p95 } = waits.spread(10_000);
  expect(p50).toBeGreaterThan(450);
  expect(p50).toBeLessThan(550);
  expect(p95).toBeGreaterThan(900);
  expect(waits.spread(80_000)).toEqual({ p50: null, p95: null });
});

test('the join time of a buyer who was seen joining is not looked up', async () => {
  const waits = createWaits(async (_sale, seqs) => {
    expect(seqs).toEqual([]);
    return new Map();
  });
  waits.see({ n: 1, at: 500, type: 'join', seq: 7, buyer: 'g7', late: false });
  waits.see(grant(2_000, [7]));
  await waits.settle('sale', 2);
  expect(waits.spread(2_000)).toEqual({ p50: 1_500, p95: 1_500 });
});
