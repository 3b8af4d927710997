import type { Engine } from '@flash/reservation';
import type { Logger } from '@flash/shared-config';
import type { Alert } from '../base/alerts/alerts.ts';
import { forEachAtMost } from '../base/for-each.ts';
import type { LiveSales } from '../base/live-sales.ts';
import type { Metrics } from '../base/metrics.ts';
import type { OtherWorkers, Reach } from './mongo-reachability.ts';

export interface Outage {
  /** Checks MongoDB; called twice a second. */
  check(): Promise<void>;
  isAway(): boolean;
  /** Also false from the moment on in which a read of ours failed, until a check succeeds. */
  mayAsk(): boolean;
  suspect(): void;
}

export interface OutageDeps {
  /** Whether what is written now is kept. */
  reach: () => Promise<Reach>;
  /** Tells the others that MongoDB is there. */
  tellOthers: () => Promise<void>;
  /** What the other workers see and do. */
  askOthers: () => Promise<OtherWorkers>;
  /** Moves the expiry of every hold back. */
  moveHolds: (byMs: number) => Promise<void>;
  alert: Alert;
  metrics: Metrics;
  log: Logger;
  now: () => number;
}

/** Holds move in steps, so that little is lost when the worker that moves them dies. */
const STEP_MS = 1_000;
/** The election of a new primary takes less; it needs no person. */
const ALERT_AFTER_MS = 10_000;

/** While no buyer can pay because MongoDB is away, the time of all holds stands still. */
export function createOutage(deps: OutageDeps): Outage {
  const { reach, tellOthers, askOthers, moveHolds, alert, metrics, log, now } = deps;
  /** The outage is accounted for up to here. */
  let coveredTo = now();
  let isAway = false;
  let awaySince = 0;
  /** What the other workers saw at the last check of this outage. */
  let others: OtherWorkers | null = null;
  let isSuspected = false;

  async function coverUpTo(end: number): Promise<void> {
    const byMs = Math.round(end - coveredTo);
    coveredTo = end;
    if (byMs > 0) {
      await moveHolds(byMs);
    }
  }

  async function onAway(): Promise<void> {
    if (!isAway) {
      log.error('MongoDB cannot be reached: the time of all holds stands still');
      awaySince = now();
      others = null;
    }
    isAway = true;
    metrics.outage.set(1);
    // Before the others are asked: Redis may be away, too.
    const awayMs = now() - awaySince;
    if (awayMs >= ALERT_AFTER_MS) {
      tellPerson(awayMs);
    }
    others = await askOthers();
    const time = now();
    if (others !== 'none') {
      coveredTo = time;
    } else if (time - coveredTo >= STEP_MS) {
      await coverUpTo(time);
    }
  }

  function tellPerson(awayMs: number): void {
    const known = others === null ? 'not known' : 'away as well';
    const otherWorkers = others === 'contradicts' ? 'reach it' : known;
    alert('database', null, { awaySeconds: Math.round(awayMs / 1_000), otherWorkers });
  }

  async function onThere(): Promise<void> {
    const time = now();
    if (isAway) {
      log.info('MongoDB is back');
      // Before any hold may be taken back again.
      if ((await askOthers()) === 'none') {
        await coverUpTo(time);
      }
    }
    coveredTo = time;
    isAway = false;
    isSuspected = false;
    metrics.outage.set(0);
    await tellOthers();
  }

  return {
    async check() {
      const seen = await reach();
      if (seen === 'there') {
        await onThere();
      } else if (seen === 'away') {
        await onAway();
      }
    },
    isAway: () => isAway,
    mayAsk: () => !isAway && !isSuspected,
    suspect() {
      isSuspected = true;
    },
  };
}

interface MoveDeps {
  engine: Engine;
  liveSales: LiveSales;
  log: Logger;
}

/** Sales that are asked at the same time. */
const AT_ONCE = 100;

/** Moves the expiry of every hold of every live sale back, whichever worker does the sale's work. */
export async function moveHolds({ engine, liveSales, log }: MoveDeps, byMs: number): Promise<void> {
  const listed = liveSales.list().map((sale) => sale.id);
  // A sale may be so young that MongoDB went away before it was listed.
  const saleIds = [...new Set([...listed, ...(await engine.hinted())])];
  await forEachAtMost(AT_ONCE, saleIds, async (saleId) => {
    try {
      const shot = await engine.snapshot(saleId);
      if (shot.kind === 'snapshot' && shot.held + shot.claimed > 0) {
        await engine.shift(saleId, { byMs });
      }
    } catch (err) {
      log.warn({ err, saleId }, 'moving the holds of a sale back failed');
    }
  });
}
