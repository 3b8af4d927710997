import type { Answer, Refusal } from '@flash/web';

/** A refusal on its way through the query cache, which knows failures as errors only. */
export class RefusedError extends Error {
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.title);
    this.refusal = refusal;
  }
}

export async function orThrow<Value>(asked: Promise<Answer<Value>>): Promise<Value> {
  const answer = await asked;
  if (!answer.ok) throw new RefusedError(answer.refusal);
  return answer.value;
}

const ATTEMPTS = 3;

/** Only what may be different a moment later is asked again. */
export function isWorthAsking(failures: number, error: Error): boolean {
  if (failures >= ATTEMPTS || !(error instanceof RefusedError)) return false;
  const { status } = error.refusal;
  return status === 0 || status === 429 || status >= 500;
}

export function pauseBeforeAsking(failures: number, error: Error): number {
  const wished = error instanceof RefusedError ? error.refusal.retryAfterMs : null;
  return wished ?? Math.min(8_000, 500 * 2 ** failures);
}
