import type { PurchaseState } from '@flash/shared-types';

/** Near enough to the head that the next change may concern this buyer. */
const NEAR_RANK = 100;

/** Whether a stream is worth its socket; everybody else is better served by polling. */
export function isWorthStreaming(state: PurchaseState): boolean {
  switch (state.state) {
    case 'held':
    case 'claimed':
      return true;
    case 'waiting':
    case 'paused':
      return state.position <= Math.max(NEAR_RANK, state.free);
    case 'sold_out':
      // A place in line is kept, and a refund makes it somebody's turn.
      return state.ahead !== null && state.ahead < NEAR_RANK;
    default:
      return false;
  }
}

/** What a buyer would want to be told at once; the rest may wait for the next regular frame. */
export function tellingPart(state: PurchaseState): string {
  const hold = 'expiresAt' in state ? `${state.expiresAt} ${state.extensionsLeft}` : '';
  const pause = state.pause ? `${state.pause.since} ${state.pause.reason}` : '';
  return [state.state, state.position, state.epoch, hold, pause, state.message].join('|');
}
