export interface Change {
  /** Words for the field: `pause → reason`. */
  field: string;
  /** Null where the field was not there. */
  before: string | null;
  after: string | null;
}

/** Change with every step, or repeat another field, and tell a reader nothing. */
const noise = new Set(['_id', 'id', 'version', 'createdAt', 'updatedAt', 'pricePerUnitMinor']);

/** What two versions of a thing differ in, field by field; nested ones by their path. */
export function differenceOf(before: unknown, after: unknown): Change[] {
  const [old, fresh] = [flat(before), flat(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  return names
    .filter((name) => !noise.has(name) && old.get(name) !== fresh.get(name))
    .map((name) => ({
      field: fieldWords(name),
      before: old.get(name) ?? null,
      after: fresh.get(name) ?? null,
    }));
}

/** Leaves as text by their path. What is not set counts as not there. */
function flat(value: unknown, path = ''): Map<string, string> {
  if (value === null || value === undefined) {
    return new Map();
  }
  if (typeof value !== 'object') {
    return new Map([[path, valueWords(value)]]);
  }
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) {
    return value.length === 0 ? new Map() : new Map([[path, value.map(valueWords).join(', ')]]);
  }
  const nested = Object.entries(value).map(([name, inner]) =>
    flat(inner, path ? `${path}.${name}` : name),
  );
  return new Map(nested.flatMap((map) => [...map]));
}

const known: Record<string, string> = {
  '': 'Value',
  endsAt: 'Ends',
  startsAt: 'Starts',
  lobbyOpensAt: 'Line opens',
  startingQuantity: 'Units at the start',
  currentQuantity: 'Units not sold',
  stock: 'Total units',
  pricePerUnit: 'Price',
  holdTtlSeconds: 'Time to pay, seconds',
  fastPassPercent: 'Last-units mode, percent',
  placesPerNetwork: 'Places per network',
  holdsBeforeWait: 'Lost holds before a wait',
  returnUnit: 'Unit returned to the sale',
};

export function fieldWords(path: string): string {
  if (known[path] !== undefined) {
    return known[path];
  }
  const words = path
    .split('.')
    .map((name) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
    .join(' → ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Inside entries times may be milliseconds; no count of ours comes near this century's. */
const isMoment = (value: number) => Number.isInteger(value) && value > 1e12 && value < 3.3e13;

function valueWords(value: unknown): string {
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  if (typeof value === 'number') {
    return isMoment(value) ? moment.format(new Date(value)) : value.toLocaleString();
  }
  const text = String(value);
  if (text === 'OnSchedule') {
    return 'scheduled';
  }
  return TIME.test(text) ? moment.format(new Date(text)) : text;
}
