import { DRIFT } from '../restore/recover.ts';
import type { Duties, Tools } from '../worker.ts';
import type { Errands } from './inspect-sale.ts';

/** In which a living process renews the lease of its claim; after a jump all of them look lapsed. */
const LEASES_RENEWED_MS = 2_000;

/** Starts each task in its lane; the look that found it does not wait. */
export function createErrands(tools: Tools, duties: Duties): Errands {
  const { lanes, memories, engine, attention } = tools;
  const errands: Errands = {
    drain(saleId) {
      lanes.start('drain', saleId, () => duties.drain(saleId));
    },
    sweep(saleId) {
      lanes.start('sweep', saleId, async () => {
        const { clock, jump } = memories.of(saleId);
        if (!clock || jump) return;
        const onFreed = () => errands.drain(saleId);
        const { lapsed, epoch } = await duties.sweep(saleId, { reading: clock, onFreed });
        if (lapsed.length === 0) return;
        lanes.start('resolve', saleId, async () => {
          const decided = await duties.resolve(saleId, lapsed, epoch);
          errands.drain(saleId);
          // A sweep names only so many; a dead process may leave more behind.
          if (decided === lapsed.length) errands.sweep(saleId);
        });
      });
    },
    store(saleId) {
      lanes.start('blocks', saleId, () => duties.store(saleId));
    },
    intents(sale, shot) {
      lanes.start('intents', sale.id, async () => {
        if (sale.version > shot.version || shot.lacksRules) await duties.rules(sale.id);
        if (sale.adjusting) await duties.stock(sale.id);
      });
    },
    jobs(saleId, shot) {
      if (!duties.jobTimes.isDue(saleId, shot)) return;
      lanes.start('jobs', saleId, () => duties.jobTimes.keep(saleId, shot));
    },
    audit(saleId, n) {
      lanes.start('audit', saleId, async () => {
        const found = await duties.auditor.audit(saleId, n);
        if (!found || found.drift.length === 0) return;
        // The next look at the sale finds it halted and has it rebuilt.
        await engine.halt(saleId, DRIFT, found.epoch);
        attention.hint(saleId);
      });
    },
    heal(saleId, why) {
      if (!duties.outage.mayAsk()) return;
      lanes.start('restore', saleId, () => duties.heal(saleId, why));
    },
    restore(saleId, why) {
      if (!duties.outage.mayAsk()) return;
      lanes.start('restore', saleId, () => duties.mend(saleId, why));
    },
    rebase(saleId, jump) {
      lanes.start('sweep', saleId, async () => {
        const memory = memories.of(saleId);
        if (jump.to > jump.from) {
          const byMs = Math.round(jump.to - jump.from);
          const onceSince = Math.floor(jump.since);
          const moved = await engine.shift(saleId, { byMs, onceSince });
          // Nothing is taken back until they have moved; the next look tries again.
          if (moved.kind === 'unavailable') return;
        }
        memory.sweepAfter = performance.now() + LEASES_RENEWED_MS;
        memory.jump = null;
      });
    },
  };
  return errands;
}
