import type { WakeQueue } from '@flash/reservation';
import { createLiveAuditor } from './audit/auditor.ts';
import { createReach } from './expiry/mongo-reachability.ts';
import { createOutage, type Outage } from './expiry/outage.ts';
import { createResolve } from './expiry/resolve.ts';
import { createSweep } from './expiry/sweep.ts';
import { createWitness } from './expiry/witness.ts';
import { createDrain } from './granting/drain.ts';
import { createFastPass } from './granting/fast-pass.ts';
import { createAuditRows } from './intents/audit-rows.ts';
import { createOpenAuthorisations } from './intents/authorisations.ts';
import { createPaymentIntents } from './intents/payments.ts';
import { createStockIntents } from './intents/stock.ts';
import { createUnitReturns } from './intents/unit-returns.ts';
import { createRulesIntents } from './intents/unsent-changes.ts';
import { createJobTimes } from './jobs/job-times.ts';
import { createBlockWriter } from './log-store/block-writer.ts';
import { createLogTypes } from './log-store/later-types.ts';
import { createHeal } from './restore/heal.ts';
import { createMend } from './restore/recover.ts';
import { createRestore } from './restore/restore.ts';
import { createFarewell } from './retention/cleanup-sale.ts';
import { createRetention } from './retention/retention.ts';
import type { Tools } from './tools.ts';

export type Duties = ReturnType<typeof createDuties>;

/** All tasks of a worker, with what they need. */
export function createDuties(tools: Tools, queue: WakeQueue) {
  const { engine, db, metrics } = tools;
  const { orders } = db;
  const jobTimes = createJobTimes(queue);
  const outage = createOutageOf(tools);
  const recovery = createRecovery(tools, outage);
  const writer = createBlockWriter({ ...tools, onGap: recovery.onGap });
  const auditor = createLiveAuditor(tools);
  const intents = createIntents(tools);
  const { authorisations } = intents;
  const farewell = createFarewell({ ...tools, jobTimes, auditor, writer, authorisations });
  const onMended = async (saleId: string) => {
    const { clock, jump } = tools.memories.of(saleId);
    tools.memories.forget(saleId);
    // The sale may be on another server now, whose clock is compared with that of the one before.
    Object.assign(tools.memories.of(saleId), { clock, jump });
    writer.forget(saleId);
    await tools.liveSales.refresh();
    tools.attention.hint(saleId);
  };
  return {
    drain: createDrain({
      ...tools,
      mayAsk: outage.mayAsk,
      fastPass: createFastPass({ ...tools, orders, onSilence: outage.suspect }),
    }),
    sweep: createSweep(engine, metrics),
    resolve: createResolve({ ...tools, orders }),
    store: writer.store,
    auditor,
    jobTimes,
    farewell,
    heal: recovery.healThen(onMended),
    mend: createMend({ ...tools, restore: recovery.restore, onGone: farewell, onMended }),
    outage,
    logTypes: createLogTypes(tools),
    retention: createRetention({ db, retentionDays: tools.settings.retentionDays ?? null }),
    ...intents,
  };
}

function createIntents(tools: Tools) {
  const { engine, db, payment } = tools;
  const { orders, sales } = db;
  return {
    rules: createRulesIntents(engine, sales),
    stock: createStockIntents({ ...tools, sales }),
    payments: createPaymentIntents({ ...tools, orders }),
    unitReturns: createUnitReturns({ engine, orders, sales }),
    auditRows: createAuditRows({ db, election: tools.election }),
    authorisations: createOpenAuthorisations({ orders, payment }),
  };
}

function createRecovery(tools: Tools, outage: Outage) {
  const restore = createRestore({
    ...tools,
    graceMs: tools.settings.restoreGraceMs,
    mayAsk: outage.mayAsk,
  });
  const heal = createHeal({ ...tools, restore });
  return {
    restore,
    /** The look that follows finds the sale halted and has it rebuilt. */
    async onGap(saleId: string, epoch: number) {
      await tools.engine.halt(saleId, 'the log has a gap', epoch);
      tools.attention.hint(saleId);
    },
    healThen:
      (onMended: (saleId: string) => Promise<void>) => async (saleId: string, why: string) => {
        if (await heal(saleId, why)) await onMended(saleId);
      },
  };
}

function createOutageOf(tools: Tools) {
  const { engine, liveSales, memories, log } = tools;
  return createOutage({
    ...tools,
    ...createWitness(tools.redis, tools.election, tools.id),
    reach: createReach(tools.db.processes.beat),
    now: () => performance.now(),
    async moveHolds(byMs) {
      const holding = liveSales.list().filter((sale) => memories.of(sale.id).holders > 0);
      // A sale may be so young that MongoDB went away before it was listed.
      const saleIds = new Set([...holding.map((sale) => sale.id), ...(await engine.hinted())]);
      const moved = [...saleIds].map((saleId) => engine.shift(saleId, { byMs }));
      for (const result of await Promise.allSettled(moved)) {
        if (result.status === 'rejected') log.warn({ err: result.reason }, 'holds did not move');
      }
    },
  });
}
