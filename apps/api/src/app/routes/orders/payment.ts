import { endpoints, type PaymentAnswer } from '@flash/shared-types';
import { toMajor } from '@flash/shared-utils';
import type { FastifyInstance } from 'fastify';
import { contactOf } from '../../services/buyer/delivery.ts';
import { iso } from '../../services/shared/wire.ts';
import { buyerRoute } from '../route.ts';
import { needProof, saleOf } from './identify.ts';

/** The payment for a hold, which its buyer authorises in the browser before confirming. */
export function paymentRoutes(app: FastifyInstance): void {
  const { deps } = app;

  buyerRoute(app, endpoints.preparePayment, {}, async ({ body, request }) => {
    const sale = await saleOf(deps.saleCache, body.flashSaleId);
    const who = await needProof(request, deps, sale, body.email);
    await app.limits.change('payment', `${sale.id}:${who.buyer}`);
    const contact = await contactOf(deps, sale, who, body.contact);
    const prepared = await deps.purchase.preparePayment(sale, who, contact);
    const { provider, payment, isAuthorised, hold, now } = prepared;
    return {
      provider,
      paymentId: payment?.id ?? null,
      clientSecret: payment?.clientSecret ?? null,
      publishableKey: payment?.publishableKey ?? null,
      isAuthorised,
      flashSaleId: sale.id,
      fence: hold.fence,
      totalAmount: toMajor(hold.price, sale.currency),
      totalAmountMinor: hold.price,
      currency: sale.currency,
      expiresAt: iso(hold.expiresAt),
      serverNow: iso(now),
    } satisfies PaymentAnswer;
  });
}
