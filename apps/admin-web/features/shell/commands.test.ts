import { expect, test } from 'vitest';
import { type Command, matching } from './commands.ts';

const command = (label: string, hint?: string): Command => ({
  id: label,
  label,
  hint,
  group: 'Actions',
  icon: 'plus',
  run: () => undefined,
});
const all = [command('Sign out'), command('New sale', 'create, schedule'), command('Audit log')];
const labels = (query: string) => matching(all, query).map(({ label }) => label);

test('a command is found by its label and by its synonyms, in any word order', () => {
  expect(labels('schedule')).toEqual(['New sale']);
  expect(labels('LOG aud')).toEqual(['Audit log']);
  expect(labels('nothing like it')).toEqual([]);
});

test('an empty query lists every command, and commands that start with the query come first', () => {
  expect(labels('')).toHaveLength(3);
  expect(matching([...all, command('Scheduled')], 'sch')[0]?.label).toBe('Scheduled');
});
