import { describe, expect, test } from 'vitest';
import type { TeamApi } from '../../lib/team-api.ts';
import { aSale } from '../sale/sale.fixture.ts';
import { bodyOf, draftOf } from './model.ts';
import { chooseAll, differencesOf, firstChoices, mergeDrafts, saveEdit } from './save-edit.ts';

/** An API that holds this version of the sale and records what is sent to it. */
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

describe('saving an edit of a version that was shown', () => {
  const seen = aSale({ version: 3 });
  const draft = { ...draftOf(seen), name: 'Lamp' };

  test('is repeated on a newer version that differs in no field of the form', async () => {
    const pause = { reason: 'x', since: '2027-06-01T10:00:00.000Z' };
    const { team, sent } = apiWith(aSale({ version: 4, pause, stock: 600 }));
    expect(await saveEdit(team, seen, draft, false)).toMatchObject({ kind: 'saved' });
    expect(sent).toEqual([
      { body: { name: 'Lamp' }, ifVersion: 3 },
      { body: { name: 'Lamp' }, ifVersion: 4 },
    ]);
  });

  test('is a conflict when another member has changed a field of the form', async () => {
    const { team, sent } = apiWith(aSale({ version: 4, description: 'Theirs' }));
    expect(await saveEdit(team, seen, draft, false)).toMatchObject({
      kind: 'conflict',
      sale: { version: 4, description: 'Theirs' },
    });
    expect(sent).toHaveLength(1);
  });

  test('sends nothing when no field was changed', async () => {
    const { team, sent } = apiWith(seen);
    expect(await saveEdit(team, seen, draftOf(seen), false)).toMatchObject({ kind: 'saved' });
    expect(sent).toEqual([]);
  });
});

const base = draftOf(aSale());

describe('two versions of one sale', () => {
  const mine = { ...base, name: 'Mine', description: 'longer', holdMinutes: '10' };
  const theirs = { ...base, name: 'Theirs', pricePerUnit: '99', holdMinutes: '10' };
  const differences = differencesOf(base, mine, theirs);

  test('are compared field by field, with who changed each', () => {
    expect(differences.map(({ field, changedBy }) => [field, changedBy])).toEqual([
      ['name', 'both'],
      ['description', 'me'],
      ['pricePerUnit', 'them'],
    ]);
    expect(differences[0]).toMatchObject({ label: 'Name', mine: 'Mine', theirs: 'Theirs' });
  });

  test('need a choice only where both changed the same field', () => {
    expect(firstChoices(differences)).toEqual({ description: 'mine', pricePerUnit: 'theirs' });
  });

  test('are merged field by field as chosen', () => {
    const choices = { ...firstChoices(differences), name: 'mine' } as const;
    expect(mergeDrafts(mine, theirs, choices)).toEqual({
      ...base,
      name: 'Mine',
      description: 'longer',
      pricePerUnit: '99',
      holdMinutes: '10',
    });
  });

  test('can be chosen as a whole', () => {
    expect(mergeDrafts(mine, theirs, chooseAll(differences, 'theirs'))).toEqual(theirs);
    expect(mergeDrafts(mine, theirs, chooseAll(differences, 'mine'))).toEqual(mine);
  });
});

describe('the times of two versions', () => {
  test('are equal when they are the same moment in different zones', () => {
    const moved = draftOf(aSale({ timeZone: 'UTC' }));
    const fields = differencesOf(base, base, moved).map(({ field }) => field);
    expect(fields).toEqual(['timeZone']);
  });

  test('stay the chosen moment when the zone comes from the other version', () => {
    const mine = { ...base, startsAt: '2027-06-01T13:00' };
    const theirs = draftOf(aSale({ timeZone: 'Asia/Tokyo' }));
    const merged = mergeDrafts(mine, theirs, { startsAt: 'mine', timeZone: 'theirs' });
    expect(merged.startsAt).toBe('2027-06-01T20:00');
    expect(bodyOf(merged).startsAt).toBe(bodyOf(mine).startsAt);
    expect(bodyOf(merged).endsAt).toBe(bodyOf(theirs).endsAt);
  });
});
