export interface Change {
  /** The path of the field in words: `Pause → reason`. */
  field: string;
  /** Null where the field was absent. */
  before: string | null;
  after: string | null;
}

/** Fields that change with every edit or repeat another field. */
const IGNORED = new Set(['_id', 'id', 'version', 'createdAt', 'updatedAt', 'pricePerUnitMinor']);

/** The fields in which two versions differ; nested fields by their path. */
export function differenceOf(before: unknown, after: unknown): Change[] {
  const [old, fresh] = [flatten(before), flatten(after)];
  const names = [...new Set([...old.keys(), ...fresh.keys()])];
  return names
    .filter((name) => !IGNORED.has(name) && old.get(name) !== fresh.get(name))
    .map((name) => ({
      field: fieldWords(name),
      before: old.get(name) ?? null,
      after: fresh.get(name) ?? null,
    }));
}

/** Each leaf as text under its path. Null and undefined count as absent. */
function flatten(value: unknown, path = ''): Map<string, string> {
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
    flatten(inner, path ? `${path}.${name}` : name),
  );
  return new Map(nested.flatMap((map) => [...map]));
}

const fieldNames: Record<string, string> = {
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
  if (fieldNames[path] !== undefined) {
    return fieldNames[path];
  }
  const words = path
    .split('.')
    .map((name) => name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase())
    .join(' → ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Entries may store times as milliseconds; no count reaches the range of this century's times. */
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
