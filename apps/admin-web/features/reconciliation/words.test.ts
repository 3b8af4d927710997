import { expect, test } from 'vitest';
import { summaryOf } from './words.ts';

test.each([
  [{ total: 0, onTheirWay: 0, provider: 'stripe' }, '0 differences', ''],
  [{ total: 3, onTheirWay: 3, provider: 'stripe' }, '0 differences', '3 more are being settled'],
  [{ total: 4, onTheirWay: 3, provider: 'stripe' }, '1 difference', '3 more are being settled'],
  [{ total: 2, onTheirWay: 0, provider: 'sandbox' }, '2 differences', 'moves no money'],
] as const)(
  'the result of a comparison counts what stays apart from what is on its way: %j',
  (given, title, detail) => {
    const summary = summaryOf(given);
    expect(summary.title).toBe(title);
    expect(summary.detail).toContain(detail);
  },
);
