import type { LineAnswer } from '@flash/shared-types';
import { currentSale, type Look, unsold } from './cached-snapshot.ts';
import { waitRange } from './wait.ts';
import { iso, phaseAt } from './wire.ts';

/** The line as everybody may see it; the wait is the one of whoever joined now. */
export function lineAnswer(look: Look, returnsPerMs: number | null): Omit<LineAnswer, 'serverNow'> {
  const sale = currentSale(look);
  const { snapshot, now } = look;
  const waiting = snapshot?.waiting ?? 0;
  const free = snapshot?.free ?? 0;
  const held = snapshot ? snapshot.held + snapshot.claimed : 0;
  const stock = snapshot?.stock ?? sale.stock;
  const sight = { free, held, pause: sale.paused, startsAt: sale.startsAt, now };
  return {
    phase: phaseAt(sale, now),
    waiting,
    free,
    held,
    sold: snapshot?.sold ?? stock - unsold(look),
    stock,
    message: sale.message || null,
    pause: sale.paused && { reason: sale.paused.reason, since: iso(sale.paused.since) },
    wait: snapshot && waitRange(sight, waiting + 1, returnsPerMs),
    startsAt: iso(sale.startsAt),
    endsAt: iso(sale.endsAt),
    lobbyOpensAt: iso(sale.lobbyOpensAt),
    n: snapshot?.n ?? 0,
    epoch: snapshot?.epoch ?? sale.epoch,
  };
}
