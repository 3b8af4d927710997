import type { Recording } from './capture.ts';

type Facts = Record<string, string>;

/**
 * What must match between a recording and today: the fields, their types, and the state itself.
 * Whether an optional value is present depends on the moment, so null matches everything.
 */
export function shapeOf({ sale, meta, line, place, problem, asked }: Recording): Facts {
  const answers = Object.fromEntries(
    asked.map(({ call, answer }, number) => [`${number} ${call}`, answer]),
  );
  return Object.fromEntries(factsOf({ sale, meta, line, place, problem, answers }, ''));
}

const COMPARED_BY_VALUE = /(?:^|\.)(?:state|phase|identity)$|^problem\.code$/;

function factsOf(value: unknown, path: string): [string, string][] {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    return [[path, COMPARED_BY_VALUE.test(path) ? String(value) : kindOf(value)]];
  }
  return Object.entries(value).flatMap(([key, part]) =>
    factsOf(part, path ? `${path}.${key}` : key),
  );
}

const kindOf = (value: unknown) => (Array.isArray(value) ? 'list' : typeof value);

/** The differences that are more than a null on one side. */
export function differences(was: Facts, is: Facts): string[] {
  const isNull = (facts: Facts, path: string) =>
    path.split('.').some((_, end, parts) => facts[parts.slice(0, end + 1).join('.')] === 'object');
  const paths = [...new Set([...Object.keys(was), ...Object.keys(is)])];
  return paths
    .filter((path) => was[path] !== is[path] && !isNull(was, path) && !isNull(is, path))
    .map((path) => `${path}: recorded ${was[path]}, answered ${is[path]}`);
}
