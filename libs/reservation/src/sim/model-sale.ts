import type { AdjustOutcome, RefundOutcome, RulesOutcome, ShiftOutcome } from '../outcomes.ts';
import type { RestorePlan } from '../restore/plan.ts';
import type { SaleRules } from '../rules.ts';
import type { ModelState } from './model-state.ts';
import { createUnits } from './units.ts';

const edited = [
  ...['startsAt', 'endsAt', 'lobbyOpensAt', 'holdMs', 'fastPassPercent', 'price'],
  ...['extensions', 'extensionMs'],
] as (keyof SaleRules)[];

/** What happens to the sale as a whole. */
export function createSaleModel({ line, s, clock, log }: ModelState) {
  function setRules(next: SaleRules): RulesOutcome {
    const old = s.rules;
    if (next.version <= old.version) {
      return { kind: 'already', epoch: s.epoch, n: s.n };
    }
    const same = edited.every((field) => old[field] === next[field]);
    const honoured = old.honourHoldsAfterEnd === next.honourHoldsAfterEnd;
    if (!same || !honoured || (old.closed && !next.closed)) {
      log();
    }
    if (next.paused !== old.paused) {
      log();
    }
    if (next.closed && !old.closed) {
      log();
    }
    s.rules = next;
    return { kind: 'done', epoch: s.epoch, n: s.n };
  }

  function adjust(id: string, by: number): AdjustOutcome {
    const known = s.adjusts.get(id);
    if (known) {
      return { ...known, epoch: s.epoch } as AdjustOutcome;
    }
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
    if (p.attempt !== attempt) {
      return { kind: 'already', epoch: s.epoch, n: s.n };
    }
    s.places.set(buyer, { phase: 'left', seq: p.seq, at: clock.now });
    s.units.giveBack(unit);
    return { kind: 'returned', ...log() };
  }

  /** `since`: for a jump of the clock, of which one move is enough. */
  function shift(byMs: number, since?: number): ShiftOutcome {
    if (since !== undefined && s.jumpMovedAt >= since) {
      return { kind: 'already', epoch: s.epoch, n: s.n };
    }
    s.jumpMovedAt = since === undefined ? s.jumpMovedAt : clock.now;
    for (const p of s.places.values()) {
      if (p.phase === 'held' || p.phase === 'claimed') {
        p.expiresAt += byMs;
      }
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
    const keyOf = new Map(
      [...s.places].map(([buyer, p]) => [buyer, p.phase === 'waiting' ? p.key : undefined]),
    );
    s.places.clear();
    for (const { buyer, seq } of waiting) {
      const key = plan.line ? undefined : keyOf.get(buyer);
      s.places.set(buyer, { phase: 'waiting', seq, key });
    }
    for (const { buyer, extensions: used, ...hold } of plan.holds) {
      const idle = { attempt: 0, token: '', leaseUntil: 0 };
      s.places.set(buyer, { phase: 'held', ...hold, used, ...idle });
    }
    for (const { buyer, ...one } of plan.sold) {
      s.places.set(buyer, { phase: 'sold', fence: 0, ...one });
    }
    for (const { buyer, ...one } of plan.remains) {
      s.places.set(buyer, one);
    }
    for (const { epoch, seq } of plan.marks) {
      s.marks.set(epoch, seq);
    }
    s.adjusts.clear();
    for (const { id, floor } of plan.applied) {
      const at = { epoch: plan.epoch };
      const applied = { kind: 'adjusted', stock: plan.stock, ...at } as const;
      s.adjusts.set(id, floor === null ? applied : { kind: 'refused', floor, ...at });
    }
    if (plan.line) {
      s.lost = new Map(plan.lost.map(({ buyer, ...loss }) => [buyer, loss]));
    }
    s.units = createUnits(plan.unitTop, plan);
    s.wake = false;
    s.jumpMovedAt = -1;
    s.times.length = plan.n + 1;
    s.n = plan.n;
    for (const _ of plan.entries) {
      log();
    }
    s.storedN = plan.storedN;
    s.oldestAt = clock.now;
    s.graceUntil = clock.now + plan.graceMs;
    const { epoch, stock, seq, fence, serving, granted } = plan;
    Object.assign(s, { epoch, stock, seq, fence, serving, granted });
  }
  return { rules: setRules, adjust, refund, shift, stored, adopt };
}
