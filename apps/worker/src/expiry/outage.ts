import type { Logger } from '@flash/shared-config';
import type { Alert } from '../base/alerts.ts';
import type { Metrics } from '../base/metrics.ts';
import type { Reach, Witness } from './mongo-reachability.ts';

export interface Outage {
  /** Asks MongoDB; called twice a second. */
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
  testify: () => Promise<void>;
  /** What the other workers see and do. */
  witness: () => Promise<Witness>;
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
  const { reach, testify, witness, moveHolds, alert, metrics, log, now } = deps;
  /** The outage is accounted for up to here. */
  let coveredTo = now();
  let isAway = false;
  let awaySince = 0;
  /** What the other workers saw at the last check of this outage. */
  let others: Witness | null = null;
  let isSuspected = false;

  async function coverUpTo(end: number): Promise<void> {
    const byMs = Math.round(end - coveredTo);
    coveredTo = end;
    if (byMs > 0) await moveHolds(byMs);
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
    if (awayMs >= ALERT_AFTER_MS) tellPerson(awayMs);
    others = await witness();
    const time = now();
    if (others !== 'none') coveredTo = time;
    else if (time - coveredTo >= STEP_MS) await coverUpTo(time);
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
      if ((await witness()) === 'none') await coverUpTo(time);
    }
    coveredTo = time;
    isAway = false;
    isSuspected = false;
    metrics.outage.set(0);
    await testify();
  }

  return {
    async check() {
      const seen = await reach();
      if (seen === 'there') await onThere();
      else if (seen === 'away') await onAway();
    },
    isAway: () => isAway,
    mayAsk: () => !isAway && !isSuspected,
    suspect() {
      isSuspected = true;
    },
  };
}
