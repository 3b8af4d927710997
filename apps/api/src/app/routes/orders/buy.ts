import type { Sale } from '@flash/database';
import { type BuyAnswer, endpoints, idempotencyHeader } from '@flash/shared-types';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Deps } from '../../deps.ts';
import { AppError } from '../../errors.ts';
import { checkedKey } from '../../plugins/idempotency.ts';
import { seqOf } from '../../services/buyer/proof.ts';
import type { PlaceInSale } from '../../services/buyer/view/sale-view.ts';
import { guestBuyer } from '../../services/shared/buyer-digests.ts';
import { buyerRoute } from '../route.ts';
import { giveTicket, type ShownTicket, saleOf, ticketOf } from './identify.ts';
import { v1Place } from './position.ts';

/** A buyer who asks for a place. */
interface Asking {
  buyer: string;
  email: string;
  isAccount: boolean;
  /** This buyer's own ticket. */
  shown: ShownTicket | null;
}

export function buyRoute(app: FastifyInstance): void {
  const { deps } = app;
  const { saleCache, purchase } = deps;

  buyerRoute(app, endpoints.buy, { shed: 'first' }, async ({ body, request, reply }) => {
    const key = checkedKey(request.headers[idempotencyHeader]);
    const sale = await saleOf(saleCache, body.flashSaleId);
    const who = await askingOf(request, sale, body.email);
    if (request.comeAgainMs !== null && !(await hasPlace(sale, who))) {
      deps.metrics.joinsRefused.inc();
      throw new AppError('BUSY', { retryAfterMs: request.comeAgainMs });
    }
    await app.limits.join(request, who.isAccount || who.shown ? `${sale.id}:${who.buyer}` : null);
    const joined = await purchase.join(sale, {
      buyer: who.buyer,
      isAccount: who.isAccount,
      ticketSeq: who.shown?.ticket.seq ?? null,
      key,
      body,
      network: app.limits.networkOf(request, sale),
    });
    // Of a place that was given up only the sale is shown.
    const state =
      joined.place.state === 'none'
        ? await purchase.position(sale, null)
        : await purchase.describe(sale, joined);
    const ticket = joined.isProved ? ticketFor(deps, sale, who, joined) : null;
    if (ticket) {
      giveTicket(request, reply, deps, sale, { text: ticket, now: Date.parse(state.serverNow) });
    }
    return { ...state, queued: true, ...v1Place(state, who.email, sale.id) } satisfies BuyAnswer;
  });

  async function hasPlace(sale: Sale, { buyer, isAccount, shown }: Asking): Promise<boolean> {
    if (!shown && !isAccount) {
      return false;
    }
    return purchase.hasPlace(sale, { buyer, seq: isAccount ? null : (shown?.ticket.seq ?? null) });
  }

  async function askingOf(
    request: FastifyRequest,
    sale: Sale,
    email: string | undefined,
  ): Promise<Asking> {
    const shown = ticketOf(request, deps, sale);
    if (sale.identity === 'account') {
      const viewer = await request.viewer();
      if (!viewer) {
        throw new AppError('UNAUTHENTICATED');
      }
      const own = shown?.ticket.buyer === viewer.userId ? shown : null;
      return { buyer: viewer.userId, email: viewer.email, isAccount: true, shown: own };
    }
    if (email === undefined) {
      throw new AppError('EMAIL_REQUIRED');
    }
    const buyer = guestBuyer(sale, email);
    if (buyer === null) {
      throw new AppError('SALE_ENDED');
    }
    const own = shown?.ticket.buyer === buyer ? shown : null;
    if (shown && !own && (await purchase.isLiving(sale, shown.ticket))) {
      throw new AppError('OTHER_PLACE');
    }
    return { buyer, email, isAccount: false, shown: own };
  }
}

function ticketFor(
  { tickets }: Pick<Deps, 'tickets'>,
  sale: Sale,
  { shown, buyer, email, isAccount }: Asking,
  { place, view }: PlaceInSale,
): string | null {
  const seq = seqOf(place);
  if (seq === null) {
    return null;
  }
  if (shown?.ticket.seq === seq) {
    return shown.text;
  }
  const { epoch, now: joinedAt } = view;
  return tickets.issue({ sale, buyer, seq, epoch, joinedAt, email: isAccount ? null : email });
}
