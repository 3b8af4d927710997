import { createHash } from 'node:crypto';
import {
  type LineAnswer,
  type PublicSaleAnswer,
  publicStatusOf,
  saleProgress,
} from '@flash/shared-types';
import { type CachedSnapshot, currentSale, unsold } from './cached-snapshot.ts';
import { waitRange } from './wait.ts';
import { iso, phaseAt, publicSaleOf } from './wire.ts';

type Body = Omit<PublicSaleAnswer, 'meta'> & {
  meta: Omit<PublicSaleAnswer['meta'], 'serverNow' | 'mail' | 'mailKept' | 'payment'>;
};

export function publicSaleAnswer(cached: CachedSnapshot): Body {
  const remaining = unsold(cached);
  const stock = cached.snapshot?.stock ?? cached.sale.stock;
  const item = {
    ...publicSaleOf({ ...currentSale(cached), stock }, cached.now),
    currentQuantity: remaining,
  };
  return {
    item,
    meta: {
      status: publicStatusOf(item.phase),
      phase: item.phase,
      soldOut: remaining === 0,
      progress: saleProgress(remaining, stock),
      startsAt: item.startsAt,
      endsAt: item.endsAt,
    },
  };
}

export const unknownSaleAnswer: Body = {
  item: null,
  meta: {
    status: 'not_found',
    phase: null,
    soldOut: false,
    progress: saleProgress(0, 0),
    startsAt: null,
    endsAt: null,
  },
};

/** The public state of the line; `wait` is that of a buyer who joins now. */
export function lineAnswer(
  cached: CachedSnapshot,
  returnsPerMs: number | null,
): Omit<LineAnswer, 'serverNow'> {
  const sale = currentSale(cached);
  const { snapshot, now } = cached;
  const waiting = snapshot?.waiting ?? 0;
  const free = snapshot?.free ?? 0;
  const held = snapshot ? snapshot.held + snapshot.claimed : 0;
  const stock = snapshot?.stock ?? sale.stock;
  const line = { free, held, pause: sale.paused, startsAt: sale.startsAt, now };
  return {
    phase: phaseAt(sale, now),
    waiting,
    free,
    held,
    sold: snapshot?.sold ?? stock - unsold(cached),
    stock,
    message: sale.message || null,
    pause: sale.paused && { reason: sale.paused.reason, since: iso(sale.paused.since) },
    wait: snapshot && waitRange(line, waiting + 1, returnsPerMs),
    startsAt: iso(sale.startsAt),
    endsAt: iso(sale.endsAt),
    lobbyOpensAt: iso(sale.lobbyOpensAt),
    n: snapshot?.n ?? 0,
    epoch: snapshot?.epoch ?? sale.epoch,
  };
}

/** An answer that is equal for all callers: made once, sent many times. */
export interface ReadyAnswer {
  body: Buffer;
  etag: string;
}

/**
 * The tag is weak and leaves the time out: two answers that differ only in the moment they were made
 * are the same answer to a cache.
 */
export function readyAnswer(content: unknown, contentWithTime: unknown): ReadyAnswer {
  const digest = createHash('sha1').update(JSON.stringify(content)).digest('base64url');
  return { body: Buffer.from(JSON.stringify(contentWithTime)), etag: `W/"${digest}"` };
}

export function isKnown(answer: ReadyAnswer, ifNoneMatch: string | undefined): boolean {
  if (ifNoneMatch === undefined) {
    return false;
  }
  return ifNoneMatch === answer.etag || ifNoneMatch.split(/\s*,\s*/).includes(answer.etag);
}
