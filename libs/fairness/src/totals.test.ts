import { describe, expect, test } from 'vitest';
import type { Change, LogEntry } from './entry.ts';
import { emptyTotals, totalsAfter } from './totals.ts';

const logOf = (...changes: Change[]): LogEntry[] =>
  changes.map((change, i) => ({ n: i + 1, at: 1_000 + i, ...change }));
const join = (seq: number): Change => ({ type: 'join', seq, buyer: `g${seq}`, late: false });
const hold = (seq: number) => ({ buyer: `g${seq}`, seq, unit: seq, fence: seq });
const grant = (...seqs: number[]): Change => ({
  type: 'grant',
  mode: 'fast',
  expiresAt: 9_000,
  price: 1,
  holds: seqs.map(hold),
});

describe('totals', () => {
  const log = logOf(
    join(1),
    join(2),
    join(3),
    join(4),
    grant(1, 2),
    { type: 'settle', buyer: 'g1', unit: 1, attempt: 3 },
    { type: 'leave', buyer: 'g3', seq: 3, unit: null },
    { type: 'leave', buyer: 'g2', seq: 2, unit: 2 },
    { type: 'refund', buyer: 'g1', unit: 1, fence: 3 },
  );

  test('say what a log adds up to, and who is in line', () => {
    expect(totalsAfter(emptyTotals(), log)).toMatchObject({
      joined: 4,
      granted: 2,
      settled: 1,
      refunded: 1,
      left: 2,
      waiting: 1,
      seq: 4,
      mode: 'fast',
    });
  });

  test('are the same wherever the log is cut in two', () => {
    const whole = totalsAfter(emptyTotals(), log);
    for (let cut = 0; cut <= log.length; cut += 1) {
      const first = totalsAfter(emptyTotals(), log.slice(0, cut));
      expect(totalsAfter(first, log.slice(cut))).toEqual(whole);
    }
  });

  test('leave what they are added to as it was', () => {
    const before = emptyTotals();
    totalsAfter(before, log);
    expect(before).toEqual(emptyTotals());
  });
});
