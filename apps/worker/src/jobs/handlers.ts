import type { Engine } from '@flash/reservation';
import { bestEffort, type Logger } from '@flash/shared-config';
import type { LiveSales } from '../base/live-sales.ts';
import type { Drain } from '../granting/drain.ts';
import type { PollingSchedule } from '../tick/polling-schedule.ts';
import type { Ticker } from '../tick/ticker.ts';

interface HandlerDeps {
  engine: Engine;
  liveSales: LiveSales;
  polling: PollingSchedule;
  ticker: Pick<Ticker, 'prompt'>;
  drain: Drain;
  lockTtlMs: number;
  log: Logger;
}

/** What each job does, by the name that the queue gives it. */
export function createHandlers(deps: HandlerDeps) {
  const { engine, liveSales, polling, ticker, drain, lockTtlMs, log } = deps;
  return {
    /** A buyer joined while units were free: serve the line. */
    async reserve(saleId: string) {
      // A sale so young that no worker has listed it: its holds are found by this while MongoDB is away.
      if (!liveSales.get(saleId)) {
        void bestEffort(log, 'hint at a sale that is not listed yet', engine.hint(saleId));
      }
      polling.hint(saleId);
      return drain(saleId, { waitMs: lockTtlMs });
    },

    release_hold: createReleaseHold({ engine, ticker }),

    /** A sale begins: the buyers in the lobby are served. */
    async open_sale(saleId: string) {
      // Its start may have been moved since it was listed.
      await liveSales.reread(saleId);
      ticker.prompt(saleId);
      return drain(saleId);
    },

    /** A sale ends by Redis time, with or without this job; a tick does what is left to do. */
    async end_sale(saleId: string) {
      ticker.prompt(saleId);
      const shot = await engine.snapshot(saleId);
      if (shot.kind === 'unavailable') {
        return { ended: false, sold: 0, held: 0, waiting: 0 };
      }
      const { sold, held, waiting } = shot;
      return { ended: shot.closed || shot.now >= shot.endsAt, sold, held, waiting };
    },
  };
}

/**
 * The next hold of a sale is over. Only an inspection takes it back, because it can tell whether the
 * clock was set: BullMQ brings all of these jobs at once when the host's clock jumps forward.
 */
export function createReleaseHold({ engine, ticker }: Pick<HandlerDeps, 'engine' | 'ticker'>) {
  return async (saleId: string) => {
    ticker.prompt(saleId);
    const shot = await engine.snapshot(saleId);
    if (shot.kind === 'unavailable') {
      return { free: 0, held: 0, waiting: 0 };
    }
    const { free, held, waiting } = shot;
    return { free, held, waiting };
  };
}
