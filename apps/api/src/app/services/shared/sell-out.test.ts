import type { LogEntry } from '@flash/fairness';
import { describe, expect, it } from 'vitest';
import type { Look } from './cached-snapshot.ts';
import { createSellOut } from './sell-out.ts';

const look = (sold: number) => ({ snapshot: { n: 10, stock: 5, sold } }) as Look;
const settle = (n: number): LogEntry => ({
  n,
  at: 0,
  type: 'settle',
  buyer: 'b',
  unit: n,
  attempt: n,
});

describe('the sell-out', () => {
  it('is reached by the last unit, once, and by nothing the look had seen', () => {
    const sellOut = createSellOut(look(3));
    const reached = [9, 10, 11, 12, 13].map((n) => sellOut.isReachedBy(settle(n)));
    expect(reached).toEqual([false, false, false, true, false]);
  });

  it('is not reached by anything but sales', () => {
    const sellOut = createSellOut(look(4));
    const leave: LogEntry = { n: 11, at: 0, type: 'leave', buyer: 'b', seq: 1, unit: null };
    expect(sellOut.isReachedBy(leave)).toBe(false);
  });

  it('says nothing while Redis did not tell how much is left', () => {
    expect(createSellOut({ snapshot: null } as Look).isReachedBy(settle(1))).toBe(false);
  });
});
