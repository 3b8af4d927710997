import type { QueueMember } from '@flash/shared-types';
import { expect, test } from 'vitest';
import { goneOf, rowsOf } from './page.tsx';

const member = (seq: number, position: number): QueueMember => ({
  ...{ buyer: `buyer-${seq}`, seq, position, state: 'waiting', kind: 'guest', name: null },
  ...{ email: null, joinedAt: null, expiresAt: null, unit: null, orderId: null, network: null },
});
const read = [member(11, 1), member(12, 2), member(13, 3)];

test('rows keep their order when the line has moved', () => {
  const rows = rowsOf(read, [member(12, 1), member(13, 2), member(14, 3)]);
  expect(rows.map(({ member: { seq } }) => seq)).toEqual([11, 12, 13]);
  expect(rows.map(({ isGone }) => isGone)).toEqual([true, false, false]);
  expect(goneOf(rows)).toBe(1);
});

test('positions are the current ones', () => {
  const rows = rowsOf(read, [member(12, 1), member(13, 2)]);
  expect(rows[2]?.member.position).toBe(2);
});

test('every row is marked as gone when the line is empty', () => {
  expect(goneOf(rowsOf(read, []))).toBe(3);
});

test('a row beyond the updated part of the line is not marked as gone', () => {
  expect(goneOf(rowsOf(read, [member(11, 1), member(12, 2)]))).toBe(0);
});

test('no row is marked as gone before the first update', () => {
  expect(goneOf(rowsOf(read, null))).toBe(0);
});
