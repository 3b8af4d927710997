import type { Answer, Refusal } from '@flash/web';
import { pauseAfterFailure } from './pace.ts';

interface AttemptOptions {
  /** How often an unclear or overloaded answer is tried again before the buyer is asked. */
  retries: number;
  wait: (ms: number) => Promise<void>;
}

/**
 * Sends until the answer is clear. The caller uses one idempotency key for all tries, so a request
 * whose answer was lost is answered again and never done twice.
 */
export async function attempt<Value>(
  send: () => Promise<Answer<Value>>,
  { retries, wait }: AttemptOptions,
): Promise<Answer<Value>> {
  for (let failures = 0; ; failures += 1) {
    const answer = await send();
    if (answer.ok || failures >= retries || !isUnclear(answer.refusal)) {
      return answer;
    }
    await wait(pauseAfterFailure(failures, answer.refusal.retryAfterMs));
  }
}

/** Limits of the sale that only other people's places or minutes lift: the buyer is told at once. */
const isLimitOfSale = (code: Refusal['code']) =>
  code === 'TOO_MANY_PLACES' || code === 'REJOIN_LATER';

/** Whether the same request may still bring, or may already have brought, what was asked for. */
export function isUnclear({ status, code }: Refusal): boolean {
  if (isLimitOfSale(code)) {
    return false;
  }
  return (
    code === 'OFFLINE' || code === 'IDEMPOTENCY_IN_PROGRESS' || status === 429 || status >= 502
  );
}
