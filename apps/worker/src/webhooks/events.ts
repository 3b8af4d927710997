import type { LogEntry } from '@flash/fairness';
import type { WebhookData, WebhookEventType } from '@flash/shared-types';

/** What a webhook tells of one entry of a log. */
export type WebhookEvent = {
  [Type in WebhookEventType]: { type: Type; data: Omit<WebhookData<Type>, 'flashSaleId' | 'n'> };
}[WebhookEventType];

type Of<Type extends LogEntry['type']> = Extract<LogEntry, { type: Type }>;

/** The order of an attempt. */
export type OrderIdOf = (attempt: number) => string | null;

const iso = (at: number) => new Date(at).toISOString();

/** One event for each entry, so that who gets all of them can rebuild the sale. Says nothing private. */
export function eventOf(entry: LogEntry, orderIdOf: OrderIdOf): WebhookEvent {
  return events[entry.type](entry as never, orderIdOf);
}

/** Attempts whose orders an event of these entries names. */
export function attemptsIn(entries: readonly LogEntry[]): number[] {
  return entries.flatMap((entry) => {
    if (entry.type === 'settle') {
      return [entry.attempt];
    }
    return entry.type === 'refund' ? [entry.fence] : [];
  });
}

const events: {
  [Type in LogEntry['type']]: (entry: Of<Type>, orderIdOf: OrderIdOf) => WebhookEvent;
} = {
  activate: ({ epoch, stock }) => ({ type: 'sale.activated', data: { epoch, stock } }),
  // The network that a place was joined from stays here.
  join: ({ buyer, seq, late }) => ({ type: 'place.joined', data: { buyer, seq, late } }),
  grant: ({ mode, expiresAt, price, holds }) => ({
    type: 'hold.granted',
    data: {
      ...{ mode, expiresAt: iso(expiresAt), priceMinor: price },
      holds: holds.map(({ buyer, seq, unit, fence }) => ({ buyer, seq, unit, fence })),
    },
  }),
  claim: ({ buyer, fence, attempt }) => ({ type: 'hold.claimed', data: { buyer, fence, attempt } }),
  settle: ({ buyer, unit, attempt }, orderIdOf) => ({
    type: 'order.confirmed',
    data: { buyer, unit, attempt, orderId: orderIdOf(attempt) },
  }),
  void: ({ buyer, unit, attempt, back, expiresAt }) => ({
    type: 'hold.attempt_failed',
    data: { buyer, unit, attempt, back, expiresAt: iso(expiresAt) },
  }),
  extend: ({ buyer, fence, expiresAt }) => ({
    type: 'hold.extended',
    data: { buyer, fence, expiresAt: iso(expiresAt) },
  }),
  leave: ({ buyer, seq, unit }) => ({ type: 'place.left', data: { buyer, seq, unit } }),
  expire: ({ holds }) => ({
    type: 'hold.expired',
    data: { holds: holds.map(({ buyer, unit, fence }) => ({ buyer, unit, fence })) },
  }),
  release: ({ buyer, unit, fence }) => ({ type: 'hold.released', data: { buyer, unit, fence } }),
  remove: ({ buyer, seq, unit }) => ({ type: 'place.removed', data: { buyer, seq, unit } }),
  pause: ({ reason }) => ({ type: 'sale.paused', data: { reason } }),
  resume: () => ({ type: 'sale.resumed', data: {} }),
  message: ({ text }) => ({ type: 'sale.message', data: { text } }),
  edit: ({ version, startsAt, endsAt, lobbyOpensAt }) => ({
    type: 'sale.edited',
    data: {
      version,
      startsAt: iso(startsAt),
      endsAt: iso(endsAt),
      lobbyOpensAt: iso(lobbyOpensAt),
    },
  }),
  end: () => ({ type: 'sale.ended', data: {} }),
  adjust: ({ by, stock }) => ({ type: 'sale.stock_changed', data: { by, stock } }),
  refund: ({ buyer, unit, fence }, orderIdOf) => ({
    type: 'order.refunded',
    data: { buyer, unit, orderId: orderIdOf(fence) },
  }),
  shift: ({ byMs }) => ({ type: 'sale.holds_moved', data: { byMs } }),
  adopt: ({ epoch, how, stock }) => ({ type: 'sale.restored', data: { epoch, how, stock } }),
  rehold: ({ buyer, seq, unit, fence, expiresAt, price, extensions }) => ({
    type: 'hold.restored',
    data: {
      ...{ buyer, seq, unit, fence, expiresAt: iso(expiresAt) },
      ...{ priceMinor: price, extensions },
    },
  }),
  requeue: ({ places }) => ({
    type: 'place.requeued',
    data: { places: places.map(({ buyer, seq }) => ({ buyer, seq })) },
  }),
  // What it says is not known here, so it may be private.
  unknown: ({ name }) => ({ type: 'log.unknown', data: { name } }),
};
