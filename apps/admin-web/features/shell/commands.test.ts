import { expect, test } from 'vitest';
import { type Command, matching } from './commands.ts';

const command = (label: string, hint?: string): Command => ({
  id: label,
  label,
  hint,
  group: 'Do',
  icon: 'plus',
  run: () => undefined,
});
const all = [command('Sign out'), command('New sale', 'create, schedule'), command('Audit log')];
const labels = (query: string) => matching(all, query).map(({ label }) => label);

test('what somebody calls it is enough to find it', () => {
  expect(labels('schedule')).toEqual(['New sale']);
  expect(labels('LOG aud')).toEqual(['Audit log']);
  expect(labels('nothing like it')).toEqual([]);
});

test('without a word everything is there, and the likelier one comes first', () => {
  expect(labels('')).toHaveLength(3);
  expect(matching([...all, command('Scheduled')], 'sch')[0]?.label).toBe('Scheduled');
});
