import { endpoints } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors.ts';
import { buyerRoute } from '../route.ts';
import { needProof, proofOf, saleOf, ticketOf } from './identify.ts';

/** Whether the holder of a place is told of it by mail, and a visitor of a unit that comes back. */
export function mailRoutes(app: FastifyInstance): void {
  const { deps } = app;
  const { saleCache, mailWishes, env } = deps;

  buyerRoute(app, endpoints.mailWish, { shed: 'first' }, async ({ query, request }) => {
    const sale = await saleOf(saleCache, query.flashSaleId);
    const who = env.mail === null ? null : await proofOf(request, deps, sale, query.email);
    await app.limits.poll(request, who && `${sale.id}:${who.buyer}`);
    return mailWishes.read(sale, who);
  });

  buyerRoute(app, endpoints.setMail, { shed: 'first' }, async ({ body, request }) => {
    const sale = await saleOf(saleCache, body.flashSaleId);
    const who = await needProof(request, deps, sale, body.email);
    if (!body.wanted) {
      return mailWishes.stop(sale, who);
    }
    if (env.mail === null) {
      throw new AppError('NO_MAIL');
    }
    const isAccount = sale.identity === 'account';
    // Its address is where the account is reached; another one could be that of a stranger.
    if (isAccount && body.address !== undefined && body.address !== who.email) {
      throw new AppError('VALIDATION_FAILED', {
        errors: [{ path: 'address', message: 'has to be the one of the account' }],
      });
    }
    await app.limits.mail(request, `${sale.id}:${who.buyer}`);
    return mailWishes.want(sale, who, {
      address: body.address ?? who.email,
      locale: body.locale,
      timeZone: body.timeZone ?? sale.timeZone,
      shown: isAccount ? null : ticketOf(request, deps, sale),
    });
  });

  buyerRoute(app, endpoints.mailReturn, { shed: 'first' }, async ({ body, request }) => {
    const sale = await saleOf(saleCache, body.flashSaleId);
    if (env.mail === null) {
      throw new AppError('NO_MAIL');
    }
    await app.limits.mail(request, `${sale.id}:${body.address}`);
    const { address, locale, timeZone = sale.timeZone } = body;
    return mailWishes.wantReturn(sale, { address, locale, timeZone });
  });
}
