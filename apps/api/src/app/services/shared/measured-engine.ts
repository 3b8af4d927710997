import type { Engine } from '@flash/reservation';
import type { Metrics } from './metrics.ts';

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
      metrics.engineOutcomes.inc({ script, outcome: nameOf(outcome) });
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
function nameOf(outcome: unknown): string {
  if (typeof outcome !== 'object' || outcome === null || !('kind' in outcome)) return 'done';
  const why = 'why' in outcome ? `.${String(outcome.why)}` : '';
  return `${String(outcome.kind)}${why}`;
}
