import { expect, test } from 'vitest';
import { titleOf } from './frame.tsx';

test('the title of a page names the sale first, and a pause before it', () => {
  expect(titleOf({ name: 'Lamp', phase: 'open' }, 'line')).toBe('Lamp · Line · Flash sale · Team');
  expect(titleOf({ name: 'Lamp', phase: 'open' }, 'wall')).toContain('Lamp · Full screen · ');
  expect(titleOf({ name: 'Lamp', phase: 'paused' }, 'live')).toMatch(/^Paused · Lamp · Live/);
});
