import type { Answer, Refusal } from '../api/http.ts';
import { retryDelayMs } from './poll-delay.ts';

interface RetryOptions {
  /** How often an unclear or overloaded answer is retried before the refusal is shown. */
  retries: number;
  wait: (ms: number) => Promise<void>;
}

/**
 * Sends until the answer is clear. The caller uses one idempotency key for all tries, so a request
 * whose answer was lost gets the first answer again and takes effect once.
 */
export async function retryWhileUnclear<Value>(
  send: () => Promise<Answer<Value>>,
  { retries, wait }: RetryOptions,
): Promise<Answer<Value>> {
  for (let failures = 0; ; failures += 1) {
    const answer = await send();
    if (answer.ok || failures >= retries || !isUnclear(answer.refusal)) {
      return answer;
    }
    await wait(retryDelayMs(failures, answer.refusal.retryAfterMs));
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
