import type { Seeded } from '@flash/testing';

export interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  format?: string;
}

/** Values that mean something to this API, by the name of the field: ids that exist, times to come. */
export type Known = (name: string) => unknown;

const GLOBS = [
  '{}',
  ':',
  '*',
  '?',
  '[a-z]',
  '{sale}:line',
  'a:b',
  'a\r\nb',
  '\u0000',
  '../..',
  '%00',
];
const OPERATORS = [
  '$gt',
  '$where',
  '$ne',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  'toString',
];
const TEXTS = [
  '',
  ' ',
  '\t',
  '\n',
  'null',
  'undefined',
  'NaN',
  'true',
  '0',
  '-1',
  '1e3',
  '9007199254740993',
  '0x10',
  '１２',
  'Ünïcödé',
  'İstanbul',
  '👩‍👩‍👧‍👦',
  '\u202eevil',
  '\ufeffbom',
  'e\u0301',
  '\ud800',
  "' OR 1=1 --",
  '<script>alert(1)</script>',
  '=cmd|A1',
];
const LENGTHS = [64, 65, 254, 255, 1_024, 9_000];
const NUMBERS = [
  0,
  -1,
  1,
  0.5,
  1e21,
  -1e21,
  2 ** 31,
  2 ** 53,
  2 ** 53 + 2,
  Number.MIN_VALUE,
  1e308,
];

/** Whatever a caller can put where something else is expected. */
export function strangeValue(random: Seeded): unknown {
  const kinds = [
    () => random.pick(GLOBS),
    () => random.pick(OPERATORS),
    () => random.pick(TEXTS),
    () => 'x'.repeat(random.pick(LENGTHS) ?? 1),
    () => random.pick(NUMBERS),
    () => random.pick([null, true, false]),
    () => ({ [random.pick(OPERATORS) ?? 'a']: random.pick(['', 1, null]) }),
    () => [random.pick(TEXTS)],
    () => [],
    () => ({}),
    () => deep(random.pick([3, 50, 400]) ?? 3),
  ];
  return random.pick(kinds)?.();
}

export const strangeText = (random: Seeded): string =>
  random.pick([
    random.pick(GLOBS) ?? '',
    random.pick(OPERATORS) ?? '',
    random.pick(TEXTS) ?? '',
    'x'.repeat(random.pick(LENGTHS) ?? 1),
    String(random.pick(NUMBERS)),
  ]) ?? '';

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) {
    value = level % 2 === 0 ? [value] : { a: value };
  }
  return value;
}

/** A value that the schema takes, or nearly so where a rule is written in words only. */
export function valueFor(
  schema: Schema,
  from: { name: string; example?: unknown; random: Seeded; known: Known },
): unknown {
  const { name, example, random, known } = from;
  if (schema.type === 'object' && schema.properties) {
    return objectOf(schema, from);
  }
  const named = known(name);
  if (named !== undefined) {
    return named;
  }
  if (example !== undefined && random.chance(0.6)) {
    return example;
  }
  return drawn(schema, from);
}

function objectOf(
  { properties = {}, required = [] }: Schema,
  { example, random, known }: { example?: unknown; random: Seeded; known: Known },
): Record<string, unknown> {
  const given = (example ?? {}) as Record<string, unknown>;
  const names = Object.keys(properties).filter(
    (name) => required.includes(name) || random.chance(name in given ? 0.8 : 0.3),
  );
  return Object.fromEntries(
    names.map((name) => [
      name,
      valueFor(properties[name] ?? {}, { name, example: given[name], random, known }),
    ]),
  );
}

function drawn(
  schema: Schema,
  from: { name: string; example?: unknown; random: Seeded; known: Known },
): unknown {
  const { random, example } = from;
  if (schema.anyOf) {
    return valueFor(random.pick(schema.anyOf) ?? {}, from);
  }
  if ('const' in schema) {
    return schema.const;
  }
  if (schema.enum) {
    return random.pick(schema.enum);
  }
  switch (schema.type) {
    case 'integer':
    case 'number':
      return numberIn(schema, random);
    case 'boolean':
      return random.chance(0.5);
    case 'null':
      return null;
    case 'array':
      return [];
    case 'string':
      return example ?? textOf(schema, random);
    default:
      return strangeValue(random);
  }
}

function numberIn({ type, minimum = 0, maximum = 1_000 }: Schema, random: Seeded): number {
  const between = minimum + random.next() * (maximum - minimum);
  const value = random.pick([minimum, maximum, between]) ?? minimum;
  return type === 'integer' ? Math.round(value) : Math.round(value * 100) / 100;
}

function textOf({ minLength = 0, maxLength = 40 }: Schema, random: Seeded): string {
  const text = random.pick(['Ada', 'Ünïcödé', '👩‍🚀 Äpfel', 'a b  c', 'x'.repeat(maxLength)]) ?? '';
  return text.padEnd(minLength, 'x').slice(0, maxLength);
}
