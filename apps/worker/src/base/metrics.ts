import { addBestEffortCounter } from '@flash/shared-config';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof createMetrics>;

const MILLISECONDS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000];

/** One registry per worker, so that two of them fit into one process. */
export function createMetrics(options: { defaults?: boolean } = {}) {
  const registry = new Registry();
  if (options.defaults) {
    // By default the delay of the event loop is sampled a hundred times a second, also in an idle process.
    collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  }
  addBestEffortCounter(registry);
  const registers = [registry];
  return {
    registry,
    holdsGranted: new Counter({
      name: 'flash_holds_granted_total',
      help: 'Holds handed out, by mode',
      labelNames: ['mode'],
      registers,
    }),
    holdsExpired: new Counter({
      name: 'flash_holds_expired_total',
      help: 'Holds whose time ran out',
      registers,
    }),
    claimsResolved: new Counter({
      name: 'flash_claims_resolved_total',
      help: 'Lapsed claims decided from the record, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    drainMs: new Histogram({
      name: 'flash_drain_milliseconds',
      help: 'Time of one drain',
      buckets: MILLISECONDS,
      registers,
    }),
    inspectMs: new Histogram({
      name: 'flash_tend_look_milliseconds',
      help: 'Time of one inspection of a sale',
      buckets: MILLISECONDS,
      registers,
    }),
    blocksStored: new Counter({
      name: 'flash_blocks_stored_total',
      help: 'Blocks of the log stored in MongoDB',
      registers,
    }),
    entriesStored: new Counter({
      name: 'flash_log_entries_stored_total',
      help: 'Log entries stored in MongoDB',
      registers,
    }),
    entriesFollowed: new Counter({
      name: 'flash_log_entries_followed_total',
      help: 'Stored log entries handed to a consumer, by consumer',
      labelNames: ['consumer'],
      registers,
    }),
    followFailures: new Counter({
      name: 'flash_log_follow_failures_total',
      help: 'Times that handing on the log failed and was tried again, by consumer',
      labelNames: ['consumer'],
      registers,
    }),
    webhookDeliveries: new Counter({
      name: 'flash_webhook_deliveries_total',
      help: 'Tries to deliver to a webhook, by result',
      labelNames: ['result'],
      registers,
    }),
    webhookSeconds: new Histogram({
      name: 'flash_webhook_delivery_seconds',
      help: 'From what happened to its delivery',
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 30, 300, 3_600, 86_400],
      registers,
    }),
    webhookQueue: new Gauge({
      name: 'flash_webhook_queue',
      help: 'Deliveries that this process is about to send',
      registers,
    }),
    restores: new Counter({
      name: 'flash_restores_total',
      help: 'Sales restored, by how',
      labelNames: ['how'],
      registers,
    }),
    payments: new Counter({
      name: 'flash_payments_finished_total',
      help: 'Payments finished after the fact, by outcome',
      labelNames: ['outcome'],
      registers,
    }),
    jobs: new Counter({
      name: 'flash_jobs_total',
      help: 'Jobs done, by name and result',
      labelNames: ['name', 'result'],
      registers,
    }),
    alerts: new Counter({
      name: 'flash_alerts_total',
      help: 'States that cannot be or that need a person, by kind',
      labelNames: ['kind'],
      registers,
    }),
    alertMessages: new Counter({
      name: 'flash_alert_messages_total',
      help: 'Alerts posted to ALERT_WEBHOOK_URL, by result',
      labelNames: ['result'],
      registers,
    }),
    mails: new Counter({
      name: 'flash_mails_total',
      help: 'Tries to send a mail, by kind and result',
      labelNames: ['kind', 'result'],
      registers,
    }),
    mailDelay: new Histogram({
      name: 'flash_mail_delay_seconds',
      help: 'From what a mail tells of until the server took it',
      labelNames: ['kind'],
      buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 60, 300, 3_600],
      registers,
    }),
    mailsDue: new Gauge({
      name: 'flash_mails_due',
      help: 'Mails that are due and not sent; the same in each worker',
      registers,
    }),
    mailsDueAge: new Gauge({
      name: 'flash_mails_due_seconds',
      help: 'For how long the first of them has been due',
      registers,
    }),
    mailsFailed: new Gauge({
      name: 'flash_mails_failed',
      help: 'Mails that were given up; the same in each worker',
      registers,
    }),
    invariantDelta: new Gauge({
      name: 'flash_invariant_delta',
      help: 'Violated invariants of a live sale; anything but 0 is an alarm',
      labelNames: ['sale'],
      registers,
    }),
    units: new Gauge({
      name: 'flash_sale_units',
      help: 'Units of a live sale by state',
      labelNames: ['sale', 'state'],
      registers,
    }),
    waiting: new Gauge({
      name: 'flash_sale_waiting_buyers',
      help: 'Buyers in line of a live sale',
      labelNames: ['sale'],
      registers,
    }),
    unstored: new Gauge({
      name: 'flash_sale_unstored_entries',
      help: 'Log entries of a live sale that MongoDB does not hold yet',
      labelNames: ['sale'],
      registers,
    }),
    outage: new Gauge({
      name: 'flash_database_away',
      help: '1 while MongoDB cannot be reached',
      registers,
    }),
  };
}

/** A sale that is cleaned up is no longer exported. */
export function forgetSale(metrics: Metrics, sale: string): void {
  for (const state of ['free', 'held', 'claimed', 'sold']) {
    metrics.units.remove({ sale, state });
  }
  for (const gauge of [metrics.waiting, metrics.unstored]) {
    gauge.remove({ sale });
  }
}
