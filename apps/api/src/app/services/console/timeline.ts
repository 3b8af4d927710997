import { type Order, type Sale, saleLog } from '@flash/database';
import type { LogEntry } from '@flash/fairness';
import { epochBase } from '@flash/reservation';
import type { TimelineEvent } from '@flash/shared-types';
import { iso } from '../shared/wire.ts';
import type { HistoryContext } from './context.ts';

type Step = Pick<TimelineEvent, 'kind' | 'detail'>;

/** What happened to an order's buyer in its sale, and to the order's money. */
export async function timelineOf(
  context: HistoryContext,
  sale: Sale,
  order: Order,
): Promise<TimelineEvent[]> {
  const events: TimelineEvent[] = [];
  for await (const entry of saleLog(context, sale)) {
    const step = stepOf(entry, order);
    if (step) {
      events.push({ ...step, at: iso(entry.at), n: entry.n });
    }
  }
  if (!events.some(({ kind }) => kind === 'confirmed')) {
    events.push({ at: iso(order.createdAt), kind: 'confirmed', detail: null, n: null });
  }
  const money = moneyOf(order);
  if (money) {
    events.push({ ...money, at: iso(order.updatedAt), n: null });
  }
  return events.sort((a, b) => a.at.localeCompare(b.at) || (a.n ?? 0) - (b.n ?? 0));
}

function moneyOf(order: Order): Step | null {
  if (order.status === 'refunded') {
    return { kind: 'refunded', detail: order.payment };
  }
  return order.payment === 'captured' ? { kind: 'captured', detail: null } : null;
}

export function stepOf(entry: LogEntry, { buyer, epoch }: Order): Step | null {
  switch (entry.type) {
    case 'grant': {
      const hold = entry.holds.find((one) => one.buyer === buyer);
      return hold ? { kind: 'held', detail: `unit ${hold.unit}` } : null;
    }
    case 'expire':
      return entry.holds.some((one) => one.buyer === buyer)
        ? { kind: 'expired', detail: null }
        : null;
    default:
      return 'buyer' in entry && entry.buyer === buyer ? ownStep(entry, epoch) : null;
  }
}

function ownStep(entry: Extract<LogEntry, { buyer: string }>, epoch: number): Step | null {
  switch (entry.type) {
    case 'join':
      return { kind: 'joined', detail: `place ${entry.seq - epochBase(epoch)}` };
    case 'extend':
      return { kind: 'extended', detail: `until ${iso(entry.expiresAt)}` };
    case 'claim':
      return { kind: 'claimed', detail: null };
    case 'void':
      return {
        kind: 'declined',
        detail: entry.back === 'held' ? 'reservation kept' : 'unit given back',
      };
    case 'settle':
      return { kind: 'confirmed', detail: `unit ${entry.unit}` };
    case 'refund':
      return { kind: 'returned', detail: `unit ${entry.unit}` };
    case 'release':
      return { kind: 'released', detail: null };
    case 'leave':
      return { kind: 'left', detail: null };
    case 'remove':
      return { kind: 'removed', detail: null };
    case 'rehold':
      return { kind: 'held', detail: `unit ${entry.unit}` };
  }
}
