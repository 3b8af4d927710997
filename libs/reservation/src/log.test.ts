import type { Change } from '@flash/fairness';
import { expect, test } from 'vitest';
import { decodeEntry, encodeChange, oneLine } from './log.ts';
import { parseNotice } from './notices.ts';

const changes: Change[] = [
  { type: 'activate', epoch: 1, stock: 10 },
  { type: 'join', seq: 1_000_000_001, buyer: 'a-b_C', late: false },
  { type: 'join', seq: 1_000_000_002, buyer: 'b', late: true },
  {
    type: 'grant',
    mode: 'fast',
    expiresAt: 5,
    price: 0,
    holds: [
      { buyer: 'a', seq: 1, unit: 2, fence: 3 },
      { buyer: 'b', seq: 2, unit: 9, fence: 4 },
    ],
  },
  { type: 'grant', mode: 'normal', expiresAt: 5, price: 7, holds: [] },
  { type: 'claim', buyer: 'a', fence: 1, attempt: 2 },
  { type: 'settle', buyer: 'a', unit: 1, attempt: 2 },
  { type: 'void', buyer: 'a', unit: 1, attempt: 2, back: 'held', expiresAt: 3 },
  { type: 'void', buyer: 'a', unit: 1, attempt: 2, back: 'freed', expiresAt: 3 },
  { type: 'extend', buyer: 'a', fence: 1, expiresAt: 2 },
  { type: 'leave', buyer: 'a', seq: 1, unit: null },
  { type: 'leave', buyer: '-', seq: 1, unit: 4 },
  { type: 'expire', holds: [{ buyer: 'a', unit: 1, fence: 2 }] },
  { type: 'release', buyer: 'a', unit: 1, fence: 2 },
  { type: 'remove', buyer: 'a', seq: 1, unit: null },
  { type: 'pause', reason: 'two  spaces, and – a dash' },
  { type: 'pause', reason: '' },
  { type: 'resume' },
  { type: 'message', text: 'hello world' },
  { type: 'edit', version: 1, startsAt: 2, endsAt: 3, lobbyOpensAt: 4 },
  { type: 'end' },
  { type: 'adjust', id: 'x', by: -3, stock: 4 },
  { type: 'refund', buyer: 'a', unit: 1, fence: 2 },
  { type: 'shift', byMs: 5 },
  { type: 'adopt', epoch: 2, how: 'rebuild', mark: 3, stock: 4 },
  { type: 'adopt', epoch: 2, how: 'adopt', mark: 3, stock: 4 },
  {
    type: 'rehold',
    buyer: 'a',
    seq: 1,
    unit: 2,
    fence: 3,
    expiresAt: 4,
    price: 5,
    extensions: 6,
  },
  { type: 'requeue', places: [{ buyer: 'a', seq: 1 }] },
];

test.each(changes)('what $type says survives being written to Redis and read back', (change) => {
  const { type, text } = encodeChange(change);
  // A batch without a hold is never logged: its first fence has nowhere to be kept.
  expect(decodeEntry(7, `${type} 1800000000000${text}`)).toEqual({
    n: 7,
    at: 1_800_000_000_000,
    ...change,
  });
});

test('a notice carries the whole entry', () => {
  expect(parseNotice('s1 2 9 message 5 a  b')).toEqual({
    saleId: 's1',
    epoch: 2,
    entry: { n: 9, at: 5, type: 'message', text: 'a  b' },
  });
});

test('an entry that no release can have written is refused', () => {
  expect(() => decodeEntry(1, 'nonsense 5 1')).toThrow(TypeError);
  expect(() => decodeEntry(1, 'activate 5 1')).toThrow(TypeError);
  expect(() => decodeEntry(1, 'toString 5')).toThrow(TypeError);
});

test('an entry of a later version is read whether its type is known or not', () => {
  const text = 'offer 5 {"units":[1,2],"to":"@ada","note":"=two  spaces"}';
  const values = { note: '=two  spaces', to: '@ada', units: [1, 2] };
  const entry = { n: 7, at: 5, type: 'unknown' as const, name: 'offer', values };
  expect(decodeEntry(7, text)).toEqual(entry);
  expect(parseNotice(`s1 2 7 ${text}`).entry).toEqual(entry);
  const again = encodeChange(entry);
  expect(decodeEntry(7, `${again.type} 5${again.text}`)).toEqual(entry);
  expect(() => decodeEntry(7, 'offer 5 {"to":"ada"}')).toThrow(TypeError);
  expect(() => decodeEntry(7, 'join 5 {"seq":1}')).toThrow(TypeError);
});

test('free text becomes one line without control characters', () => {
  expect(oneLine(' a\nb\r\n\tc\u0000d\u2028e ')).toBe('a b c d e');
});
