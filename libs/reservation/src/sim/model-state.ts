import type { AdjustOutcome, Hold, Place } from '../outcomes.ts';
import { epochBase, type SaleRules } from '../rules.ts';
import { createUnits } from './units.ts';

export interface HeldPlace {
  phase: 'held' | 'claimed';
  seq: number;
  unit: number;
  fence: number;
  expiresAt: number;
  price: number;
  used: number;
  attempt: number;
  token: string;
  leaseUntil: number;
  declined?: { count: number; retryAt: number } | undefined;
}

export type ModelPlace =
  /** `key`: orders the line, where it is not the seq. */
  | { phase: 'waiting'; seq: number; key?: number | undefined }
  | HeldPlace
  | { phase: 'sold'; seq: number; unit: number; attempt: number; orderId: string; fence: number }
  | { phase: 'expired' | 'removed' | 'left'; seq: number; at: number };

/** What the model knows, and the questions that every command asks of it. */
export function createModelState(rules: SaleRules, stock: number, clock: { now: number }) {
  const s = {
    rules,
    stock,
    epoch: 1,
    n: 1,
    seq: epochBase(1),
    fence: epochBase(1),
    serving: 0,
    granted: 0,
    wake: false,
    graceUntil: 0,
    lastNow: clock.now,
    places: new Map<string, ModelPlace>(),
    units: createUnits(stock),
    marks: new Map<number, number>(),
    adjusts: new Map<string, AdjustOutcome>(),
    /** seq → tokens of the requests that were answered with this place, and with earlier ones. */
    attempts: new Map<number, { minute: number; own: string[]; earlier: string[] }>(),
    /** By place, where it is known. */
    networks: new Map<number, string>(),
    lost: new Map<string, { count: number; at: number }>(),
    storedN: 0,
    /** When holds were last moved for a jump of the clock; -1: never in this epoch. */
    jumpMovedAt: -1,
    /** Time of each entry, and of the oldest that is not stored. */
    times: [clock.now, clock.now],
    oldestAt: clock.now,
  };

  const count = (phase: ModelPlace['phase']) =>
    [...s.places.values()].filter((place) => place.phase === phase).length;
  const line = () =>
    [...s.places]
      .flatMap(([buyer, place]) =>
        place.phase === 'waiting' ? [{ buyer, seq: place.seq, key: place.key ?? place.seq }] : [],
      )
      .sort((a, b) => a.key - b.key)
      .map(({ buyer, seq }) => ({ buyer, seq }));
  const voids = () =>
    !s.rules.honourHoldsAfterEnd && (s.rules.closed || clock.now >= s.rules.endsAt);
  const log = () => {
    if (s.n === s.storedN) {
      s.oldestAt = clock.now;
    }
    s.n += 1;
    s.times[s.n] = clock.now;
    return { epoch: s.epoch, n: s.n };
  };
  const show = (buyer: string, h: HeldPlace): Hold => ({
    buyer,
    seq: h.seq,
    unit: h.unit,
    fence: h.fence,
    expiresAt: h.expiresAt,
    price: h.price,
    extensionsLeft: Math.max(0, s.rules.extensions - h.used),
  });
  const held = (buyer: string): HeldPlace | null => {
    const place = s.places.get(buyer);
    return place?.phase === 'held' || place?.phase === 'claimed' ? place : null;
  };
  const attemptOf = (buyer: string, attempt: number): HeldPlace | null => {
    const hold = held(buyer);
    return hold?.phase === 'claimed' && hold.attempt === attempt ? hold : null;
  };
  const free = (buyer: string, phase: 'expired' | 'left' | 'removed', place: HeldPlace) => {
    s.places.set(buyer, { phase, seq: place.seq, at: clock.now });
    s.units.giveBack(place.unit);
  };
  const countLost = (buyer: string) => {
    s.lost.set(buyer, { count: (s.lost.get(buyer)?.count ?? 0) + 1, at: clock.now });
  };
  /** The network of each living place. */
  const networks = () =>
    new Map(
      [...s.places].flatMap(([buyer, { phase, seq }]) => {
        const network = s.networks.get(seq);
        const living = phase === 'waiting' || phase === 'held' || phase === 'claimed';
        return living && network ? [[buyer, network] as const] : [];
      }),
    );

  function place(buyer: string): Place {
    const p = s.places.get(buyer);
    if (!p || p.phase === 'left') {
      return { state: 'none' };
    }
    if (p.phase === 'waiting') {
      const rank = line().findIndex((one) => one.buyer === buyer) + 1;
      return { state: 'waiting', seq: p.seq, rank };
    }
    if (p.phase === 'held') {
      return { state: 'held', hold: show(buyer, p) };
    }
    if (p.phase === 'claimed') {
      const { attempt, leaseUntil } = p;
      return { state: 'claimed', hold: show(buyer, p), attempt, leaseUntil };
    }
    if (p.phase === 'sold') {
      const { unit, orderId, seq } = p;
      return { state: 'sold', unit, fence: p.attempt, orderId, seq };
    }
    return 'at' in p ? { state: p.phase, seq: p.seq, at: p.at } : { state: 'none' };
  }

  return {
    ...{ s, clock, count, line, voids, log, show },
    ...{ held, attemptOf, free, place, countLost, networks },
  };
}

export type ModelState = ReturnType<typeof createModelState>;
