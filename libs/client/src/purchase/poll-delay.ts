import { backoffMs } from '@flash/shared-utils';
import type { Purchase } from './purchase.ts';

const SOON_MS = 60_000;
const STREAMED_MS = 15_000;
/** The stream sends the buyer's own turn, not each step of the line; those come from polls. */
const STEP_MS = 3_000;

/** Delay until the next poll: the server's for a place, else by how soon the line opens. */
export function nextPollDelayMs(
  purchase: Purchase,
  nowMs: number | null,
  isStreaming: boolean,
): number {
  const { place, line, isMissing } = purchase;
  if (hasActivePlace(purchase) && place) {
    const least = place.state === 'waiting' ? STEP_MS : STREAMED_MS;
    return Math.max(place.pollAfterMs, isStreaming ? least : 250);
  }
  if (isMissing) {
    return 15_000;
  }
  if (!line) {
    return 1_000;
  }
  if (line.phase === 'lobby' || line.phase === 'open' || line.phase === 'paused') {
    return 2_000;
  }
  if (line.phase !== 'scheduled') {
    return 15_000;
  }
  if (nowMs === null) {
    return 1_000;
  }
  const opensInMs = Date.parse(line.lobbyOpensAt) - nowMs;
  return opensInMs < SOON_MS ? Math.max(250, Math.min(2_000, opensInMs)) : 15_000;
}

export function retryDelayMs(failures: number, retryAfterMs: number | null): number {
  const own = backoffMs(failures, { baseMs: 1_000, capMs: 15_000 });
  return Math.max(own, retryAfterMs ?? 0);
}

/** Whether the place can still change, so that polling it makes sense. */
export function hasActivePlace({ place }: Purchase): boolean {
  switch (place?.state) {
    case 'waiting':
    case 'paused':
    case 'held':
    case 'claimed':
      return true;
    case 'sold_out':
      // A buyer in line when the last unit is sold may still get one that is returned.
      return place.seq !== null;
    default:
      return false;
  }
}
