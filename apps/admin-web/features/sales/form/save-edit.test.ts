import { describe, expect, it } from 'vitest';
import type { TeamApi } from '../../../lib/team-api.ts';
import { draftOf } from './draft.ts';
import { aSale } from './sale.fixture.ts';
import { saveEdit } from './save-edit.ts';

/** An API that has this version of the sale now, and keeps what is sent to it. */
function apiWith(now: ReturnType<typeof aSale>) {
  const sent: { body: object; ifVersion: number }[] = [];
  const ok = <Value>(value: Value) => ({ ok: true as const, value, status: 200, startedAt: 0 });
  const changed = { ok: false as const, refusal: { code: 'SALE_CHANGED', errors: [] } };
  const team = {
    getSale: async () => ok(now),
    updateSale: async (call: { body: object; ifVersion: number }) => {
      sent.push({ body: call.body, ifVersion: call.ifVersion });
      return call.ifVersion === now.version ? ok({ ...now, ...call.body }) : changed;
    },
  };
  return { team: team as unknown as TeamApi, sent };
}

describe('saving on a version that was seen', () => {
  const seen = aSale({ version: 3 });
  const draft = { ...draftOf(seen), name: 'Lamp' };

  it('goes on top of a pause, which changes nothing that the form shows', async () => {
    const pause = { reason: 'x', since: '2027-06-01T10:00:00.000Z' };
    const { team, sent } = apiWith(aSale({ version: 4, pause, stock: 600 }));
    expect(await saveEdit(team, seen, draft, false)).toMatchObject({ kind: 'saved' });
    expect(sent).toEqual([
      { body: { name: 'Lamp' }, ifVersion: 3 },
      { body: { name: 'Lamp' }, ifVersion: 4 },
    ]);
  });

  it('never goes over somebody else’s words unseen', async () => {
    const { team, sent } = apiWith(aSale({ version: 4, description: 'Theirs' }));
    expect(await saveEdit(team, seen, draft, false)).toMatchObject({
      kind: 'conflict',
      sale: { version: 4, description: 'Theirs' },
    });
    expect(sent).toHaveLength(1);
  });

  it('sends nothing when nothing was changed', async () => {
    const { team, sent } = apiWith(seen);
    expect(await saveEdit(team, seen, draftOf(seen), false)).toMatchObject({ kind: 'saved' });
    expect(sent).toEqual([]);
  });
});
