import type { LiveSale } from '@flash/database';
import { type Engine, noticeChannel, workChannel } from '@flash/reservation';
import type { Logger, RedisClient } from '@flash/shared-config';
import type { LiveSales } from '../base/live-sales.ts';
import type { Metrics } from '../base/metrics.ts';
import type { InspectSale } from './inspect-sale.ts';
import type { PollingSchedule } from './polling-schedule.ts';

export interface Ticker {
  start(): void;
  /** Inspects this sale now, not at the next tick. */
  prompt(saleId: string): void;
  stop(): Promise<void>;
}

interface TickerDeps {
  engine: Engine;
  liveSales: LiveSales;
  polling: PollingSchedule;
  inspectSale: InspectSale;
  metrics: Metrics;
  log: Logger;
  tickMs: number;
}

/**
 * The timer that correctness rests on: whatever job, wake-up or process was lost, the next tick does
 * the work itself.
 */
export function createTicker(deps: TickerDeps): Ticker {
  const { engine, liveSales, polling, tickMs } = deps;
  const running = new Set<Promise<void>>();
  let hinted: ReadonlySet<string> = new Set();
  let timer: NodeJS.Timeout | undefined;

  function inspect(sale: LiveSale): void {
    if (!timer || !polling.begin(sale.id)) {
      return;
    }
    const inspection = inspectInTurn(deps, sale, hinted.has(sale.id)).finally(() =>
      running.delete(inspection),
    );
    running.add(inspection);
  }

  async function tick(): Promise<void> {
    for (const sale of liveSales.list()) {
      inspect(sale);
    }
    hinted = new Set(await engine.hinted());
    for (const saleId of hinted) {
      polling.hint(saleId);
    }
  }

  return {
    start() {
      const safely = () => {
        tick().catch((error) => deps.log.debug({ err: error }, 'tick failed'));
      };
      timer = setInterval(safely, tickMs);
      safely();
    },
    prompt(saleId) {
      polling.hint(saleId);
      const sale = liveSales.get(saleId);
      if (sale) {
        inspect(sale);
      }
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await Promise.all(running);
    },
  };
}

async function inspectInTurn(deps: TickerDeps, sale: LiveSale, isHinted: boolean): Promise<void> {
  const { inspectSale, polling, engine, metrics, log } = deps;
  const endTimer = metrics.inspectMs.startTimer();
  let restMs = 0;
  try {
    restMs = await inspectSale(sale);
    if (isHinted && restMs > 0) {
      // Taken back first and inspected again, or a join in between would lose its hint.
      await engine.unhint(sale.id);
      restMs = await inspectSale(sale);
    }
  } catch (error) {
    log.debug({ err: error, saleId: sale.id }, 'inspection of a sale failed');
  } finally {
    polling.end(sale.id, restMs);
    endTimer();
  }
}

interface Listeners {
  /**
   * Tells which sale something happened to. What happened is read where it is needed: taking every
   * notice apart would cost as much as granting.
   */
  onChange: (saleId: string) => void;
  /** Redis was out of reach for a while; its messages of that time are lost. */
  onGap: () => void;
  log: Logger;
}

export async function listenForChanges(
  subscriber: RedisClient,
  { onChange, onGap, log }: Listeners,
): Promise<() => Promise<void>> {
  const channels = [noticeChannel, workChannel];
  const receive = (channel: string, text: string) => {
    if (channel === workChannel) {
      onChange(text);
    } else if (channel === noticeChannel) {
      onChange(text.slice(0, text.indexOf(' ')));
    }
  };
  const resume = () => {
    // Once more, although the client subscribes by itself: the answer says from when on it listens.
    subscriber.subscribe(...channels).then(onGap, (err) => {
      log.debug({ err }, 'subscribing to changes failed; the next connection tries again');
    });
  };
  subscriber.on('message', receive);
  await subscriber.subscribe(...channels);
  subscriber.on('ready', resume);
  return async () => {
    subscriber.off('ready', resume);
    subscriber.off('message', receive);
    await subscriber.unsubscribe(...channels);
  };
}
