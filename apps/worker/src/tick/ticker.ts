import type { LiveSale } from '@flash/database';
import {
  type Engine,
  type Glance,
  noticeChannel,
  outboxChannel,
  workChannel,
} from '@flash/reservation';
import type { Logger, RedisClient } from '@flash/shared-config';
import {
  beforeFirst,
  type ClockReading,
  type ClockReadings,
  judgeClock,
} from '../base/clock/clock-guard.ts';
import type { LiveSales } from '../base/live-sales.ts';
import type { Metrics } from '../base/metrics.ts';
import type { SaleCache } from '../base/sale-cache.ts';
import type { InspectSale } from './inspect-sale.ts';
import type { PollingSchedule } from './polling-schedule.ts';
import type { SaleShares, Share } from './sale-shares.ts';

export interface Ticker {
  start(): void;
  /** Inspects this sale now, not at the next tick. */
  prompt(saleId: string): void;
  /** Notices were lost: compares all sales of this worker with what it has seen of them. */
  glance(): void;
  stop(): Promise<void>;
}

interface TickerDeps {
  engine: Pick<Engine, 'glance'>;
  liveSales: Pick<LiveSales, 'list' | 'get'>;
  saleCache: SaleCache;
  clockReadings: ClockReadings;
  shares: Pick<SaleShares, 'of'>;
  polling: PollingSchedule;
  inspectSale: InspectSale;
  /** Other workers do its work from now on. */
  onLost: (saleId: string) => void;
  metrics: Metrics;
  log: Logger;
  tickMs: number;
  glanceMs: number;
}

/** Inspections at the same time that only the timer asks for: after a start all sales are due at once. */
const AT_ONCE = 50;

/** Glances until one finds what changed without an entry in the log. */
const DEEP_EVERY = 5;

/**
 * The timer that correctness rests on: whatever job, wake-up, notice or process was lost, a tick does the work
 * itself. A tick inspects what is due; a glance, twice a second, finds what moved without a word (ADR 19).
 */
export function createTicker(deps: TickerDeps): Ticker {
  const { engine, liveSales, saleCache, clockReadings, shares, polling, log, tickMs } = deps;
  const running = new Set<Promise<void>>();
  let known: ReadonlyMap<string, Share> = new Map();
  let due: LiveSale[] = [];
  let timers: NodeJS.Timeout[] = [];
  let glancing: Promise<void> | null = null;
  let glances = 0;
  let clocks: ReadonlyMap<string, ClockReading> = new Map();

  function inspect(sale: LiveSale): void {
    if (timers.length === 0 || !polling.begin(sale.id)) {
      return;
    }
    const share = shares.of(sale.id);
    const inspection = inspectOnce(deps, sale, share).finally(() => {
      running.delete(inspection);
      inspectDue();
    });
    running.add(inspection);
  }

  function inspectDue(): void {
    while (running.size < AT_ONCE) {
      const sale = due.pop();
      if (!sale) {
        return;
      }
      inspect(sale);
    }
  }

  function tick(): void {
    const list = liveSales.list();
    shareOut(list);
    due = list.filter(({ id }) => polling.isDue(id));
    inspectDue();
  }

  function shareOut(list: readonly LiveSale[]): void {
    const before = known;
    known = new Map(list.map(({ id }) => [id, shares.of(id)]));
    for (const [id, share] of known) {
      const last = before.get(id);
      if (share === last) {
        continue;
      }
      if (last === 'own') {
        deps.onLost(id);
      }
      // What was announced before this worker had a share in the sale, it may not have heard.
      if (share === 'other') {
        polling.leaveAlone(id);
      } else {
        polling.hint(id);
      }
    }
  }

  async function compare(): Promise<void> {
    const own = [...known].filter(([, share]) => share === 'own').map(([id]) => id);
    const ids = own.filter((id) => liveSales.get(id) && !polling.isDue(id));
    const seen = new Map(ids.map((saleId) => [saleId, saleCache.of(saleId).n]));
    glances += 1;
    const isDeep = glances % DEEP_EVERY === 0;
    const given = await engine.glance(
      [...seen].map(([saleId, n]) => ({ saleId, n })),
      isDeep,
    );
    const hasJumped = noteClocks(given);
    const moved = hasJumped ? ids : given.flatMap(movedOf);
    for (const saleId of moved) {
      // One that was inspected meanwhile is compared anew by the next glance.
      if (hasJumped || saleCache.of(saleId).n === seen.get(saleId)) {
        polling.hint(saleId);
      }
    }
    if (moved.length > 0) {
      tick();
    }
  }

  /** Those on another server than before, too: it was started anew, or another one took its place. */
  function movedOf({ server, saleIds, moved }: Glance): string[] {
    const isElsewhere = (saleId: string) => saleCache.of(saleId).server !== server;
    return [...new Set([...moved, ...saleIds.filter(isElsewhere)])];
  }

  /** Whether the clock of a server was set: its sales judge by what they saw of it before. */
  function noteClocks(given: readonly Glance[]): boolean {
    const readings = new Map<string, ClockReading>();
    let hasJumped = false;
    for (const { server, now, asked, steady, saleIds } of given) {
      const reading = { server: now, asked, steady };
      // The first inspection may take longer than readings of the server are kept.
      const first = beforeFirst(clockReadings.oldest(server), reading) ?? reading;
      for (const saleId of saleIds) {
        const cached = saleCache.of(saleId);
        cached.clockSince ??= first.steady;
        cached.clock ??= first;
      }
      const before = readings.get(server) ?? clocks.get(server) ?? null;
      hasJumped ||= judgeClock(before, reading).kind === 'jumped';
      readings.set(server, reading);
      clockReadings.add(server, reading);
    }
    clocks = readings;
    return hasJumped;
  }

  function glance(): void {
    glancing ??= compare()
      .catch((error) => log.debug({ err: error }, 'comparing sales with what was seen failed'))
      .finally(() => {
        glancing = null;
      });
  }

  return {
    start() {
      timers = [setInterval(tick, tickMs), setInterval(glance, deps.glanceMs)];
      tick();
    },
    prompt(saleId) {
      polling.hint(saleId);
      const sale = liveSales.get(saleId);
      if (sale) {
        inspect(sale);
      }
    },
    glance,
    async stop() {
      for (const timer of timers.splice(0)) {
        clearInterval(timer);
      }
      due = [];
      await glancing;
      await Promise.all(running);
    },
  };
}

async function inspectOnce(
  { inspectSale, polling, metrics, log, tickMs }: TickerDeps,
  sale: LiveSale,
  share: ReturnType<SaleShares['of']>,
): Promise<void> {
  const endTimer = metrics.inspectMs.startTimer();
  let restMs = 0;
  try {
    restMs = await inspectSale(sale, share);
  } catch (error) {
    log.debug({ err: error, saleId: sale.id }, 'inspection of a sale failed');
  } finally {
    // A sale of others rests until a hint comes, unless something is due in it that they did not do.
    const isOthers = share !== 'own' && restMs > tickMs;
    polling.end(sale.id, isOthers ? Number.POSITIVE_INFINITY : restMs);
    endTimer();
  }
}

interface Listeners {
  /**
   * Tells which sale something happened to. What happened is read where it is needed: taking every
   * notice apart would cost as much as granting.
   */
  onChange: (saleId: string) => void;
  /** A buyer may be served in this sale. */
  onWork: (saleId: string) => void;
  /** A process is about to write what workers send. */
  onOutbox: () => void;
  /** Redis was out of reach for a while; its messages of that time are lost. */
  onGap: () => void;
  log: Logger;
}

export async function listenForChanges(
  subscriber: RedisClient,
  { onChange, onWork, onOutbox, onGap, log }: Listeners,
): Promise<() => Promise<void>> {
  const channels = [noticeChannel, workChannel, outboxChannel];
  const receive = (channel: string, text: string) => {
    if (channel === workChannel) {
      onWork(text);
    } else if (channel === noticeChannel) {
      onChange(text.slice(0, text.indexOf(' ')));
    } else if (channel === outboxChannel) {
      onOutbox();
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
