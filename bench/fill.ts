import { setTimeout as sleep } from 'node:timers/promises';
import type { Engine } from '@flash/reservation';

/** As many joins are under way as three calls hold: one is run, one is on its way, one is made. */
const AT_ONCE = 300;
const REST_MS = 50;

/** As the API derives them: opaque, and 22 characters long. */
export const buyerOf = (place: number) => `g${String(place).padStart(21, '0')}`;

/**
 * Fills a line by the engine's own join, with what the API sends for each buyer. Waits while the log is not
 * stored in time, as the API's clients would.
 */
export async function fillLine(
  engine: Pick<Engine, 'join'>,
  saleId: string,
  { from, count }: { from: number; count: number },
): Promise<void> {
  let next = from;
  const joinNext = async () => {
    while (next < from + count) {
      const place = next;
      next += 1;
      while ((await joinOne(engine, saleId, place)) === 'later') {
        await sleep(REST_MS);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, joinNext));
}

export async function joinOne(
  engine: Pick<Engine, 'join'>,
  saleId: string,
  place: number,
): Promise<'joined' | 'later'> {
  const attempt = { proof: `r${String(place).padStart(16, '0')}` };
  const outcome = await engine.join(saleId, { buyer: buyerOf(place), bearer: false, attempt });
  if (outcome.kind === 'unavailable' && outcome.why === 'lagging') {
    return 'later';
  }
  if (outcome.kind !== 'joined') {
    throw new Error(`a join of the bench: ${JSON.stringify(outcome)}`);
  }
  return 'joined';
}
