import { expect, test } from 'vitest';
import { anOverview, at } from '../overview.fixture.ts';
import { offersFor } from './offers.ts';

const pause = { reason: 'The till', since: at(0) };

test('offers one of pause and resume, never both', () => {
  expect(offersFor({ stage: 'live', overview: anOverview() })[0]).toBe('pause');
  expect(offersFor({ stage: 'paused', overview: anOverview({ pause }) })[0]).toBe('resume');
});

test('lets a sale that was paused before its start be resumed before its start', () => {
  expect(offersFor({ stage: 'lobby', overview: anOverview({ pause }) })).toContain('resume');
});

test('offers nothing that touches people once a sale is put away', () => {
  expect(offersFor({ stage: 'archived', overview: anOverview() })).toEqual([]);
  expect(offersFor({ stage: 'ended', overview: anOverview() })).not.toContain('end');
});

test('offers to publish a draft first', () => {
  expect(offersFor({ stage: 'draft', overview: anOverview() })[0]).toBe('schedule');
});
