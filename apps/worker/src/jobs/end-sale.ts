import type { Engine } from '@flash/reservation';
import type { Tend } from '../tick/ticker.ts';

export interface EndSaleReport {
  ended: boolean;
  sold: number;
  held: number;
  waiting: number;
}

/** A sale ends by Redis time, with or without this job; here only the rest is looked after. */
export function createEndSale({ engine, tend }: { engine: Engine; tend: Tend }) {
  return async (saleId: string): Promise<EndSaleReport> => {
    tend.prompt(saleId);
    const shot = await engine.snapshot(saleId);
    if (shot.kind === 'unavailable') return { ended: false, sold: 0, held: 0, waiting: 0 };
    const { sold, held, waiting } = shot;
    return { ended: shot.closed || shot.now >= shot.endsAt, sold, held, waiting };
  };
}
