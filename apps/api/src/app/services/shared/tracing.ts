import type { Committer, DatabaseOptions } from '@flash/database';
import type { Engine, PressTraces } from '@flash/reservation';
import { bestEffort, type Logger, type TraceSpan, type Tracing } from '@flash/shared-config';
import { outcomeName } from './metrics.ts';

type Step = (saleId: string, ...rest: unknown[]) => Promise<unknown>;

/** Steps that change a sale. Reads are shared by requests, so no single one of them can show them. */
const TRACED = new Set<string>([
  ...['activate', 'join', 'claim', 'renew', 'settle', 'void', 'extend', 'leave'],
  ...['release', 'remove', 'rules', 'adjust', 'refund'],
]);

/** The same engine; inside a traced request each step is a span. */
export function tracedEngine(
  engine: Engine,
  deps: { tracing: Tracing; presses: PressTraces; log: Pick<Logger, 'warn'> },
): Engine {
  const { tracing, presses, log } = deps;
  const steps = Object.entries(engine).map(([name, step]) => [
    name,
    TRACED.has(name) ? traced(name, step as Step) : step,
  ]);
  const own = Object.fromEntries(steps) as Engine;
  return {
    ...own,
    async join(saleId, who) {
      const traceparent = tracing.traceparent();
      if (traceparent !== null) {
        // Before the join: its script may wake a worker that has served this buyer by the time it answers.
        const noting = presses.note(saleId, who.buyer, traceparent);
        await bestEffort(log, 'note the trace of a press', noting);
      }
      return own.join(saleId, who);
    },
  };

  function traced(script: string, step: Step): Step {
    return (saleId, ...rest) => {
      const request = tracing.active();
      if (request === null) {
        return step(saleId, ...rest);
      }
      request.setAttribute('flash.sale.id', saleId);
      const attributes = {
        'db.system.name': 'redis',
        'db.operation.name': 'EVALSHA',
        'flash.script': script,
        'flash.sale.id': saleId,
      };
      return tracing.inSpan(`script ${script}`, { kind: 'client', attributes }, async (span) => {
        const outcome = await step(saleId, ...rest);
        span.setAttribute('flash.outcome', outcomeName(outcome));
        return outcome;
      });
    };
  }
}

/**
 * One transaction writes the orders of many buyers. Its span belongs to the trace of the first of them and is
 * tied to those of all others, and theirs to it.
 */
export function createCommitTraces(tracing: Tracing) {
  const open = new Map<string, TraceSpan>();
  const keyOf = ({ saleId, fence }: { saleId: string; fence: number }) => `${saleId}:${fence}`;

  return {
    traced: (committer: Committer): Committer => ({
      ...committer,
      commit(order, options) {
        if (tracing.active() === null) {
          return committer.commit(order, options);
        }
        const attributes = { 'flash.sale.id': order.saleId };
        return tracing.inSpan('commit order', { attributes }, async (span) => {
          open.set(keyOf(order), span);
          try {
            const outcome = await committer.commit(order, options);
            span.setAttribute('flash.outcome', outcome.kind);
            if (outcome.kind === 'committed') {
              span.setAttribute('flash.order.id', outcome.order.id);
            }
            return outcome;
          } finally {
            open.delete(keyOf(order));
          }
        });
      },
    }),
    aroundBatch: ((orders, run) => {
      const spans = orders.flatMap((order) => open.get(keyOf(order)) ?? []);
      const [parent, ...links] = spans;
      if (!parent) {
        return run();
      }
      const attributes = {
        'db.system.name': 'mongodb',
        'db.operation.name': 'transaction',
        'flash.sale.id': orders[0]?.saleId ?? '',
        'flash.orders': orders.length,
      };
      return tracing.inSpan(
        'transaction',
        { kind: 'client', attributes, parent, links },
        (span) => {
          for (const other of links) {
            other.addLink({ context: span.spanContext() });
          }
          return run();
        },
      );
    }) satisfies DatabaseOptions['aroundBatch'],
  };
}
