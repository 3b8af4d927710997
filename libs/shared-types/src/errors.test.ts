import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { errors, errorsMarkdown, isErrorCode } from './errors.ts';
import { problem, problemOf } from './problem.ts';

describe('the error catalogue', () => {
  test.each(Object.entries(errors))('%s is a whole sentence for a person', (code, entry) => {
    expect(code).toMatch(/^[A-Z]+(?:_[A-Z]+)*$/);
    expect(entry.status).toBeGreaterThanOrEqual(400);
    expect(entry.status).toBeLessThanOrEqual(503);
    expect(entry.title).not.toMatch(/\.$/);
    expect(entry.detail).toMatch(/^[A-Z].*\.$/);
    expect(`${entry.title} ${entry.detail}`).not.toMatch(/redis|mongo|lua|undefined|exception/i);
  });

  test('never calls an unknown outcome a failure', () => {
    expect(errors.CONFIRM_PENDING.status).toBe(503);
    expect(`${errors.CONFIRM_PENDING.title} ${errors.CONFIRM_PENDING.detail}`).not.toMatch(/fail/i);
  });

  test('makes problems that old clients can read', () => {
    const made = problemOf({ code: 'SOLD_OUT', instance: '/orders/buy', requestId: 'r1' });
    expect(problem.parse(made)).toEqual(made);
    expect(made).toMatchObject({
      type: '/docs/errors.md#sold_out',
      status: 409,
      message: made.detail,
    });
    expect(problem.safeParse({ ...made, code: 'toString' }).success).toBe(false);
    expect(isErrorCode('constructor')).toBe(false);
  });

  test('is what docs/errors.md says (npm run docs writes it)', () => {
    const page = new URL('../../../docs/errors.md', import.meta.url);
    expect(readFileSync(page, 'utf8')).toBe(errorsMarkdown());
  });
});
