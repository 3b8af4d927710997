import { expect, test } from 'vitest';
import { anOverview, at } from '../overview.fixture.ts';
import { availableControls } from './available-controls.ts';

const pause = { reason: 'The till', since: at(0) };

test('a sale is offered either Pause or Resume, never both', () => {
  expect(availableControls({ stage: 'live', overview: anOverview() })[0]).toBe('pause');
  expect(availableControls({ stage: 'paused', overview: anOverview({ pause }) })[0]).toBe('resume');
});

test('a sale that was paused before its start can be resumed before its start', () => {
  expect(availableControls({ stage: 'lobby', overview: anOverview({ pause }) })).toContain(
    'resume',
  );
});

test('an archived sale has no controls, and an ended one cannot be ended again', () => {
  expect(availableControls({ stage: 'archived', overview: anOverview() })).toEqual([]);
  expect(availableControls({ stage: 'ended', overview: anOverview() })).not.toContain('end');
});

test('the first control of a draft is to schedule it', () => {
  expect(availableControls({ stage: 'draft', overview: anOverview() })[0]).toBe('schedule');
});
