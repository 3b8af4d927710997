/**
 * The values of an entry of log 2 (ADR 15). They carry names, so that a process
 * which does not know the type can still store, hash and publish them: a text says by its first sign
 * whether it is a person (`@ada`) or anything else (`=hello`), and names are sorted.
 */
export type NamedValue =
  | number
  | boolean
  | null
  | string
  | readonly NamedValue[]
  | { readonly [name: string]: NamedValue };

export type NamedValues = Readonly<Record<string, NamedValue>>;

const PERSON = '@';
const TEXT = '=';
const nameOf = /^[a-z][A-Za-z0-9]{0,31}$/;

/** A type of log 2: letters only, as the scripts look for the time after them. */
export const isTypeName = (name: string) => /^[A-Za-z]{1,32}$/.test(name);

/**
 * A type that begins with a capital only tells something. Every other one changes places, holds or
 * units: a reader that passes over it no longer knows the state.
 */
export const changesState = (name: string) => !/^[A-Z]/.test(name);

/** The values of a JSON text; throws when they are none, or when a text does not say what it is. */
export function readNamedValues(json: string): NamedValues {
  return checked(JSON.parse(json));
}

/** The same values with their names sorted, and each person under another name. */
export function renamed(
  values: NamedValues,
  nameOfPerson: (person: string) => string,
): NamedValues {
  return mapped(values, (text) =>
    text.startsWith(PERSON) ? `${PERSON}${nameOfPerson(text.slice(1))}` : text,
  ) as NamedValues;
}

/** All people whom these values name. */
export function peopleIn(values: NamedValues): string[] {
  const people = new Set<string>();
  mapped(values, (text) => {
    if (text.startsWith(PERSON)) {
      people.add(text.slice(1));
    }
    return text;
  });
  return [...people];
}

export function checked(values: unknown): NamedValues {
  if (values === null || typeof values !== 'object' || Array.isArray(values)) {
    throw new TypeError('no named values');
  }
  return mapped(values as NamedValues, (text) => {
    if (text.startsWith(PERSON) || text.startsWith(TEXT)) {
      return text;
    }
    throw new TypeError('a text that does not say what it is');
  }) as NamedValues;
}

function mapped(value: NamedValue, ofText: (text: string) => string): NamedValue {
  if (typeof value === 'string') {
    return ofText(value);
  }
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError('no number');
  }
  if (value === null || typeof value !== 'object') {
    return value;
  }
  if (isList(value)) {
    return value.map((one) => mapped(one, ofText));
  }
  const names = Object.keys(value).sort();
  if (!names.every((name) => nameOf.test(name))) {
    throw new TypeError('no name of a value');
  }
  return Object.fromEntries(names.map((name) => [name, mapped(value[name] ?? null, ofText)]));
}

const isList = (value: object): value is readonly NamedValue[] => Array.isArray(value);

/** What a process says of itself in its heartbeat: the entries of the log that it can read. */
export interface LogReader {
  /** 2: any entry with named values can be stored, hashed and passed over. */
  version: number;
  /** Types with named values whose meaning is known. */
  types: readonly string[];
}

/**
 * Types of log 2 in the order in which versions brought them. `logTypes` in a sale's fsmeta says how many
 * of them scripts may write there, so types are only ever added, at the end.
 */
export const laterTypes: readonly string[] = [];

export const logReader: LogReader = { version: 2, types: laterTypes };

type Processes = readonly { info: Record<string, unknown> }[];

/**
 * Whether a new type may be written: each live worker and API has announced that it can read it. Those
 * that only tell something may be passed over; all others have to be known.
 */
export function mayWrite(type: string, processes: Processes): boolean {
  return processes.every(({ info }) => {
    const { version = 1, types = [] } = (info.log ?? {}) as Partial<LogReader>;
    return version >= 2 && (!changesState(type) || types.includes(type));
  });
}

/** How many of the later types may be written: none behind one that a live process cannot read. */
export function countWritable(processes: Processes, types: readonly string[] = laterTypes): number {
  const first = types.findIndex((type) => !mayWrite(type, processes));
  return first === -1 ? types.length : first;
}
