import type { Database } from '@flash/database';
import type { Engine, Snapshot, WakeQueue } from '@flash/reservation';
import { bestEffort, type Logger } from '@flash/shared-config';
import type { Clock } from '@flash/shared-utils';
import { Gauge, type Registry } from 'prom-client';

/** So many sales at most: the newest of those that live. */
const SALES_MAX = 50;
const PARTS = ['waiting', 'free', 'held', 'claimed', 'sold', 'stock'] as const;

interface SaleGaugesDeps {
  registry: Registry;
  db: Pick<Database, 'sales'>;
  engine: Pick<Engine, 'snapshot'>;
  clock: Clock;
  log: Pick<Logger, 'warn'>;
}

/** Returns the function that looks at the live sales; it runs only when the metrics are scraped. */
export function addSaleGauges({ registry, db, engine, clock, log }: SaleGaugesDeps) {
  const gauge = (name: string, help: string, ...labelNames: string[]) =>
    new Gauge({ name, help, labelNames: ['sale', ...labelNames], registers: [registry] });
  const units = gauge('flash_sale_units', 'Units and people of a live sale, by state', 'state');
  const delta = gauge(
    'flash_invariant_delta',
    'stock - (free + held + claimed + sold); anything but 0 is a fault',
  );
  const epoch = gauge('flash_sale_epoch', 'Life of the Redis state; rises with every restore');
  const head = gauge(
    'flash_line_head_wait_seconds',
    'How long the same person has been at the head of the line',
  );
  const heads = new Map<string, { seq: number; since: number }>();
  const count = new Gauge({
    name: 'flash_live_sales',
    help: 'Sales whose state Redis keeps',
    registers: [registry],
  });

  return async (): Promise<void> => {
    for (const each of [units, delta, epoch, head]) {
      each.reset();
    }
    const live = await db.sales.listLive();
    count.set(live.length);
    const now = clock.now();
    const newest = [...live].sort((a, b) => b.startsAt - a.startsAt).slice(0, SALES_MAX);
    forgetGone(new Set(newest.map((sale) => sale.id)));
    await Promise.all(newest.map((sale) => lookAt(sale.id, now)));
  };

  async function lookAt(sale: string, now: number): Promise<void> {
    const snapshot = await bestEffort(log, 'measure a sale', engine.snapshot(sale), null);
    if (snapshot?.kind !== 'snapshot') {
      return;
    }
    for (const state of PARTS) {
      units.set({ sale, state }, snapshot[state]);
    }
    const { stock, free, held, claimed, sold } = snapshot;
    delta.set({ sale }, stock - free - held - claimed - sold);
    epoch.set({ sale }, snapshot.epoch);
    head.set({ sale }, waitedSeconds(sale, snapshot, now));
  }

  function waitedSeconds(sale: string, { oldest }: Snapshot, now: number): number {
    if (!oldest) {
      heads.delete(sale);
      return 0;
    }
    const known = heads.get(sale);
    if (known?.seq === oldest.seq) {
      return (now - known.since) / 1_000;
    }
    heads.set(sale, { seq: oldest.seq, since: now });
    return 0;
  }

  function forgetGone(live: Set<string>): void {
    for (const sale of heads.keys()) {
      if (!live.has(sale)) {
        heads.delete(sale);
      }
    }
  }
}

/** Jobs by state, counted when the metrics are scraped. */
export function addQueueGauges(
  registry: Registry,
  queue: WakeQueue['queue'],
  log: Pick<Logger, 'warn'>,
): void {
  new Gauge({
    name: 'flash_queue_jobs',
    help: 'Wake-up jobs, by state',
    labelNames: ['state'],
    registers: [registry],
    async collect() {
      const counting = queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
      const counts = await bestEffort(log, 'count the jobs', counting, {});
      for (const [state, count] of Object.entries(counts)) {
        this.set({ state }, count);
      }
    },
  });
}
