import { type ExtendAnswer, endpoints, idempotencyHeader } from '@flash/shared-types';
import { wholeSecondsLeft } from '@flash/shared-utils';
import type { FastifyInstance } from 'fastify';
import { iso } from '../../services/sale-view.ts';
import { buyerRoute } from './buyer-route.ts';
import { needProof } from './proof-of.ts';
import { saleOf } from './sale-of.ts';

/** Enough to answer the same again. */
interface Memo {
  expiresAt: number;
  extensionsLeft: number;
  now: number;
}

export function extendRoute(app: FastifyInstance): void {
  const { deps } = app;

  buyerRoute(app, endpoints.extend, {}, async ({ body, request }) => {
    const sale = await saleOf(deps.saleBook, body.flashSaleId);
    const who = await needProof(request, deps, sale, body.email);
    const key = request.headers[idempotencyHeader];
    const buyer = `${sale.id}:${who.buyer}`;
    await app.limits.change('extend', buyer);
    const call = { route: 'extend', buyer, key, body };
    const { memo } = await app.once<Memo>(call, async () => {
      const { hold, now } = await deps.purchase.extend(sale, who);
      return { expiresAt: hold.expiresAt, extensionsLeft: hold.extensionsLeft, now };
    });
    return {
      ok: true,
      flashSaleId: sale.id,
      expiresAt: iso(memo.expiresAt),
      holdTtlSec: wholeSecondsLeft(memo.expiresAt, memo.now),
      extensionsLeft: memo.extensionsLeft,
      serverNow: iso(memo.now),
    } satisfies ExtendAnswer;
  });
}
