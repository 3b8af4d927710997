import type { MoneyRecord, PreparedPayment } from '@flash/database';
import type { DifferenceKind, MendStep } from '@flash/shared-types';
import type { ListedPayment } from '../port.ts';

/** What each side says of one payment. */
export interface Evidence {
  saleId: string;
  /** At the provider; `unreadable`: this process is not set to that provider. */
  listed: ListedPayment | null | 'unreadable';
  /** What was prepared here before it was ordered. */
  stored: PreparedPayment | null;
  /** The order or the void of the attempt that took it. */
  record: MoneyRecord | null;
  /** What the log says of the attempt; `unknown`: it cannot be read to its end. */
  log: 'sold' | 'not sold' | 'unknown';
  /** Whether the hold that it is for still lives. */
  hold: 'lives' | 'over' | 'unknown';
}

export interface Difference {
  /** Names it in the next comparison too. */
  id: string;
  kind: DifferenceKind;
  since: number;
  /** The worker is about to end it by itself. */
  isOnItsWay: boolean;
  /** The one safe step; null: it cannot be mended by a step here. */
  step: MendStep | null;
  orderId: string | null;
  /** As the provider names it. */
  intentId: string | null;
  amount: number;
  currency: string;
}

/** Longer than the worker takes from one look at a payment to the next. */
export const USUAL_MS = 15_000;

/** Every way in which the sides contradict each other about one payment; null: they agree. */
export function judge(evidence: Evidence, now: number): Difference | null {
  const found = ofMoney(evidence, now) ?? ofUnit(evidence);
  return found && differenceOf(evidence, found, now);
}

interface Found {
  kind: DifferenceKind;
  step: MendStep | null;
  /** Known to end by itself, whatever its age. */
  isOnItsWay?: boolean;
}

function ofMoney(evidence: Evidence, now: number): Found | null {
  const { record } = evidence;
  if (record === null) {
    return withoutRecord(evidence, now);
  }
  if (record.kind === 'void') {
    return ofVoid(evidence, record);
  }
  return record.status === 'refunded' ? ofRefunded(evidence, record) : ofPaid(evidence, record);
}

/** In front of a record only what the provider has can be wrong. */
function withoutRecord({ listed, stored, hold }: Evidence, now: number): Found | null {
  if (listed === null || listed === 'unreadable' || isNothing(listed) || hold === 'lives') {
    return null;
  }
  if (stored === null && listed.attempt === null) {
    // Without authorisation it ends by itself, and no buyer was told its secret.
    return listed.state === 'open' ? null : { kind: 'unknown-payment', step: null };
  }
  const isOnItsWay = (stored?.checkAt ?? 0) > now - USUAL_MS;
  return listed.state === 'captured'
    ? { kind: 'charged-without-order', step: 'refund', isOnItsWay }
    : { kind: 'authorisation-left-over', step: 'cancel', isOnItsWay };
}

function ofVoid({ listed }: Evidence, { payment }: MoneyRecord): Found | null {
  const isPending = payment === 'cancel pending' || payment === 'refund pending';
  if (listed === 'unreadable' || listed === null || isNothing(listed)) {
    return isPending ? { kind: 'authorisation-left-over', step: 'cancel' } : null;
  }
  return listed.state === 'captured'
    ? { kind: 'charged-without-order', step: 'refund' }
    : { kind: 'authorisation-left-over', step: 'cancel' };
}

function ofPaid({ listed }: Evidence, record: MoneyRecord): Found | null {
  const { payment, amount, currency } = record;
  if (payment === 'authorised' || payment === 'capture pending') {
    return { kind: 'capture-overdue', step: 'capture' };
  }
  if (listed === 'unreadable' || amount === 0) {
    return null;
  }
  if (payment !== 'captured') {
    return listed !== null && isCharged(listed)
      ? { kind: 'refund-overdue', step: 'refund' }
      : { kind: 'charge-missing', step: null };
  }
  if (listed === null || listed.state === 'cancelled' || listed.state === 'open') {
    return { kind: 'charge-missing', step: null };
  }
  if (listed.state === 'authorised') {
    return { kind: 'capture-overdue', step: 'capture' };
  }
  if (listed.amount !== amount || listed.currency !== currency) {
    return { kind: 'another-amount', step: null };
  }
  return listed.refunded === record.refundedAtProvider
    ? null
    : { kind: 'refund-not-recorded', step: 'record' };
}

function ofRefunded({ listed }: Evidence, { payment, amount }: MoneyRecord): Found | null {
  if (payment === 'refund pending') {
    return { kind: 'refund-overdue', step: 'refund' };
  }
  if (payment === 'cancel pending') {
    return { kind: 'authorisation-left-over', step: 'cancel' };
  }
  if (listed === 'unreadable' || listed === null || amount === 0 || isNothing(listed)) {
    return null;
  }
  return listed.state === 'captured'
    ? { kind: 'refund-overdue', step: 'refund' }
    : { kind: 'authorisation-left-over', step: 'cancel' };
}

/** An order and its unit in the line. */
function ofUnit({ record, log }: Evidence): Found | null {
  if (record?.kind !== 'order') {
    return null;
  }
  if (record.unitReturn === 'pending') {
    return { kind: 'unit-not-returned', step: 'return-unit' };
  }
  return record.live && log === 'not sold' ? { kind: 'order-not-in-log', step: 'settle' } : null;
}

const isCharged = ({ state, refunded, amount }: ListedPayment) =>
  state === 'captured' && refunded < amount;

/** No money is reserved or kept, and none can be. */
const isNothing = (listed: ListedPayment) =>
  listed.state === 'cancelled' || (listed.state === 'captured' && !isCharged(listed));

function differenceOf({ saleId: _, ...evidence }: Evidence, found: Found, now: number): Difference {
  const { stored, record } = evidence;
  const listed = evidence.listed === 'unreadable' ? null : evidence.listed;
  const since = record?.updatedAt ?? listed?.createdAt ?? stored?.createdAt ?? now;
  return {
    id: `${found.kind}:${record ? `attempt:${record.fence}` : `payment:${listed?.intentId ?? ''}`}`,
    kind: found.kind,
    since,
    isOnItsWay: found.isOnItsWay ?? since > now - USUAL_MS,
    step: found.step,
    orderId: record?.kind === 'order' ? record.id : null,
    intentId: listed?.intentId ?? stored?.intentId ?? null,
    amount: record?.kind === 'order' ? record.amount : (listed?.amount ?? 0),
    currency: record?.kind === 'order' ? record.currency : (listed?.currency ?? ''),
  };
}
