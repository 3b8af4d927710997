import { describe, expect, it } from 'vitest';
import { bodyOf } from './body-of.ts';
import { draftOf } from './draft.ts';
import { chooseAll, differencesOf, firstChoices, mergeDrafts } from './merge.ts';
import { aSale } from './sale.fixture.ts';

const base = draftOf(aSale());

describe('two people who edit one sale', () => {
  const mine = { ...base, name: 'Mine', description: 'longer', holdMinutes: '10' };
  const theirs = { ...base, name: 'Theirs', pricePerUnit: '99', holdMinutes: '10' };
  const differences = differencesOf(base, mine, theirs);

  it('see each field on which they differ, and who changed it', () => {
    expect(differences.map(({ field, changedBy }) => [field, changedBy])).toEqual([
      ['name', 'both'],
      ['description', 'me'],
      ['pricePerUnit', 'them'],
    ]);
    expect(differences[0]).toMatchObject({ label: 'Name', mine: 'Mine', theirs: 'Theirs' });
  });

  it('are asked only where both changed the same', () => {
    expect(firstChoices(differences)).toEqual({ description: 'mine', pricePerUnit: 'theirs' });
  });

  it('get what was chosen, field by field', () => {
    const choices = { ...firstChoices(differences), name: 'mine' } as const;
    expect(mergeDrafts(mine, theirs, choices)).toEqual({
      ...base,
      name: 'Mine',
      description: 'longer',
      pricePerUnit: '99',
      holdMinutes: '10',
    });
  });

  it('can keep all of the one or take all of the other', () => {
    expect(mergeDrafts(mine, theirs, chooseAll(differences, 'theirs'))).toEqual(theirs);
    expect(mergeDrafts(mine, theirs, chooseAll(differences, 'mine'))).toEqual(mine);
  });
});

describe('times of two versions', () => {
  it('are the same moment, whatever zone the clock hangs in', () => {
    const moved = draftOf(aSale({ timeZone: 'UTC' }));
    const fields = differencesOf(base, base, moved).map(({ field }) => field);
    expect(fields).toEqual(['timeZone']);
  });

  it('stay the moment that was chosen when the zone comes from the other side', () => {
    const mine = { ...base, startsAt: '2027-06-01T13:00' };
    const theirs = draftOf(aSale({ timeZone: 'Asia/Tokyo' }));
    const merged = mergeDrafts(mine, theirs, { startsAt: 'mine', timeZone: 'theirs' });
    expect(merged.startsAt).toBe('2027-06-01T20:00');
    expect(bodyOf(merged).startsAt).toBe(bodyOf(mine).startsAt);
    expect(bodyOf(merged).endsAt).toBe(bodyOf(theirs).endsAt);
  });
});
