import type { LiveSale } from '@flash/database';
import { keysOf } from '@flash/reservation';
import type { Logger } from '@flash/shared-config';
import { forEachAtMost } from '../base/for-each.ts';
import type { Tend } from '../tick/ticker.ts';
import type { Duties, Tools } from '../worker.ts';

export interface Chore {
  name: string;
  everyMs: number;
  run: () => Promise<unknown>;
}

export interface Chores {
  start(): void;
  stop(): Promise<void>;
}

/** Work that belongs to no single sale; each chore waits for its own last run. */
export function createChores(log: Logger, chores: readonly Chore[]): Chores {
  const timers: NodeJS.Timeout[] = [];
  const running = new Map<Chore, Promise<void>>();
  const broken = new Set<Chore>();

  function begin(chore: Chore): void {
    if (running.has(chore)) return;
    const run = Promise.resolve()
      .then(chore.run)
      .then(
        () => void broken.delete(chore),
        (error) => {
          if (!broken.has(chore)) log.warn({ err: error, chore: chore.name }, 'a chore failed');
          broken.add(chore);
        },
      )
      .finally(() => running.delete(chore));
    running.set(chore, run);
  }

  return {
    start() {
      for (const chore of chores) {
        begin(chore);
        timers.push(setInterval(begin, chore.everyMs, chore));
      }
    },
    async stop() {
      for (const timer of timers.splice(0)) clearInterval(timer);
      await Promise.all(running.values());
    },
  };
}

/** A payment younger than this is still in the hands of the process that made it. */
const PAYMENT_AGE_MS = 2_000;
const SILENT_MS = 2_000;
const RETENTION_MS = 60_000;
/** Sales that are cleaned up or asked about at the same time. */
const AT_ONCE = 4;
const DELETED_ROUND = 100;

/** Periodic jobs of a worker that belong to no single sale. */
export function choresOf(tools: Tools, duties: Duties, tend: Tend): Chore[] {
  const { db, liveSales } = tools;
  const unlessAway = (run: () => Promise<unknown>) => async () => {
    if (!duties.outage.isAway()) await run();
  };
  return [
    { name: 'outage', everyMs: 500, run: duties.outage.check },
    { name: 'live sales', everyMs: 500, run: unlessAway(() => refresh(tools, duties, tend)) },
    {
      name: 'dead processes',
      everyMs: 1_000,
      run: unlessAway(() => db.processes.reapSilent(SILENT_MS)),
    },
    {
      name: 'payments',
      everyMs: 1_000,
      run: unlessAway(() => duties.payments(Date.now() - PAYMENT_AGE_MS)),
    },
    {
      name: 'sales just archived',
      everyMs: 3_000,
      run: unlessAway(() => cleanUpArchived(tools, duties, 10)),
    },
    {
      name: 'deleted sales',
      everyMs: 3_000,
      run: unlessAway(() => cleanUpDeleted(tools, duties)),
    },
    {
      name: 'archived sales',
      everyMs: 600_000,
      run: unlessAway(() => cleanUpArchived(tools, duties, 100)),
    },
    { name: 'types of the log', everyMs: 5_000, run: unlessAway(duties.logTypes) },
    { name: 'retention', everyMs: RETENTION_MS, run: unlessAway(() => retain(tools, duties)) },
    {
      name: 'audit rows',
      everyMs: 1_000,
      run: unlessAway(() => duties.auditRows(Date.now())),
    },
    { name: 'unit returns', everyMs: 1_000, run: unlessAway(duties.unitReturns) },
    {
      name: 'open authorisations',
      everyMs: 5_000,
      run: unlessAway(() =>
        forEachAtMost(
          AT_ONCE,
          liveSales.list().filter((sale) => sale.epoch > 1),
          async (sale) => void (await duties.authorisations(sale)),
        ),
      ),
    },
  ];
}

/** One worker is enough; a second one at the same time would only do the same. */
async function retain({ election }: Tools, { retention }: Duties): Promise<void> {
  if (await election.lead('retention', RETENTION_MS + 5_000)) await retention(Date.now());
}

/** Archived while no worker ran, or before any worker had listed the sale. */
async function cleanUpArchived({ db, redis }: Tools, duties: Duties, limit: number): Promise<void> {
  const newest = { status: 'archived', sort: 'updatedAt', order: 'desc', limit } as const;
  const { items } = await db.sales.list(newest, Date.now());
  await forEachAtMost(AT_ONCE, items, async (sale) => {
    if ((await redis.exists(keysOf(sale.id).meta)) === 1) await duties.farewell(sale.id);
  });
}

/**
 * Deleted while no worker was there, or by a process that died before it had dropped the keys. One for
 * which the payment provider fails is tried again in the next round and holds up no other.
 */
async function cleanUpDeleted({ db }: Tools, duties: Duties): Promise<void> {
  await forEachAtMost(AT_ONCE, await db.sales.removed(DELETED_ROUND), async (saleId) => {
    await duties.farewell(saleId);
    await db.sales.noteSeenOff(saleId);
  });
}

async function refresh({ liveSales, lanes }: Tools, duties: Duties, tend: Tend): Promise<void> {
  const before = new Map(liveSales.list().map((sale) => [sale.id, textOf(sale)]));
  await liveSales.refresh();
  for (const saleId of liveSales.departed()) {
    lanes.start('restore', saleId, async () => {
      await duties.farewell(saleId);
      liveSales.seenOff(saleId);
    });
  }
  for (const sale of liveSales.list()) {
    if (before.get(sale.id) !== textOf(sale)) tend.prompt(sale.id);
  }
}

/** What about a sale has to be looked at as soon as it changes. */
function textOf({ epoch, version, adjusting, restoring }: LiveSale): string {
  return [epoch, version, adjusting, restoring?.epoch].join(' ');
}
