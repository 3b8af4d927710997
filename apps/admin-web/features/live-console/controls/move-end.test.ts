import { describe, expect, test } from 'vitest';
import type { TeamApi } from '../../../lib/team-api.ts';
import { aSale } from '../../sale/sale.fixture.ts';
import { moveEnd } from './move-end.ts';

const seen = aSale({ version: 3 });
const requested = Date.parse(seen.endsAt) + 60_000;

/** An API that holds this version of the sale and records the versions it is asked to change. */
function apiWith(now: ReturnType<typeof aSale>) {
  const asked: number[] = [];
  const ok = <Value>(value: Value) => ({ ok: true as const, value, status: 200, startedAt: 0 });
  const changed = { ok: false as const, refusal: { code: 'SALE_CHANGED' } };
  const team = {
    getSale: async () => ok(now),
    updateSale: async ({ ifVersion, body }: { ifVersion: number; body: object }) => {
      asked.push(ifVersion);
      return ifVersion === now.version ? ok({ ...now, ...body }) : changed;
    },
  };
  return { team: team as unknown as TeamApi, asked };
}

describe('moving the end of a sale that others edit', () => {
  test('succeeds when the newer version has the same end', async () => {
    const { team, asked } = apiWith(aSale({ version: 4 }));
    expect(await moveEnd(team, seen, requested, 'late')).toMatchObject({ ok: true });
    expect(asked).toEqual([3, 4]);
  });

  test('is refused when another member has moved the end', async () => {
    const { team, asked } = apiWith(aSale({ version: 4, endsAt: '2027-06-01T13:00:00.000Z' }));
    expect(await moveEnd(team, seen, requested, 'late')).toMatchObject({
      refusal: { code: 'SALE_CHANGED' },
    });
    expect(asked).toEqual([3]);
  });

  test('succeeds when only the answer of the first attempt was lost', async () => {
    const endsAt = new Date(requested).toISOString();
    const { team, asked } = apiWith(aSale({ version: 4, endsAt }));
    expect(await moveEnd(team, seen, requested, 'late')).toMatchObject({
      ok: true,
      value: { endsAt },
    });
    expect(asked).toEqual([3]);
  });
});
