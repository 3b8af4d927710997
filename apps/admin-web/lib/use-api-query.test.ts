import type { Refusal } from '@flash/client';
import { expect, test } from 'vitest';
import { RefusedError, retryDelayMs, shouldRetry } from './use-api-query.ts';

const refused = (status: number, retryAfterMs: number | null = null) =>
  new RefusedError({ title: 'No', status, retryAfterMs } as Refusal);

test.each([0, 429, 500, 503])('a call refused with %s is retried up to three times', (status) => {
  expect(shouldRetry(0, refused(status))).toBe(true);
  expect(shouldRetry(3, refused(status))).toBe(false);
});

test.each([400, 401, 403, 404, 409, 412])('a call refused with %s is not retried', (status) => {
  expect(shouldRetry(0, refused(status))).toBe(false);
});

test('the retry delay follows the API’s Retry-After, or else backs off', () => {
  expect(retryDelayMs(0, refused(503, 2_000))).toBe(2_000);
  expect(retryDelayMs(1, refused(503))).toBe(1_000);
});
