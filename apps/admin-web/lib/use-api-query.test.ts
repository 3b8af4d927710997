import type { Refusal } from '@flash/web';
import { expect, test } from 'vitest';
import { isWorthAsking, pauseBeforeAsking, RefusedError } from './use-api-query.ts';

const refused = (status: number, retryAfterMs: number | null = null) =>
  new RefusedError({ title: 'No', status, retryAfterMs } as Refusal);

test.each([0, 429, 500, 503])(
  'asks again after %s: a moment later it may be different',
  (status) => {
    expect(isWorthAsking(0, refused(status))).toBe(true);
    expect(isWorthAsking(3, refused(status))).toBe(false);
  },
);

test.each([400, 401, 403, 404, 409, 412])(
  'says %s at once, it will not change by asking',
  (status) => {
    expect(isWorthAsking(0, refused(status))).toBe(false);
  },
);

test('waits as long as the API wishes', () => {
  expect(pauseBeforeAsking(0, refused(503, 2_000))).toBe(2_000);
  expect(pauseBeforeAsking(1, refused(503))).toBe(1_000);
});
