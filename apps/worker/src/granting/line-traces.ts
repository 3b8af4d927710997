import type { Engine, PressTraces } from '@flash/reservation';
import { bestEffort, type Logger, type TraceSpan, type Tracing } from '@flash/shared-config';
import type { Drain } from './drain.ts';

interface LineTracesDeps {
  tracing: Tracing;
  presses: PressTraces;
  log: Pick<Logger, 'warn'>;
}

/**
 * While traces are kept: one span for each time the line is served, tied to the presses of all buyers who were
 * served by it. A time in which no buyer was served leaves no span.
 */
export function createLineTraces({ tracing, presses, log }: LineTracesDeps) {
  const served = new WeakMap<TraceSpan, string[]>();

  return {
    tracedEngine: (engine: Engine): Engine => ({
      ...engine,
      async grant(saleId, options) {
        const startTime = Date.now();
        const outcome = await engine.grant(saleId, options);
        const line = tracing.active();
        if (outcome.kind === 'granted' && outcome.holds.length > 0 && line) {
          served.get(line)?.push(...outcome.holds.map(({ buyer }) => buyer));
          const attributes = {
            'db.system.name': 'redis',
            'db.operation.name': 'EVALSHA',
            'flash.script': 'grant',
            'flash.sale.id': saleId,
            'flash.granted': outcome.holds.length,
          };
          tracing.start('script grant', { kind: 'client', attributes, startTime }).end();
        }
        return outcome;
      },
    }),

    traced:
      (drain: Drain): Drain =>
      async (saleId, options) => {
        const job = tracing.active();
        const span = tracing.start('serve the line', {
          attributes: { 'flash.sale.id': saleId },
          parent: job,
        });
        const buyers: string[] = [];
        served.set(span, buyers);
        const report = await tracing.within(span, () => drain(saleId, options));
        if (buyers.length > 0) {
          span.setAttribute('flash.granted', buyers.length);
          void finish(span, saleId, buyers, Date.now());
        }
        return report;
      },
  };

  /** The line goes on meanwhile. */
  async function finish(span: TraceSpan, saleId: string, buyers: string[], at: number) {
    const taking = presses.take(saleId, buyers);
    tracing.link(span, await bestEffort(log, 'read the traces of presses', taking, []));
    span.end(at);
  }
}
