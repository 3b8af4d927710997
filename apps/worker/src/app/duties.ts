import type { WakeQueue } from '@flash/reservation';
import { createAuditor } from './auditor.ts';
import { createBlockWriter } from './blocks.ts';
import { createDrain } from './drain.ts';
import { createFarewell } from './farewell.ts';
import { createFastPass } from './fast-pass.ts';
import { createOpenAuthorisations } from './intents/authorisations.ts';
import { createPaymentIntents } from './intents/payments.ts';
import { createRulesIntents } from './intents/rules.ts';
import { createStockIntents } from './intents/stock.ts';
import { createUnitReturns } from './intents/unit-returns.ts';
import { createJobTimes } from './job-times.ts';
import { createMend } from './mend.ts';
import { createOutage } from './outage.ts';
import { createResolve } from './resolve.ts';
import { createRestore } from './restore/restore.ts';
import { createSweep } from './sweep.ts';
import type { Tools } from './tools.ts';
import { createWitness } from './witness.ts';

export type Duties = ReturnType<typeof createDuties>;

/** All that a worker can do to a sale, ready to be done. */
export function createDuties(tools: Tools, queue: WakeQueue) {
  const { engine, db, payment, metrics, memories, settings } = tools;
  const { orders, sales } = db;
  const fastPass = createFastPass({ ...tools, orders });
  const restore = createRestore({ ...tools, graceMs: settings.restoreGraceMs });
  const jobTimes = createJobTimes(queue);
  const writer = createBlockWriter(tools);
  const farewell = createFarewell({ ...tools, jobTimes, store: writer.store });
  const mend = createMend({
    ...tools,
    restore,
    onGone: farewell,
    async onMended(saleId) {
      memories.forget(saleId);
      writer.forget(saleId);
      await tools.liveSales.refresh();
      tools.attention.hint(saleId);
    },
  });
  return {
    drain: createDrain({ ...tools, fastPass }),
    sweep: createSweep(engine, metrics),
    resolve: createResolve({ ...tools, orders }),
    store: writer.store,
    audit: createAuditor(tools),
    jobTimes,
    mend,
    farewell,
    rules: createRulesIntents(engine, sales),
    stock: createStockIntents({ ...tools, sales }),
    payments: createPaymentIntents({ ...tools, orders }),
    unitReturns: createUnitReturns({ engine, orders, sales }),
    authorisations: createOpenAuthorisations({ orders, payment }),
    outage: createOutageOf(tools),
  };
}

function createOutageOf(tools: Tools) {
  const { engine, liveSales, log } = tools;
  return createOutage({
    ...tools,
    ...createWitness(tools.redis, tools.election, tools.id),
    ready: tools.db.ready,
    now: () => performance.now(),
    async moveHolds(byMs) {
      const moved = liveSales.list().map((sale) => engine.shift(sale.id, { byMs }));
      for (const result of await Promise.allSettled(moved)) {
        if (result.status === 'rejected') log.warn({ err: result.reason }, 'holds did not move');
      }
    },
  });
}
