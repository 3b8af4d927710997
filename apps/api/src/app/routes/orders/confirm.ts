import type { Order } from '@flash/database';
import { NUMBERS_END } from '@flash/reservation';
import {
  type ConfirmAnswer,
  type ConfirmBody,
  type ExtendAnswer,
  endpoints,
  idempotencyHeader,
} from '@flash/shared-types';
import { toMajor, wholeSecondsLeft } from '@flash/shared-utils';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { contactOf } from '../../services/buyer/delivery.ts';
import type { Gave } from '../../services/buyer/purchase.ts';
import { iso } from '../../services/shared/wire.ts';
import { buyerRoute } from '../route.ts';
import { needProof, saleOf } from './identify.ts';

/** What buyers do with a place they have: pay for the hold, extend it, give the place up. */
export function confirmRoutes(app: FastifyInstance): void {
  extendRoute(app);
  leaveRoute(app);

  const { deps } = app;
  const { saleCache, purchase, metrics } = deps;

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
    const sale = await saleOf(saleCache, body.flashSaleId);
    const who = await needProof(request, deps, sale, body.email);
    const wish = { fence: namedFence(body), paymentToken: body.paymentToken ?? 'ok' };
    let order: Order | null = null;
    const key = request.headers[idempotencyHeader];
    const buyer = `${sale.id}:${who.buyer}`;
    const call = { route: 'confirm', buyer, key, body, isRepeatable: true };
    const { memo } = await app.once<{ orderId: string }>(call, async () => {
      const contact = await contactOf(deps, sale, who, body.contact);
      order = await purchase.confirm(sale, who, { ...wish, contact });
      return { orderId: order.id };
    });
    order ??= await purchase.orders.byId(memo.orderId);
    if (!order) {
      throw new AppError('CONFIRM_PENDING');
    }
    return confirmAnswer(order);
  }
}

/** The hold that the caller means to pay for, under either of its names. */
function namedFence({ fence, holdId }: ConfirmBody): number | undefined {
  const named = holdId === undefined ? fence : numberIn(holdId);
  if (named === undefined) {
    return undefined;
  }
  // No hold has such a number: the engine would call it a mistake of the caller.
  if (!(named < NUMBERS_END) || (fence !== undefined && fence !== named)) {
    throw new AppError('WRONG_HOLD');
  }
  return named;
}

/** NaN for anything but digits. */
function numberIn(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
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

/** Enough to answer the same again. */
interface Memo {
  expiresAt: number;
  extensionsLeft: number;
  now: number;
}

function extendRoute(app: FastifyInstance): void {
  const { deps } = app;

  buyerRoute(app, endpoints.extend, {}, async ({ body, request }) => {
    const sale = await saleOf(deps.saleCache, body.flashSaleId);
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

function leaveRoute(app: FastifyInstance): void {
  const { deps } = app;

  buyerRoute(app, endpoints.leave, {}, async ({ body, request }) => {
    const sale = await saleOf(deps.saleCache, body.flashSaleId);
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
