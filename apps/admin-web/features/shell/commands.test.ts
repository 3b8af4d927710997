import { expect, test } from 'vitest';
import { type Command, matching, recordsIn } from './commands.ts';

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

test('what a search has found leads to its page, and a guest is called by the address that was typed', () => {
  const found = recordsIn(
    {
      orders: [
        {
          id: 'o1',
          orderCode: 'K7M-4QX-9HX',
          userEmail: 'ada@example.org',
          flashSaleId: 's1',
          saleName: 'Night Runner 2',
          createdAt: '2026-06-01T10:00:00.000Z',
        },
      ],
      people: [
        {
          buyer: 'g1',
          kind: 'guest',
          name: null,
          email: null,
          state: 'waiting',
          position: 1_204,
          flashSaleId: 's1',
          saleName: 'Night Runner 2',
        },
      ],
      audit: [
        { id: 'a1', action: 'sale.pause', requestId: 'mx1-4', at: '2026-06-01T10:00:00.000Z' },
      ],
    },
    'ada@example.org',
  );
  expect(found.map(({ group, label, href }) => [group, label, href])).toEqual([
    ['Orders', 'Order K7M-4QX-9HX', '/dashboard/orders/o1'],
    ['People', 'ada@example.org', '/dashboard/flash-sales/s1/line?person=g1'],
    ['Audit log', 'Paused the sale', '/dashboard/audit?q=mx1-4'],
  ]);
  expect(found[1]?.hint).toBe('Night Runner 2 · Waiting, place 1,204');
});
