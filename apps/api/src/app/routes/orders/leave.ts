import { endpoints, idempotencyHeader } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import type { Gave } from '../../services/purchase/leave.ts';
import { buyerRoute } from './buyer-route.ts';
import { needProof } from './proof-of.ts';
import { saleOf } from './sale-of.ts';

export function leaveRoute(app: FastifyInstance): void {
  const { deps } = app;

  buyerRoute(app, endpoints.leave, {}, async ({ body, request }) => {
    const sale = await saleOf(deps.saleBook, body.flashSaleId);
    const who = await needProof(request, deps, sale, body.email);
    const key = request.headers[idempotencyHeader];
    const buyer = `${sale.id}:${who.buyer}`;
    await app.limits.change('leave', buyer);
    const call = { route: 'leave', buyer, key, body, isRepeatable: true };
    const { memo } = await app.once<{ gave: Gave }>(call, async () => ({
      gave: await deps.purchase.leave(sale, who),
    }));
    return { ok: true as const, gave: memo.gave, flashSaleId: sale.id };
  });
}
