import type { LogEntry } from '@flash/fairness';
import type { Operation } from '@flash/testing';
import { expect, test } from 'vitest';
import { judgeTurns } from './order.ts';

const press = (
  buyer: string,
  seq: number | null,
  invoke: number,
  end: number | null,
): Operation => {
  const place =
    seq === null ? null : { kind: 'place' as const, place: { phase: 'waiting' as const, seq } };
  return { client: 'test', buyer, action: 'join', invoke, return: end, result: place };
};

const grant = (...seqs: number[]) =>
  ({ type: 'grant', holds: seqs.map((seq) => ({ seq })) }) as unknown as LogEntry;

test('a buyer who had an answer before another one pressed, and is served after that one, was overtaken', () => {
  const presses = [press('a', 1, 10, 20), press('b', 2, 30, 40), press('c', 3, 50, 60)];
  expect(judgeTurns([grant(1), grant(2, 3)], presses)).toEqual({ grants: 3, overtaken: 0 });
  expect(judgeTurns([grant(3), grant(1, 2)], presses)).toEqual({ grants: 3, overtaken: 2 });
  expect(judgeTurns([grant(2, 1, 3)], presses)).toEqual({ grants: 3, overtaken: 1 });
});

test('of two who pressed at the same time either may come first', () => {
  const presses = [press('a', 1, 10, 40), press('b', 2, 20, 30)];
  expect(judgeTurns([grant(2, 1)], presses).overtaken).toBe(0);
  expect(judgeTurns([grant(1, 2)], presses).overtaken).toBe(0);
});

test('who had to press twice may have had the place since the first press', () => {
  const presses = [press('b', null, 5, 8), press('a', 1, 10, 20), press('b', 2, 30, 40)];
  expect(judgeTurns([grant(2, 1)], presses).overtaken).toBe(0);
});

test('a hold of a place that no buyer was told of is no reason to count on', () => {
  expect(() => judgeTurns([grant(9)], [])).toThrow('no buyer was told of the place 9');
});
