import type { LiveSale } from '@flash/database';
import { type Engine, noticeChannel, workChannel } from '@flash/reservation';
import type { Logger, RedisClient } from '@flash/shared-config';
import type { LiveSales } from '../base/live-sales.ts';
import type { Metrics } from '../base/metrics.ts';
import type { Look } from './inspect-sale.ts';
import type { Attention } from './polling-schedule.ts';

export interface Tend {
  start(): void;
  /** Looks at this sale now, not at the next tick. */
  prompt(saleId: string): void;
  stop(): Promise<void>;
}

interface TendDeps {
  engine: Engine;
  liveSales: LiveSales;
  attention: Attention;
  look: Look;
  metrics: Metrics;
  log: Logger;
  tickMs: number;
}

/**
 * The timer that correctness rests on: whatever job, wake-up or process was lost, the next tick does
 * the work itself.
 */
export function createTend(deps: TendDeps): Tend {
  const { engine, liveSales, attention, tickMs } = deps;
  const looks = new Set<Promise<void>>();
  let hinted: ReadonlySet<string> = new Set();
  let timer: NodeJS.Timeout | undefined;

  function visit(sale: LiveSale): void {
    if (!timer || !attention.begin(sale.id)) return;
    const visited = lookAt(deps, sale, hinted.has(sale.id)).finally(() => looks.delete(visited));
    looks.add(visited);
  }

  async function tick(): Promise<void> {
    for (const sale of liveSales.list()) visit(sale);
    hinted = new Set(await engine.hinted());
    for (const saleId of hinted) attention.hint(saleId);
  }

  return {
    start() {
      const safely = () => {
        tick().catch((error) => deps.log.debug({ err: error }, 'a tick failed'));
      };
      timer = setInterval(safely, tickMs);
      safely();
    },
    prompt(saleId) {
      attention.hint(saleId);
      const sale = liveSales.get(saleId);
      if (sale) visit(sale);
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await Promise.all(looks);
    },
  };
}

async function lookAt(deps: TendDeps, sale: LiveSale, isHinted: boolean): Promise<void> {
  const { look, attention, engine, metrics, log } = deps;
  const endTimer = metrics.lookMs.startTimer();
  let restMs = 0;
  try {
    restMs = await look(sale);
    if (isHinted && restMs > 0) {
      // Taken back first and looked at again, or a join in between would lose its hint.
      await engine.unhint(sale.id);
      restMs = await look(sale);
    }
  } catch (error) {
    log.debug({ err: error, saleId: sale.id }, 'a look failed');
  } finally {
    attention.end(sale.id, restMs);
    endTimer();
  }
}

interface Listeners {
  /**
   * Tells which sale something happened to. What happened is read where it is needed: taking every
   * notice apart would cost as much as granting.
   */
  onChange: (saleId: string) => void;
  /** Redis was out of reach for a while: whatever it told meanwhile is lost. */
  onGap: () => void;
  log: Logger;
}

export async function listenForChanges(
  subscriber: RedisClient,
  { onChange, onGap, log }: Listeners,
): Promise<() => Promise<void>> {
  const channels = [noticeChannel, workChannel];
  const receive = (channel: string, text: string) => {
    if (channel === workChannel) onChange(text);
    else if (channel === noticeChannel) onChange(text.slice(0, text.indexOf(' ')));
  };
  const resume = () => {
    // Once more, although the client subscribes by itself: the answer says from when on it listens.
    subscriber.subscribe(...channels).then(onGap, (err) => {
      log.debug({ err }, 'could not listen for changes; the next connection tries again');
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
