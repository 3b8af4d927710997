import { describe, expect, test } from 'vitest';
import { actorWords, differenceOf, fieldWords } from './entry.tsx';

describe('the changes of an audit entry', () => {
  test('are listed field by field, without unchanged fields', () => {
    const before = { name: 'Coat', paused: false, stock: 1_000, version: 3 };
    const after = { name: 'Coat', paused: true, stock: 1_050, version: 4 };
    expect(differenceOf(before, after)).toEqual([
      { field: 'Paused', before: 'no', after: 'yes' },
      { field: 'Total units', before: (1_000).toLocaleString(), after: (1_050).toLocaleString() },
    ]);
  });

  test('distinguish an added field from a removed one', () => {
    expect(differenceOf({ pause: null }, { pause: { reason: 'Slow' } })).toEqual([
      { field: 'Pause → reason', before: null, after: 'Slow' },
    ]);
    expect(differenceOf({ message: 'Soon' }, { message: null })).toEqual([
      { field: 'Message', before: 'Soon', after: null },
    ]);
    expect(differenceOf(null, { role: 'viewer' })).toEqual([
      { field: 'Role', before: null, after: 'viewer' },
    ]);
  });

  test('show times as times and lists as lists', () => {
    const [ends] = differenceOf({}, { endsAt: '2026-06-01T10:00:00.000Z' });
    expect(ends?.after).toContain('2026');
    const [since] = differenceOf({}, { since: 1_795_184_554_550 });
    expect(since?.after).toContain('2026');
    expect(differenceOf(['a'], ['a', 'b'])).toEqual([
      { field: 'Value', before: 'a', after: 'a, b' },
    ]);
  });

  test('show a picture as one value, and tell two of the same size apart', () => {
    const size = { width: 800, height: 600, type: 'image/png' };
    const [before, after] = [
      { ...size, hash: 'd0b5bdE8Jbun' },
      { ...size, hash: 'fpZ0GenMtb' },
    ];
    expect(differenceOf({ picture: before }, { picture: after })).toEqual([
      { field: 'Picture', before: '800 × 600, d0b5bd', after: '800 × 600, fpZ0Ge' },
    ]);
  });

  test('can be of any type', () => {
    expect(differenceOf(undefined, undefined)).toEqual([]);
    expect(differenceOf('off', 'on')).toEqual([{ field: 'Value', before: 'off', after: 'on' }]);
    expect(differenceOf({ a: [{ b: 1 }] }, { a: [{ b: 2 }] })).toEqual([
      { field: 'A → 0 → b', before: '1', after: '2' },
    ]);
  });

  test('name fields in words', () => {
    expect(fieldWords('honourHoldsAfterEnd')).toBe('Honour holds after end');
  });
});

test('an entry names a member by the address and a program by its API key', () => {
  const role = 'support' as const;
  expect(actorWords({ id: 'u1', email: 'ada@example.org', role })).toBe('ada@example.org');
  expect(actorWords({ id: 'key_1', email: null, role, name: 'ERP' })).toBe('API key “ERP”');
  expect(actorWords({ id: 'system', email: null, role: null })).toBe('The system');
});
