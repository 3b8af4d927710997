import type { QueueMember } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { goneOf, rowsOf } from './rows.ts';

const member = (seq: number, position: number): QueueMember => ({
  ...{ buyer: `buyer-${seq}`, seq, position, state: 'waiting', kind: 'guest', name: null },
  ...{ email: null, joinedAt: null, expiresAt: null, unit: null, orderId: null, network: null },
});
const read = [member(11, 1), member(12, 2), member(13, 3)];

test('no row moves under the eyes of whoever reads it', () => {
  const rows = rowsOf(read, [member(12, 1), member(13, 2), member(14, 3)]);
  expect(rows.map(({ member: { seq } }) => seq)).toEqual([11, 12, 13]);
  expect(rows.map(({ isGone }) => isGone)).toEqual([true, false, false]);
  expect(goneOf(rows)).toBe(1);
});

test('places are those of now', () => {
  const rows = rowsOf(read, [member(12, 1), member(13, 2)]);
  expect(rows[2]?.member.position).toBe(2);
});

test('an empty line leaves nobody waiting', () => {
  expect(goneOf(rowsOf(read, []))).toBe(3);
});

test('who lies beyond what was read again is not declared gone', () => {
  expect(goneOf(rowsOf(read, [member(11, 1), member(12, 2)]))).toBe(0);
});

test('before anything was read again nobody is gone', () => {
  expect(goneOf(rowsOf(read, null))).toBe(0);
});
