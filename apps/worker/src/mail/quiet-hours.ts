import type { MailKind } from '@flash/database';
import { MINUTE_MS } from '@flash/shared-utils';

/** What is no help at night: nothing about it runs out, and it cannot be used before the reader is awake. */
const waitsForMorning: Readonly<Record<MailKind, boolean>> = {
  placed: false,
  turn: false,
  ending: false,
  order: false,
  refund: false,
  returned: false,
  expired: true,
  password: false,
  address: false,
  webhook: false,
};

const FROM_HOUR = 22;
const UNTIL_HOUR = 8;
const UNTIL_MINUTE = 30;

/** When a mail may leave: now, or at half past eight where its reader is. */
export function awakeAt(kind: MailKind, timeZone: string, now: number): number {
  if (!waitsForMorning[kind]) {
    return now;
  }
  const { hour, minute } = clockIn(timeZone, now);
  if (hour >= UNTIL_HOUR && hour < FROM_HOUR) {
    return now;
  }
  // By steps, since a night may be an hour longer or shorter than others.
  let at = now - (now % MINUTE_MS) + (60 - minute) * MINUTE_MS;
  while (clockIn(timeZone, at).hour !== UNTIL_HOUR) {
    at += 60 * MINUTE_MS;
  }
  return at - clockIn(timeZone, at).minute * MINUTE_MS + UNTIL_MINUTE * MINUTE_MS;
}

function clockIn(timeZone: string, at: number): { hour: number; minute: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    ...{ timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  }).formatToParts(at);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return { hour: read('hour'), minute: read('minute') };
}
