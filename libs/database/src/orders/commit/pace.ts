import { jitter } from '../../connection/transaction.ts';

const pauseMsMax = { clash: 20, busy: 4, fault: 20 };
const CONTENDED_MS = 2_000;

/** `fault`: the server or the way to it failed. No rival stood in the way, so a smaller batch is no help. */
export type Met = 'nothing' | 'busy' | 'clash' | 'fault';

/**
 * How a lane shares its sale with rivals in other processes. A rival wins whenever its commit falls
 * between my insert and my update; the longer my insert, the surer that is, and two of equal size
 * would starve each other. So each clash halves the next batch until I win one, which tells the
 * rival that I exist; from then on both pass the turnstile first and keep their batches whole.
 */
export function createPace(maxBatch: number) {
  let size = maxBatch;
  let contendedUntil = 0;
  let inVain = 0;

  return {
    size: () => size,
    isContended: () => Date.now() < contendedUntil,
    async after(met: Met, tried: number): Promise<void> {
      if (met === 'nothing') {
        size = Math.min(maxBatch, size * 2);
        inVain = 0;
        return;
      }
      if (met !== 'fault') {
        contendedUntil = Date.now() + CONTENDED_MS;
      }
      if (met === 'clash') {
        size = Math.max(1, Math.floor(tried / 2));
      }
      await jitter(inVain, pauseMsMax[met]);
      inVain += 1;
    },
  };
}

export type Pace = ReturnType<typeof createPace>;
