import type { Comparison } from '@flash/payment';
import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { actorOf } from '../../plugins/session.ts';
import { iso } from '../../services/shared/wire.ts';
import { route } from '../route.ts';

const SHOWN = 200;

/** Whether the money of a sale is where its orders say that it is. */
export function reconciliationRoutes(app: FastifyInstance): void {
  const { reconciliations } = app.deps;

  route(app, endpoints.reconciliation, async ({ params: { flashSaleId } }) => {
    const { sale, comparison } = await reconciliations.compare(flashSaleId);
    return { flashSaleId, currency: sale.currency, ...viewOf(comparison) };
  });

  route(app, endpoints.mendPayment, async ({ params, body, request }) => ({
    outcome: await reconciliations.mend(actorOf(request), params.flashSaleId, body),
  }));
}

const sumOf = ({ count, amount }: { count: number; amount: number }) => ({
  ...{ count, amountMinor: amount },
});

function viewOf({ at, atProvider, unreadable, orders, log, ...rest }: Comparison) {
  const { provider, redis, mongo, differences } = rest;
  return {
    ...{ at: iso(at), provider, redis, mongo, total: differences.length },
    atProvider: {
      captured: sumOf(atProvider.captured),
      refunded: sumOf(atProvider.refunded),
      authorised: sumOf(atProvider.authorised),
      open: sumOf(atProvider.open),
      cancelled: sumOf(atProvider.cancelled),
      unreadable,
    },
    orders: { paid: sumOf(orders.paid), refunded: sumOf(orders.refunded) },
    log: log && { sold: sumOf(log.sold) },
    onTheirWay: differences.filter(({ isOnItsWay }) => isOnItsWay).length,
    differences: differences.slice(0, SHOWN).map(({ since, amount, ...one }) => ({
      ...{ ...one, since: iso(since), amountMinor: amount },
    })),
  };
}
