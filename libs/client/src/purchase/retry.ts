import type { Answer, Refusal } from '../api/http.ts';
import { retryDelayMs } from './poll-delay.ts';

interface RetryOptions {
  /** How often an unclear or overloaded answer is retried before the refusal is shown. */
  retries: number;
  wait: (ms: number) => Promise<void>;
  /** The service is too busy for now, and said when to come again. */
  onTurnedAway?: (refusal: Refusal) => void;
}

/** With the waits that the server names these are several minutes. */
const TURNED_AWAY_MAX = 60;

/**
 * Sends until the answer is clear. The caller uses one idempotency key for all tries, so a request
 * whose answer was lost gets the first answer again and takes effect once.
 */
export async function retryWhileUnclear<Value>(
  send: () => Promise<Answer<Value>>,
  { retries, wait, onTurnedAway }: RetryOptions,
): Promise<Answer<Value>> {
  let failures = 0;
  let turnedAway = 0;
  for (;;) {
    const answer = await send();
    if (answer.ok || !isUnclear(answer.refusal)) {
      return answer;
    }
    const { code, retryAfterMs } = answer.refusal;
    if (onTurnedAway && code === 'BUSY' && retryAfterMs !== null && turnedAway < TURNED_AWAY_MAX) {
      turnedAway += 1;
      onTurnedAway(answer.refusal);
      // As the server says, and no longer after many tries: it would be unfair to those who tried most.
      await wait(retryAfterMs);
      continue;
    }
    if (failures >= retries) {
      return answer;
    }
    await wait(retryDelayMs(failures, retryAfterMs));
    failures += 1;
  }
}

/** Limits that a retry within seconds does not lift: the buyer sees the refusal at once. */
const isLimitOfSale = (code: Refusal['code']) =>
  code === 'TOO_MANY_PLACES' || code === 'REJOIN_LATER';

/** Whether the same request may still succeed, or may already have succeeded. */
export function isUnclear({ status, code }: Refusal): boolean {
  if (isLimitOfSale(code)) {
    return false;
  }
  // A success that cannot be read: it may be ours, cut by a proxy, or the page of a captive portal.
  const isUnreadableSuccess = code === 'UNREADABLE' && status < 400;
  return (
    code === 'OFFLINE' ||
    isUnreadableSuccess ||
    code === 'IDEMPOTENCY_IN_PROGRESS' ||
    status === 429 ||
    status >= 502
  );
}
