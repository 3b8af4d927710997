import type {
  AdjustOutcome,
  AdminOutcome,
  ClaimOutcome,
  ExtendOutcome,
  GrantOutcome,
  Hold,
  JoinOutcome,
  LeaveOutcome,
  Place,
  RefundOutcome,
  RenewOutcome,
  RulesOutcome,
  SettleOutcome,
  ShiftOutcome,
  SweepOutcome,
  VoidOutcome,
} from '../outcomes.ts';
import type { RestorePlan } from '../restore.ts';
import { epochBase, fastPassThreshold, type SaleRules } from '../rules.ts';
import { createUnits } from './units.ts';

interface HeldPlace {
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
}

type Record =
  | { phase: 'waiting'; seq: number }
  | HeldPlace
  | { phase: 'sold'; seq: number; unit: number; attempt: number; orderId: string; fence: number }
  | { phase: 'expired' | 'removed' | 'left'; seq: number; at: number };

/** The sale as plain sequential code: what the scripts have to do, one command after the other. */
export function createModel(rules: SaleRules, stock: number, clock: { now: number }) {
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
    places: new Map<string, Record>(),
    units: createUnits(stock),
    marks: new Map<number, number>(),
    adjusts: new Map<string, AdjustOutcome>(),
    storedN: 0,
    /** Time of each entry, and of the oldest that is not stored. */
    times: [clock.now, clock.now],
    oldestAt: clock.now,
  };

  const count = (phase: Record['phase']) =>
    [...s.places.values()].filter((place) => place.phase === phase).length;
  const line = () =>
    [...s.places]
      .flatMap(([buyer, place]) => (place.phase === 'waiting' ? [{ buyer, seq: place.seq }] : []))
      .sort((a, b) => a.seq - b.seq);
  const voids = () =>
    !s.rules.honourHoldsAfterEnd && (s.rules.closed || clock.now >= s.rules.endsAt);
  const log = () => {
    if (s.n === s.storedN) s.oldestAt = clock.now;
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

  function place(buyer: string): Place {
    const p = s.places.get(buyer);
    if (!p || p.phase === 'left') return { state: 'none' };
    if (p.phase === 'waiting') {
      const rank = line().findIndex((one) => one.buyer === buyer) + 1;
      return { state: 'waiting', seq: p.seq, rank };
    }
    if (p.phase === 'held') return { state: 'held', hold: show(buyer, p) };
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

  function join(buyer: string, bearer: boolean, ticket?: number): JoinOutcome {
    const { now } = clock;
    const refused = (why: 'not_open' | 'ended' | 'sold_out' | 'no_proof'): JoinOutcome => {
      return { kind: 'refused', why, now, epoch: s.epoch };
    };
    const before = s.places.get(buyer);
    const taken = before !== undefined && before.phase !== 'expired' && before.phase !== 'left';
    const answer = (kind: 'joined' | 'already', wake: boolean): JoinOutcome => ({
      kind,
      place: place(buyer),
      size: line().length,
      free: s.units.free(),
      held: count('held'),
      wake,
      epoch: s.epoch,
      n: s.n,
      now,
    });
    if (taken && bearer) return answer('already', false);
    if (s.rules.closed || now >= s.rules.endsAt) return refused('ended');
    if (now < s.rules.lobbyOpensAt) return refused('not_open');
    if (taken) return refused('no_proof');
    if (s.units.free() + count('held') + count('claimed') === 0) return refused('sold_out');
    if (s.n > s.storedN && now - s.oldestAt > 5_000) return { kind: 'unavailable', why: 'lagging' };
    let seq = s.seq + 1;
    const mark = ticket === undefined ? undefined : s.marks.get(Math.floor(ticket / 1e9));
    if (ticket && mark && !before && ticket < epochBase(s.epoch) && ticket > mark) {
      seq = now < s.graceUntil ? ticket : seq;
    }
    s.seq = Math.max(s.seq, seq);
    s.places.set(buyer, { phase: 'waiting', seq });
    const wake = s.units.free() > 0 && !s.wake && !s.rules.paused && now >= s.rules.startsAt;
    s.wake ||= wake;
    log();
    return answer('joined', wake);
  }

  function grant(max: number, units?: readonly number[]): GrantOutcome {
    const { now } = clock;
    s.wake = false;
    const waiting = line();
    const counts = { waiting: waiting.length, free: s.units.free(), epoch: s.epoch };
    const idle = (why: 'nobody' | 'nothing_free' | 'paused' | 'window' | 'grace'): GrantOutcome => {
      return { kind: 'idle', why, ...counts, now };
    };
    if (s.rules.paused) return idle('paused');
    if (s.rules.closed || now < s.rules.startsAt || now >= s.rules.endsAt) return idle('window');
    if (waiting.length === 0) return idle('nobody');
    if (counts.free === 0) return idle('nothing_free');
    const grace = now < s.graceUntil;
    const eligible = waiting.filter((one) => !grace || one.seq < epochBase(s.epoch));
    if (eligible.length === 0) return idle('grace');
    const spare = counts.free - fastPassThreshold(s.stock, s.rules.fastPassPercent);
    const mode = spare > 0 ? 'normal' : 'fast';
    let next = s.units.next(Math.min(max, 200, eligible.length, spare > 0 ? spare : counts.free));
    if (mode === 'fast') {
      const named = (units ?? []).slice(0, next.length);
      if (named.length === 0 || named.some((unit, i) => unit !== next[i])) {
        return { kind: 'check_units', units: next, ...counts };
      }
      next = named;
    }
    const holds = next.map((unit, i): Hold => {
      const { buyer = '', seq = 0 } = eligible[i] ?? {};
      const hold: HeldPlace = {
        phase: 'held',
        seq,
        unit,
        fence: ++s.fence,
        expiresAt: now + s.rules.holdMs,
        price: s.rules.price,
        used: 0,
        attempt: 0,
        token: '',
        leaseUntil: 0,
      };
      s.places.set(buyer, hold);
      s.units.take(unit);
      s.serving = Math.max(s.serving, seq);
      return show(buyer, hold);
    });
    s.granted += holds.length;
    log();
    const left = { waiting: counts.waiting - holds.length, free: counts.free - holds.length };
    return { kind: 'granted', mode, holds, ...left, epoch: s.epoch, now };
  }

  function claim(buyer: string, token: string, leaseMs: number, fence?: number): ClaimOutcome {
    const { now } = clock;
    const refused = (why: 'no_hold' | 'expired' | 'ended' | 'wrong_fence'): ClaimOutcome => {
      return { kind: 'refused', why, epoch: s.epoch, now };
    };
    const p = s.places.get(buyer);
    if (p?.phase === 'sold') {
      if (fence !== undefined && p.fence !== 0 && fence !== p.fence && fence !== p.attempt) {
        return refused('wrong_fence');
      }
      return { kind: 'sold', unit: p.unit, fence: p.attempt, orderId: p.orderId, epoch: s.epoch };
    }
    if (p?.phase === 'expired') return refused('expired');
    if (p?.phase !== 'held' && p?.phase !== 'claimed') return refused('no_hold');
    if (fence !== undefined && fence !== p.fence) return refused('wrong_fence');
    const running = () => ({ attempt: p.attempt, leaseUntil: p.leaseUntil, epoch: s.epoch, now });
    const hold = show(buyer, p);
    if (p.phase === 'claimed') {
      return p.token === token
        ? { kind: 'claimed', hold, ...running(), fresh: false }
        : { kind: 'in_progress', ...running() };
    }
    if (now >= p.expiresAt) return refused('expired');
    if (voids()) return refused('ended');
    Object.assign(p, { phase: 'claimed', token, attempt: ++s.fence, leaseUntil: now + leaseMs });
    log();
    return { kind: 'claimed', hold, ...running(), fresh: true };
  }

  function renew(buyer: string, attempt: number, leaseMs: number): RenewOutcome {
    const hold = attemptOf(buyer, attempt);
    if (!hold) return { kind: 'stale' };
    hold.leaseUntil = clock.now + leaseMs;
    return { kind: 'renewed', leaseUntil: hold.leaseUntil };
  }

  function settle(buyer: string, attempt: number, orderId: string): SettleOutcome {
    const p = s.places.get(buyer);
    if (p?.phase === 'sold' && p.attempt === attempt) {
      return { kind: 'already', epoch: s.epoch, n: s.n };
    }
    const hold = attemptOf(buyer, attempt);
    if (!hold) return { kind: 'stale', epoch: s.epoch };
    const { seq, unit, fence } = hold;
    s.places.set(buyer, { phase: 'sold', seq, unit, attempt, orderId, fence });
    return { kind: 'settled', ...log() };
  }

  function voidClaim(buyer: string, attempt: number): VoidOutcome {
    const hold = attemptOf(buyer, attempt);
    if (!hold) return { kind: 'stale', epoch: s.epoch };
    log();
    if (clock.now < hold.expiresAt && !voids()) {
      Object.assign(hold, { phase: 'held', attempt: 0 });
      return { kind: 'held', hold: show(buyer, hold), epoch: s.epoch };
    }
    free(buyer, 'expired', hold);
    return { kind: 'freed', unit: hold.unit, epoch: s.epoch };
  }

  function extend(buyer: string): ExtendOutcome {
    const p = s.places.get(buyer);
    const refused = (why: 'no_hold' | 'expired' | 'none_left' | 'claimed'): ExtendOutcome => {
      return { kind: 'refused', why, epoch: s.epoch };
    };
    if (p?.phase === 'expired') return refused('expired');
    const hold = held(buyer);
    if (!hold) return refused('no_hold');
    if (hold.phase === 'claimed') return refused('claimed');
    if (clock.now >= hold.expiresAt || voids()) return refused('expired');
    if (hold.used >= s.rules.extensions) return refused('none_left');
    hold.used += 1;
    hold.expiresAt += s.rules.extensionMs;
    log();
    return { kind: 'extended', hold: show(buyer, hold), epoch: s.epoch, now: clock.now };
  }

  function leave(buyer: string): LeaveOutcome {
    const p = s.places.get(buyer);
    if (p?.phase === 'claimed' || p?.phase === 'sold') {
      return { kind: 'refused', why: p.phase, epoch: s.epoch };
    }
    if (p?.phase !== 'waiting' && p?.phase !== 'held') {
      return { kind: 'refused', why: 'nothing', epoch: s.epoch };
    }
    if (p.phase === 'held') free(buyer, 'left', p);
    else s.places.set(buyer, { phase: 'left', seq: p.seq, at: clock.now });
    const gave = p.phase === 'held' ? 'hold' : 'place';
    return { kind: 'left', gave, ...log(), now: clock.now };
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
    for (const one of due) free(one.buyer, 'expired', one);
    if (due.length > 0) log();
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

  function takeAway(buyer: string, how: 'release' | 'remove'): AdminOutcome {
    const p = s.places.get(buyer);
    const refused = (why: 'nothing' | 'claimed' | 'sold' | 'waiting'): AdminOutcome => {
      return { kind: 'refused', why, epoch: s.epoch };
    };
    if (p?.phase === 'claimed' || p?.phase === 'sold') return refused(p.phase);
    if (p?.phase === 'waiting' && how === 'release') return refused('waiting');
    if (p?.phase === 'held') free(buyer, how === 'release' ? 'expired' : 'removed', p);
    else if (!p || how === 'release' || p.phase === 'removed') return refused('nothing');
    else s.places.set(buyer, { phase: 'removed', seq: p.seq, at: clock.now });
    return { kind: 'done', ...log() };
  }

  function setRules(next: SaleRules): RulesOutcome {
    const old = s.rules;
    if (next.version <= old.version) return { kind: 'already', epoch: s.epoch, n: s.n };
    const same = (['startsAt', 'endsAt', 'price', 'extensions', 'fastPassPercent'] as const).every(
      (field) => old[field] === next[field],
    );
    const honoured = old.honourHoldsAfterEnd === next.honourHoldsAfterEnd;
    if (!same || !honoured || (old.closed && !next.closed)) log();
    if (next.paused !== old.paused) log();
    if (next.closed && !old.closed) log();
    s.rules = next;
    return { kind: 'done', epoch: s.epoch, n: s.n };
  }

  function adjust(id: string, by: number): AdjustOutcome {
    const known = s.adjusts.get(id);
    if (known) return { ...known, epoch: s.epoch } as AdjustOutcome;
    let outcome: AdjustOutcome;
    if (-by > s.units.free()) {
      outcome = { kind: 'refused', floor: s.stock - s.units.free(), epoch: s.epoch };
    } else {
      s.stock += by;
      s.units.change(by);
      log();
      outcome = { kind: 'adjusted', stock: s.stock, epoch: s.epoch };
    }
    s.adjusts.set(id, outcome);
    return outcome;
  }

  function refund(buyer: string, unit: number, attempt: number): RefundOutcome {
    const p = s.places.get(buyer);
    if (p?.phase !== 'sold' && p?.phase !== 'claimed') {
      return { kind: 'already', epoch: s.epoch, n: s.n };
    }
    if (p.attempt !== attempt) return { kind: 'already', epoch: s.epoch, n: s.n };
    s.places.set(buyer, { phase: 'left', seq: p.seq, at: clock.now });
    s.units.giveBack(unit);
    return { kind: 'returned', ...log() };
  }

  function shift(byMs: number): ShiftOutcome {
    for (const p of s.places.values()) {
      if (p.phase === 'held' || p.phase === 'claimed') p.expiresAt += byMs;
    }
    return { kind: 'shifted', ...log() };
  }

  function stored(n: number): void {
    s.storedN = Math.max(s.storedN, n);
    s.oldestAt = s.times[s.storedN + 1] ?? 0;
  }

  /** A new epoch: the plan is judged by the invariants, not by this model. */
  function adopt(plan: RestorePlan): void {
    const waiting = plan.line ?? [
      ...line().filter((one) => !plan.lineRemove.includes(one.buyer)),
      ...plan.lineAdd,
    ];
    s.places.clear();
    for (const { buyer, seq } of waiting) s.places.set(buyer, { phase: 'waiting', seq });
    for (const { buyer, extensions: used, ...hold } of plan.holds) {
      const idle = { attempt: 0, token: '', leaseUntil: 0 };
      s.places.set(buyer, { phase: 'held', ...hold, used, ...idle });
    }
    for (const { buyer, ...one } of plan.sold)
      s.places.set(buyer, { phase: 'sold', fence: 0, ...one });
    for (const { buyer, ...one } of plan.remains) s.places.set(buyer, one);
    for (const { epoch, seq } of plan.marks) s.marks.set(epoch, seq);
    s.adjusts.clear();
    for (const { id } of plan.applied) {
      s.adjusts.set(id, { kind: 'adjusted', stock: plan.stock, epoch: plan.epoch });
    }
    s.units = createUnits(plan.unitTop, plan);
    s.wake = false;
    s.times.length = plan.n + 1;
    s.n = plan.n;
    for (const _ of plan.entries) log();
    s.storedN = plan.storedN;
    s.oldestAt = clock.now;
    s.graceUntil = clock.now + plan.graceMs;
    const { epoch, stock, seq, fence, serving, granted } = plan;
    Object.assign(s, { epoch, stock, seq, fence, serving, granted });
  }

  return {
    state: s,
    count,
    line,
    place,
    join,
    grant,
    claim,
    renew,
    settle,
    void: voidClaim,
    extend,
    leave,
    sweep,
    takeAway,
    rules: setRules,
    adjust,
    refund,
    shift,
    stored,
    adopt,
  };
}

export type Model = ReturnType<typeof createModel>;
