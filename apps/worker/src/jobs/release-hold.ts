import type { Engine } from '@flash/reservation';
import type { Tend } from '../tick/ticker.ts';

export interface ReleaseHoldReport {
  free: number;
  held: number;
  waiting: number;
}

/**
 * The next hold of a sale is over. Only a look takes it back, because a look can tell whether the clock
 * was set: BullMQ brings all of these jobs at once when the host's clock jumps forward.
 */
export function createReleaseHold({ engine, tend }: { engine: Engine; tend: Tend }) {
  return async (saleId: string): Promise<ReleaseHoldReport> => {
    tend.prompt(saleId);
    const shot = await engine.snapshot(saleId);
    if (shot.kind === 'unavailable') return { free: 0, held: 0, waiting: 0 };
    const { free, held, waiting } = shot;
    return { free, held, waiting };
  };
}
