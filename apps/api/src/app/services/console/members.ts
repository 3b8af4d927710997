import type { Sale } from '@flash/database';
import { keysOf } from '@flash/reservation';
import type { QueueMember } from '@flash/shared-types';
import { AppError } from '../../errors.ts';
import { type QueueContext, snapshotOf } from './context.ts';
import { memberView } from './member-view.ts';

export interface MembersPage {
  items: QueueMember[];
  /** Where in the line to go on; a line that moves does not make it skip anybody. */
  nextCursor: string | null;
  total: number;
}

/** The line in order: after a place (cursor), from a position on, or by page. */
export async function membersOf(
  context: QueueContext,
  sale: Sale,
  wish: { cursor: string | undefined; from: number | undefined; page: number; limit: number },
): Promise<MembersPage> {
  const { engine, redis, accounts } = context;
  const snapshot = await snapshotOf(context, sale);
  if (!snapshot) return { items: [], nextCursor: null, total: 0 };
  const { line } = keysOf(sale.id);
  const skip = wish.from === undefined ? (wish.page - 1) * wish.limit : wish.from - 1;
  const found =
    wish.cursor === undefined
      ? await redis.zrange(line, skip, String(skip + wish.limit - 1), 'WITHSCORES')
      : await redis.zrangebyscore(
          ...([line, `(${wish.cursor}`, '+inf', 'WITHSCORES', 'LIMIT', 0, wish.limit] as const),
        );
  const buyers = found.filter((_, i) => i % 2 === 0);
  const seen = await engine.position(sale.id, buyers);
  if (seen.kind !== 'positions') throw new AppError('RESTORING');
  const seqs = seen.places.flatMap((place) => (place.state === 'waiting' ? [place.seq] : []));
  seqs.sort((a, b) => a - b);
  const [times, people, networks] = await Promise.all([
    context.joinTimes(sale.id, seqs, snapshot.n),
    sale.identity === 'account' ? accounts.ofIds(buyers) : new Map(),
    context.places.networksOf(sale.id, buyers),
  ]);
  const items = seen.places.flatMap((place, index) => {
    const buyer = buyers[index];
    // Served between the two reads: no longer in the line.
    if (buyer === undefined || place.state !== 'waiting') return [];
    const joinedAt = times.get(place.seq) ?? null;
    const network = networks[index] ?? null;
    return [memberView(sale, { buyer, place, joinedAt, network }, people.get(buyer))];
  });
  // The key that orders the line: not always the seq of the place.
  const last = found.at(-1);
  const isFull = buyers.length === wish.limit && last !== undefined;
  return { items, nextCursor: isFull ? last : null, total: seen.size };
}
