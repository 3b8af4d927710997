import type { Order } from '@flash/database';
import {
  type ConfirmAnswer,
  type ConfirmBody,
  endpoints,
  idempotencyHeader,
} from '@flash/shared-types';
import { toMajor } from '@flash/shared-utils';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { iso } from '../../services/sale-view.ts';
import { buyerRoute } from './buyer-route.ts';
import { needProof } from './proof-of.ts';
import { saleOf } from './sale-of.ts';

export function confirmRoute(app: FastifyInstance): void {
  const { deps } = app;
  const { saleBook, purchase, metrics } = deps;

  buyerRoute(app, endpoints.confirm, {}, async ({ body, request }) => {
    const stop = metrics.confirmSeconds.startTimer();
    try {
      const answer = await confirm(body, request);
      stop({ outcome: 'ok' });
      return answer;
    } catch (error) {
      stop({ outcome: error instanceof AppError ? error.code : 'INTERNAL' });
      throw error;
    }
  });

  async function confirm(
    body: ConfirmBody,
    request: Parameters<typeof needProof>[0],
  ): Promise<ConfirmAnswer> {
    const sale = await saleOf(saleBook, body.flashSaleId);
    const who = await needProof(request, deps, sale, body.email);
    const wish = {
      fence: namedFence(body),
      paymentToken: body.paymentToken ?? 'ok',
      contact: body.contact ? { ...body.contact, phone: body.contact.phone ?? null } : null,
    };
    let order: Order | null = null;
    const key = request.headers[idempotencyHeader];
    const buyer = `${sale.id}:${who.buyer}`;
    const call = { route: 'confirm', buyer, key, body, isRepeatable: true };
    const { memo } = await app.once<{ orderId: string }>(call, async () => {
      order = await purchase.confirm(sale, who, wish);
      return { orderId: order.id };
    });
    order ??= await purchase.orders.byId(memo.orderId);
    if (!order) throw new AppError('CONFIRM_PENDING');
    return confirmAnswer(order);
  }
}

/** The hold that the caller means to pay for, under either of its names. */
function namedFence({ fence, holdId }: ConfirmBody): number | undefined {
  if (holdId === undefined) return fence;
  const named = /^\d{1,15}$/.test(holdId) ? Number(holdId) : null;
  if (named === null || (fence !== undefined && fence !== named)) throw new AppError('WRONG_HOLD');
  return named;
}

/** Made from the order alone, so every repetition answers the same bytes. */
function confirmAnswer(order: Order): ConfirmAnswer {
  return {
    ok: true,
    orderId: order.id,
    flashSaleId: order.saleId,
    unit: order.unit,
    totalAmount: toMajor(order.amount, order.currency),
    totalAmountMinor: order.amount,
    currency: order.currency,
    confirmedAt: iso(order.createdAt),
  };
}
