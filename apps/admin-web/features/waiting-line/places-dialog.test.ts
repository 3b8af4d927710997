import type { PlacesPreview } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { effectWords, filterOf, noPlaces } from './places-dialog.tsx';

const preview: PlacesPreview = {
  flashSaleId: 's',
  action: 'remove',
  places: 412,
  waiting: 380,
  held: 32,
  paying: 0,
  hasMore: false,
  joinedTo: '2026-06-01T10:12:00.000Z',
};

test('the filter is null until it restricts the places in some way', () => {
  expect(filterOf(noPlaces)).toBeNull();
  expect(filterOf({ ...noPlaces, emailPattern: ' ' })).toBeNull();
  expect(filterOf({ ...noPlaces, network: 'abc' })).toEqual({ action: 'remove', network: 'abc' });
  const joinedFrom = '2026-06-01T10:12';
  expect(filterOf({ ...noPlaces, joinedFrom })).toEqual({
    action: 'remove',
    joinedFrom: new Date(joinedFrom).toISOString(),
  });
});

test('the effect says how many buyers are affected and which are not', () => {
  expect(effectWords(preview)).toBe(
    '412 places: 380 waiting, 32 with a hold. These buyers cannot join this sale again. This cannot be undone.',
  );
  const release = {
    ...preview,
    action: 'release',
    places: 1,
    waiting: 0,
    held: 1,
    paying: 2,
  } as const;
  expect(effectWords(release)).toContain('1 buyer loses a hold');
  expect(effectWords(release)).toContain('2 in payment stay unchanged.');
  expect(effectWords({ ...preview, places: 0 })).toBe('No place matches.');
  expect(effectWords({ ...preview, hasMore: true })).toContain('repeat this afterwards');
});
