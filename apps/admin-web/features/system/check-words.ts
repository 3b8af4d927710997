import type { QueueAudit } from '@flash/shared-types';

/** What a comparison of both stores found, in sentences. */
export function checkWords(audit: QueueAudit): string[] {
  const { redis, database, violations, differences } = audit;
  const faults = violations.map(({ detail }) => `${capital(detail)}.`);
  if (!audit.ok) return [...faults, ...differences.map(differenceOf)];
  const agreed = `Both say ${database.liveOrders.toLocaleString()} sold of ${database.stock.toLocaleString()}.`;
  if (differences.length === 0) return [agreed];
  // Paid a moment ago: in one store already, on its way to the other.
  const paying = redis.claimed === 1 ? '1 payment is' : `${redis.claimed} payments are`;
  return [`They agree; ${paying} on the way from one to the other.`];
}

function differenceOf({ what, redis, database }: QueueAudit['differences'][number]): string {
  const name = what === 'sold' ? 'units sold' : what === 'stock' ? 'units in all' : what;
  return `Redis counts ${redis.toLocaleString()} ${name}, MongoDB ${database.toLocaleString()}.`;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
