import {
  type DeviceCodeAnswer,
  type DeviceCodeState,
  endpoints,
  idempotencyHeader,
  type OpenByCodeAnswer,
  SECRET_KEY_LENGTH_MIN,
} from '@flash/shared-types';
import { DAY_MS, formatCode, parseDeviceCode } from '@flash/shared-utils';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { checkedKey } from '../../plugins/idempotency.ts';
import { iso } from '../../services/shared/wire.ts';
import { buyerRoute } from '../route.ts';
import { giveTicket, needProof, saleOf, ticketOf } from './identify.ts';

const OF_ACCOUNT = 'Places of this sale belong to accounts. Sign in on the other device.';

/** A guest's place on another device, by a code that works once. */
export function deviceCodeRoutes(app: FastifyInstance): void {
  const { deps } = app;
  const { saleCache, deviceCodes, purchase, tickets, clock } = deps;

  buyerRoute(app, endpoints.makeDeviceCode, { shed: 'first' }, async ({ body, request }) => {
    const sale = await saleOf(saleCache, body.flashSaleId);
    const who = await needProof(request, deps, sale, body.email);
    if (sale.identity === 'account') {
      throw new AppError('SALE_STATE', { detail: OF_ACCOUNT });
    }
    const shown = ticketOf(request, deps, sale);
    if (!shown) {
      throw new AppError('NO_PROOF');
    }
    await app.limits.code(`${sale.id}:${who.buyer}`);
    const { code, expiresAt } = await deviceCodes.make(shown);
    return {
      code: formatCode(code),
      flashSaleId: sale.id,
      expiresAt: iso(expiresAt),
      serverNow: iso(clock.now()),
    } satisfies DeviceCodeAnswer;
  });

  buyerRoute(app, endpoints.deviceCode, { shed: 'first' }, async ({ query, request }) => {
    const sale = await saleOf(saleCache, query.flashSaleId);
    const shown = sale.identity === 'account' ? null : ticketOf(request, deps, sale);
    await app.limits.poll(request, shown && `${sale.id}:${shown.ticket.buyer}`);
    const code = shown && (await deviceCodes.read(shown.ticket));
    const now = clock.now();
    const isOver = !code || (code.usedAt === null && code.expiresAt <= now);
    return {
      state: isOver ? 'none' : code.usedAt === null ? 'open' : 'used',
      expiresAt: isOver ? null : iso(code.expiresAt),
      usedAt: isOver || code.usedAt === null ? null : iso(code.usedAt),
      serverNow: iso(now),
    } satisfies DeviceCodeState;
  });

  buyerRoute(app, endpoints.openByCode, {}, async ({ body, request, reply }) => {
    const key = checkedKey(request.headers[idempotencyHeader]);
    const isSecret = key !== undefined && key.length >= SECRET_KEY_LENGTH_MIN;
    const sale = await saleOf(saleCache, body.flashSaleId);
    const code = parseDeviceCode(body.code);
    const found = code === null ? null : await deviceCodes.look(code, isSecret ? key : null);
    const isOver = found?.isLink === true && clock.now() > sale.endsAt + DAY_MS;
    if (!found || found.ticket.saleId !== sale.id || isOver) {
      throw new AppError('DEVICE_CODE_NOT_FOUND');
    }
    const own = ticketOf(request, deps, sale)?.ticket;
    const isHere = own?.buyer === found.ticket.buyer && own.seq === found.ticket.seq;
    if (own && !isHere && (await purchase.isLiving(sale, own))) {
      throw new AppError('OTHER_PLACE');
    }
    // On the device that made it the code stays whole.
    if (!isHere && !(await found.take())) {
      throw new AppError('DEVICE_CODE_NOT_FOUND');
    }
    giveTicket(request, reply, deps, sale, { text: found.text, now: clock.now() });
    return {
      ok: true,
      flashSaleId: sale.id,
      email: tickets.emailOf(found.ticket),
    } satisfies OpenByCodeAnswer;
  });
}
