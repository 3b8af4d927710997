import type { LogEntry } from '@flash/fairness';
import { expect, test } from 'vitest';
import { createWaits } from './waits.ts';

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
