import type { Engine } from '@flash/reservation';
import type { LiveSales } from '../base/live-sales.ts';
import type { Drain, DrainReport } from '../granting/drain.ts';
import type { Attention } from '../tick/polling-schedule.ts';
import type { Tend } from '../tick/ticker.ts';
import type { Duties, Tools } from '../worker.ts';
import type { Handlers } from './processor.ts';

/** Jobs by the names that the queue gives them. */
export function handlersOf(tools: Tools, duties: Duties, tend: Tend): Handlers {
  const { settings } = tools;
  const { drain } = duties;
  return {
    reserve: createReserve({ ...tools, drain, lockTtlMs: settings.lockTtlMs }),
    release_hold: createReleaseHold({ ...tools, tend }),
    open_sale: createOpenSale({ ...tools, drain, tend }),
    end_sale: createEndSale({ ...tools, tend }),
  };
}

interface ReserveDeps {
  engine: Engine;
  drain: Drain;
  attention: Attention;
  lockTtlMs: number;
}

/** Somebody joined while units were free: serve the line. */
export function createReserve({ engine, drain, attention, lockTtlMs }: ReserveDeps) {
  return async (saleId: string): Promise<DrainReport> => {
    // On its way before anything else: if this worker dies, the ticks of the others know of the sale.
    void engine.hint(saleId).catch(() => {});
    attention.hint(saleId);
    return drain(saleId, { waitMs: lockTtlMs });
  };
}

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

interface OpenSaleDeps {
  drain: Drain;
  tend: Tend;
  liveSales: LiveSales;
}

/** A sale begins: whoever waits in the lobby is served. */
export function createOpenSale({ drain, tend, liveSales }: OpenSaleDeps) {
  return async (saleId: string): Promise<DrainReport> => {
    await liveSales.refresh();
    tend.prompt(saleId);
    return drain(saleId);
  };
}

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
