import type { Engine } from '@flash/reservation';
import { addBestEffortCounter } from '@flash/shared-config';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** From half a millisecond to ten seconds; the interesting part lies between 5 and 500 ms. */
const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const GROUP = [1, 2, 5, 10, 20, 50, 100, 200];

export type Metrics = ReturnType<typeof createMetrics>;

/**
 * What this process measures, in a registry of its own: two apps in one process must not share one.
 * Labels are route patterns, script names and outcomes, and ids of live sales; never people.
 */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  // By default the delay of the event loop is sampled a hundred times a second, also in an idle process.
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: 100 });
  addBestEffortCounter(registry);

  return {
    registry,
    httpSeconds: new Histogram({
      name: 'flash_http_request_duration_seconds',
      help: 'Time until an answer was sent, by route pattern',
      labelNames: ['method', 'route', 'status'],
      buckets: SECONDS,
      registers,
    }),
    engineSeconds: new Histogram({
      name: 'flash_engine_call_duration_seconds',
      help: 'Time of one atomic step in Redis, as the process saw it',
      labelNames: ['script'],
      buckets: SECONDS,
      registers,
    }),
    engineOutcomes: new Counter({
      name: 'flash_engine_outcomes_total',
      help: 'What the atomic steps answered',
      labelNames: ['script', 'outcome'],
      registers,
    }),
    confirmSeconds: new Histogram({
      name: 'flash_confirm_duration_seconds',
      help: 'Time from pressing confirm to its answer, by outcome',
      labelNames: ['outcome'],
      buckets: SECONDS,
      registers,
    }),
    orderSeconds: new Histogram({
      name: 'flash_order_write_duration_seconds',
      help: 'Time from an authorised payment until its order is written and Redis knows',
      buckets: SECONDS,
      registers,
    }),
    joinsRefused: new Counter({
      name: 'flash_joins_refused_while_late_total',
      help: 'Joins refused because orders were late',
      registers,
    }),
    commitGroupOrders: new Histogram({
      name: 'flash_commit_group_orders',
      help: 'Orders written by one transaction',
      buckets: GROUP,
      registers,
    }),
    openStreams: new Gauge({
      name: 'flash_open_streams',
      help: 'Event streams open in this process',
      labelNames: ['kind'],
      registers,
    }),
    providerEvents: new Counter({
      name: 'flash_provider_events_total',
      help: 'Messages of the payment provider, by result',
      labelNames: ['result'],
      registers,
    }),
    limited: new Counter({
      name: 'flash_limited_requests_total',
      help: 'Requests refused by a limit',
      labelNames: ['limit'],
      registers,
    }),
  };
}

const MEASURED = new Set<string>([
  'activate',
  'join',
  'position',
  'claim',
  'renew',
  'settle',
  'void',
  'extend',
  'leave',
  'release',
  'remove',
  'rules',
  'adjust',
  'refund',
  'snapshot',
]);

type Step = (...args: unknown[]) => Promise<unknown>;

/** The same engine; each step is timed and its outcome counted. */
export function measuredEngine(engine: Engine, metrics: Metrics): Engine {
  const entries = Object.entries(engine).map(([name, step]) => [
    name,
    MEASURED.has(name) ? measured(name, step as Step, metrics) : step,
  ]);
  return Object.fromEntries(entries) as Engine;
}

function measured(script: string, step: Step, metrics: Metrics): Step {
  const seconds = metrics.engineSeconds.labels(script);
  return async (...args) => {
    const startedAt = performance.now();
    try {
      const outcome = await step(...args);
      metrics.engineOutcomes.inc({ script, outcome: outcomeName(outcome) });
      return outcome;
    } catch (error) {
      metrics.engineOutcomes.inc({ script, outcome: 'error' });
      throw error;
    } finally {
      seconds.observe((performance.now() - startedAt) / 1_000);
    }
  };
}

/** `refused.sold_out`: the kind, and why where there is a why. */
export function outcomeName(outcome: unknown): string {
  if (typeof outcome !== 'object' || outcome === null || !('kind' in outcome)) {
    return 'done';
  }
  const why = 'why' in outcome ? `.${String(outcome.why)}` : '';
  return `${String(outcome.kind)}${why}`;
}
