import type {
  ClaimOutcome,
  ExtendOutcome,
  RenewOutcome,
  SettleOutcome,
  SweepOutcome,
  VoidOutcome,
} from '../outcomes.ts';
import { declineRules } from '../rules.ts';
import type { ModelState } from './model-state.ts';

/** What becomes of a unit that a buyer holds. */
export function createHoldsModel({
  s,
  clock,
  voids,
  log,
  show,
  held,
  attemptOf,
  free,
  countLost,
}: ModelState) {
  function claim(who: {
    buyer: string;
    token: string;
    leaseMs: number;
    fence?: number;
    seq?: number;
  }): ClaimOutcome {
    const { buyer, token, leaseMs, fence, seq } = who;
    const { now } = clock;
    const refused = (why: 'no_hold' | 'expired' | 'ended' | 'wrong_fence'): ClaimOutcome => {
      return { kind: 'refused', why, epoch: s.epoch, now };
    };
    const p = s.places.get(buyer);
    const isAnother = seq !== undefined && seq !== p?.seq;
    if (isAnother && !(p?.phase === 'sold' && p.seq === 0)) {
      return refused('no_hold');
    }
    if (p?.phase === 'sold') {
      if (fence !== undefined && p.fence !== 0 && fence !== p.fence && fence !== p.attempt) {
        return refused('wrong_fence');
      }
      return { kind: 'sold', unit: p.unit, fence: p.attempt, orderId: p.orderId, epoch: s.epoch };
    }
    if (p?.phase === 'expired') {
      return refused('expired');
    }
    if (p?.phase !== 'held' && p?.phase !== 'claimed') {
      return refused('no_hold');
    }
    if (fence !== undefined && fence !== p.fence) {
      return refused('wrong_fence');
    }
    const running = () => ({ attempt: p.attempt, leaseUntil: p.leaseUntil, epoch: s.epoch, now });
    const hold = show(buyer, p);
    if (p.phase === 'claimed') {
      return p.token === token
        ? { kind: 'claimed', hold, ...running(), fresh: false }
        : { kind: 'in_progress', ...running() };
    }
    if (now >= p.expiresAt) {
      return refused('expired');
    }
    if (voids()) {
      return refused('ended');
    }
    const retryAt = p.declined?.retryAt ?? 0;
    if (retryAt > now) {
      return { kind: 'wait', retryAt, epoch: s.epoch, now };
    }
    Object.assign(p, { phase: 'claimed', token, attempt: ++s.fence, leaseUntil: now + leaseMs });
    log();
    return { kind: 'claimed', hold, ...running(), fresh: true };
  }

  function renew(buyer: string, attempt: number, leaseMs: number): RenewOutcome {
    const hold = attemptOf(buyer, attempt);
    if (!hold) {
      return { kind: 'stale' };
    }
    hold.leaseUntil = clock.now + leaseMs;
    return { kind: 'renewed', leaseUntil: hold.leaseUntil };
  }

  function settle(buyer: string, attempt: number, orderId: string): SettleOutcome {
    const p = s.places.get(buyer);
    if (p?.phase === 'sold' && p.attempt === attempt) {
      return { kind: 'already', epoch: s.epoch, n: s.n };
    }
    const hold = attemptOf(buyer, attempt);
    if (!hold) {
      return { kind: 'stale', epoch: s.epoch };
    }
    const { seq, unit, fence } = hold;
    s.places.set(buyer, { phase: 'sold', seq, unit, attempt, orderId, fence });
    return { kind: 'settled', ...log() };
  }

  /** A live order owns a free unit, or the one that its buyer holds: the record wins. */
  function heal(order: { buyer: string; unit: number; attempt: number; orderId: string }) {
    const { buyer, unit, attempt, orderId } = order;
    const settled = settle(buyer, attempt, orderId);
    const p = s.places.get(buyer);
    if (settled.kind !== 'stale' || p?.phase === 'sold' || p?.phase === 'claimed') {
      return settled;
    }
    const isOwn = p?.phase === 'held' && p.unit === unit;
    if (!isOwn) {
      s.units.takeAny(unit);
    }
    if (p?.phase === 'held' && !isOwn) {
      s.units.giveBack(p.unit);
    }
    const seq = p?.phase === 'held' || p?.phase === 'waiting' ? p.seq : 0;
    const fence = p?.phase === 'held' ? p.fence : 0;
    s.places.set(buyer, { phase: 'sold', seq, unit, attempt, orderId, fence });
    return { kind: 'settled', ...log() } as const;
  }

  function voidClaim(buyer: string, attempt: number, isDeclined = false): VoidOutcome {
    const hold = attemptOf(buyer, attempt);
    if (!hold) {
      return { kind: 'stale', epoch: s.epoch };
    }
    log();
    const timeLeft = clock.now < hold.expiresAt && !voids();
    let retryAfterMs = 0;
    if (timeLeft && isDeclined) {
      const count = (hold.declined?.count ?? 0) + 1;
      retryAfterMs = count >= declineRules.waitFrom ? declineRules.waitMs : 0;
      hold.declined = { count, retryAt: clock.now + retryAfterMs };
    }
    const tooManyDeclines =
      timeLeft && isDeclined && (hold.declined?.count ?? 0) >= declineRules.endAt;
    if (timeLeft && !tooManyDeclines) {
      Object.assign(hold, { phase: 'held', attempt: 0 });
      const wait = retryAfterMs > 0 && { retryAfterMs };
      return { kind: 'held', hold: show(buyer, hold), ...wait, epoch: s.epoch };
    }
    free(buyer, 'expired', hold);
    countLost(buyer);
    const why = tooManyDeclines && { tooManyDeclines };
    return { kind: 'freed', unit: hold.unit, ...why, epoch: s.epoch };
  }

  function extend(who: { buyer: string; seq?: number; fence?: number }): ExtendOutcome {
    const { buyer, seq, fence } = who;
    const p = s.places.get(buyer);
    const refused = (
      why: 'no_hold' | 'expired' | 'none_left' | 'claimed' | 'wrong_fence',
    ): ExtendOutcome => {
      return { kind: 'refused', why, epoch: s.epoch };
    };
    if (seq !== undefined && seq !== p?.seq) {
      return refused('no_hold');
    }
    if (p?.phase === 'expired') {
      return refused('expired');
    }
    const hold = held(buyer);
    if (!hold) {
      return refused('no_hold');
    }
    if (fence !== undefined && fence !== hold.fence) {
      return refused('wrong_fence');
    }
    if (hold.phase === 'claimed') {
      return refused('claimed');
    }
    if (clock.now >= hold.expiresAt || voids()) {
      return refused('expired');
    }
    if (hold.used >= s.rules.extensions) {
      return refused('none_left');
    }
    hold.used += 1;
    hold.expiresAt += s.rules.extensionMs;
    log();
    return { kind: 'extended', hold: show(buyer, hold), epoch: s.epoch, now: clock.now };
  }

  function sweep(max: number): SweepOutcome {
    const { now } = clock;
    const all = [...s.places].flatMap(([buyer, p]) =>
      p.phase === 'held' || p.phase === 'claimed' ? [{ buyer, ...p }] : [],
    );
    const order = (a: (typeof all)[number], b: (typeof all)[number]) =>
      a.expiresAt - b.expiresAt || (a.buyer < b.buyer ? -1 : 1);
    const holds = all.filter((one) => one.phase === 'held').sort(order);
    const due = holds.filter((one) => one.expiresAt <= now || voids()).slice(0, max);
    for (const one of due) {
      free(one.buyer, 'expired', one);
      countLost(one.buyer);
    }
    if (due.length > 0) {
      log();
    }
    return {
      kind: 'swept',
      expired: due.map(({ buyer, unit, fence, seq }) => ({ buyer, unit, fence, seq })),
      lapsed: all
        .filter((one) => one.phase === 'claimed' && one.leaseUntil <= now)
        .sort((a, b) => a.leaseUntil - b.leaseUntil || (a.buyer < b.buyer ? -1 : 1))
        .map(({ buyer, unit, seq, fence, attempt, leaseUntil }) => {
          return { buyer, unit, seq, fence, attempt, leaseUntil };
        }),
      more: due.length === max,
      nextExpiryAt: holds.filter((one) => !due.includes(one))[0]?.expiresAt ?? null,
      epoch: s.epoch,
      now,
    };
  }
  return { claim, renew, settle, heal, void: voidClaim, extend, sweep };
}
