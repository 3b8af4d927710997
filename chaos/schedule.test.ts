import { expect, test } from 'vitest';
import { allFaults, faultsNamed } from './faults/all.ts';
import { linesNamed, nameOf, nextLine, shortLines } from './schedule.ts';

test('each fault has an id of its own, and its number is one of F1 to F40', () => {
  const ids = allFaults.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) {
    expect(id).toMatch(/^F([1-9]|[123]\d|40)\.[A-Za-z0-9-]+$/);
  }
});

test('a number stands for each of its forms, and a name that does not exist is refused', () => {
  expect(faultsNamed('F13').map(({ id }) => id)).toEqual(['F13.kill', 'F13.term']);
  expect(faultsNamed('F13.kill')).toHaveLength(1);
  expect(() => faultsNamed('F99')).toThrow('There is no fault F99');
});

test('the name of a round is what plays it again', () => {
  for (const name of ['F13.kill', 'F13.kill+F7.C3', 'F13.kill>F7.C3>F2.freeze']) {
    expect(linesNamed(name).map(nameOf)).toEqual([name]);
  }
});

test('the fault that was seen least comes next, and pairs never touch the same thing', () => {
  const faults = linesNamed('F13,F10.kill,F2.freeze').flatMap((line) => line.faults);
  const played = new Map(faults.map(({ id }) => [id, id === 'F2.freeze' ? 0 : 5]));
  const lines = Array.from({ length: 60 }, (_, seed) => nextLine(seed, { faults, played }));
  expect(lines.every((line) => line.faults[0]?.id === 'F2.freeze')).toBe(true);
  const pairs = lines.filter((line) => line.isTogether);
  expect(pairs.length).toBeGreaterThan(5);
  expect(pairs.every(({ faults: [, second] }) => !second?.uses.includes('worker'))).toBe(true);
});

test('npm test plays at least twelve different faults', () => {
  const ids = shortLines().flatMap(({ faults }) => faults.map(({ id }) => id));
  expect(new Set(ids).size).toBeGreaterThanOrEqual(12);
});
