import type { Sale } from '@flash/database';
import { endpoints, type PositionAnswer, type PurchaseState, v1Status } from '@flash/shared-types';
import type { FastifyInstance } from 'fastify';
import { buyerRoute } from './buyer-route.ts';
import { proofOf } from './proof-of.ts';
import { v1Place } from './v1-place.ts';

const UNKNOWN_POLL_MS = 30_000;

export function positionRoute(app: FastifyInstance): void {
  const { deps } = app;
  const { saleBook, purchase, clock } = deps;

  buyerRoute(app, endpoints.position, { shed: 'first' }, async ({ query, request }) => {
    const { email, flashSaleId } = query;
    const sale = saleBook.peek(flashSaleId) ?? (await saleBook.get(flashSaleId));
    const proof = sale && (await proofOf(request, deps, sale, email));
    await app.limits.poll(request, proof && `${flashSaleId}:${proof.buyer}`);
    const state = sale ? await lookAs(sale, proof) : nothingKnown(clock.now());
    return {
      ...state,
      status: v1Status(state.state).status,
      ...v1Place(state, email ?? proof?.email ?? null, flashSaleId),
      ts: state.serverNow,
    } satisfies PositionAnswer;
  });

  function lookAs(sale: Sale, proof: Awaited<ReturnType<typeof proofOf>>): Promise<PurchaseState> {
    return purchase.look(sale, proof);
  }
}

/** A sale that does not exist has no place for anybody, and a poll is never an error. */
function nothingKnown(now: number): PurchaseState {
  return {
    state: 'none',
    seq: null,
    position: null,
    ahead: null,
    size: 0,
    free: 0,
    held: 0,
    stock: 0,
    pollAfterMs: UNKNOWN_POLL_MS,
    serverNow: new Date(now).toISOString(),
    epoch: 0,
    n: 0,
    message: null,
    pause: null,
    wait: null,
  };
}
