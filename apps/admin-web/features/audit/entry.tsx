import type { AuditEntry } from '@flash/shared-types';
import { Code, Text, VisuallyHidden } from '@mantine/core';
import { SaleName } from '../kit/sale-name.tsx';
import { momentOf, When } from '../kit/when.tsx';
import { actionWords } from './action-words.ts';
import classes from './audit.module.css';

const outcomeWords: Record<AuditEntry['outcome'], string> = {
  done: '',
  pending: ' (not finished)',
  refused: ' (refused)',
  unknown: ' (outcome not known)',
};

/** Longer lists of changes, such as the fields of a new sale, are shown under “Show details”. */
const SHOWN_AT_ONCE = 6;

export function AuditItem({ entry, showsSale }: { entry: AuditEntry; showsSale: boolean }) {
  const { at, actor, action, flashSaleId, subject, reason } = entry;
  const changes = differenceOf(entry.before, entry.after);
  return (
    <li className={classes.entry}>
      <div className={classes.line}>
        <Text component="span" fw={600}>
          {actionWords(action)}
          {outcomeWords[entry.outcome]}
        </Text>
        {showsSale && flashSaleId && <SaleName id={flashSaleId} part="history" />}
        {subject && subject !== actor.id && <span className={classes.subject}>{subject}</span>}
        <span className={classes.at}>
          <When at={at} hasSeconds />
        </span>
      </div>
      <Text size="sm" c="dimmed">
        {actorWords(actor)}
        {actor.role && `, ${actor.role}`}
      </Text>
      {reason && <blockquote className={classes.reason}>{reason}</blockquote>}
      {changes.length > 0 && changes.length <= SHOWN_AT_ONCE && (
        <DifferenceTable changes={changes} />
      )}
      <details className={classes.details}>
        <summary>Show details</summary>
        {changes.length > SHOWN_AT_ONCE && <DifferenceTable changes={changes} />}
        <Text size="sm">
          {action} · IP {entry.ip ?? 'not known'} · request {entry.requestId ?? 'none'} · entry{' '}
          {entry.id}
        </Text>
        <Code block tabIndex={0} role="group" aria-label="Stored data">
          {JSON.stringify({ before: entry.before, after: entry.after }, null, 2)}
        </Code>
      </details>
    </li>
  );
}

/** The value before and after, field by field. */
function DifferenceTable({ changes }: { changes: readonly Change[] }) {
  return (
    <dl className={classes.changes}>
      {changes.map(({ field, before, after }) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd>
            {before !== null && (
              <del>
                <VisuallyHidden>was </VisuallyHidden>
                {before}
              </del>
            )}
            {before !== null && after !== null && <span aria-hidden="true"> → </span>}
            {after === null ? (
              <span> removed</span>
            ) : (
              <ins>
                <VisuallyHidden>is </VisuallyHidden>
                {after}
              </ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface Change {
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
  if (isPicture(value)) {
    const { width, height, hash } = value;
    return new Map([[path, `${valueWords(width)} × ${valueWords(height)}, ${hash.slice(0, 6)}`]]);
  }
  const nested = Object.entries(value).map(([name, inner]) =>
    flatten(inner, path ? `${path}.${name}` : name),
  );
  return new Map(nested.flatMap((map) => [...map]));
}

/** Told by its size and the beginning of its hash; “Show details” has the rest. */
function isPicture(value: object): value is { width: number; height: number; hash: string } {
  return 'hash' in value && 'width' in value && 'height' in value;
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
  needsDeliveryAddress: 'Needs a delivery address',
  deliveryCountries: 'Delivered to',
  returnUnit: 'Unit returned to the sale',
  'paused.reason': 'Shown to buyers',
  'paused.since': 'Paused since',
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

/** Entries may store times as milliseconds; no count reaches the range of this century's times. */
const isMoment = (value: number) => Number.isInteger(value) && value > 1e12 && value < 3.3e13;

function valueWords(value: unknown): string {
  if (typeof value === 'boolean') {
    return value ? 'yes' : 'no';
  }
  if (typeof value === 'number') {
    return isMoment(value) ? momentOf(value, undefined, true) : value.toLocaleString();
  }
  const text = String(value);
  if (text === 'OnSchedule') {
    return 'scheduled';
  }
  return TIME.test(text) ? momentOf(text, undefined, true) : text;
}

/** A member by the address, a program by the name of its API key. */
export function actorWords({ id, email, name }: AuditEntry['actor']): string {
  if (name !== undefined) {
    return `API key “${name}”`;
  }
  return email ?? (id === 'system' ? 'The system' : id);
}
