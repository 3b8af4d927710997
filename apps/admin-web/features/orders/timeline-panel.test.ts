import { describe, expect, test } from 'vitest';
import { stepsOf } from './timeline-panel.tsx';

describe('the timeline of an order', () => {
  test('shows each step with the time since the one before', () => {
    const steps = stepsOf([
      { at: '2026-06-01T10:00:00.120Z', kind: 'joined', detail: 'place 204', n: 204 },
      { at: '2026-06-01T10:00:02.620Z', kind: 'held', detail: 'unit 189', n: 611 },
      { at: '2026-06-01T10:03:04.620Z', kind: 'confirmed', detail: null, n: null },
    ]);
    expect(steps.map(({ title, detail, after, n }) => [title, detail, after, n])).toEqual([
      ['Joined the line', 'place 204', null, 204],
      ['Got a unit on hold', 'unit 189', `${(2.5).toLocaleString()} s`, 611],
      ['Bought', null, '3 min 2 s', null],
    ]);
  });

  test('shows the state of a refund', () => {
    const at = '2026-06-01T10:00:00.000Z';
    const said = (detail: string) =>
      stepsOf([{ at, kind: 'refunded', detail, n: null }])[0]?.detail;
    expect(said('refund pending')).toBe('the refund is in progress');
    expect(said('refunded')).toBe('the money was refunded');
  });
});
