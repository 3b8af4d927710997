import type { LogEntry } from '../entry.ts';
import { applyEntry, gapBefore } from '../fold.ts';
import { countsOf, emptyFold, type Fold } from '../fold-state.ts';
import { createHoldRules, createUnitOwners, type HoldRules } from './hold-rules.ts';
import type { AuditedOrder, AuditedSale, AuditedSnapshot, AuditOptions, Judged } from './input.ts';
import { createIdleWatch, createLineOrder, overlaps } from './line-rules.ts';
import { createFindings, type Report, type Violation } from './violation.ts';

export interface Auditor {
  /** The next entry of the log. */
  read(entry: LogEntry): void;
  /** What was broken since the last call, by the log and by the state as it is now. */
  judge(judged: Judged): Violation[];
  fold: Fold;
}

/** Reads a sale's log as it grows, and says what about it and about the stores is not right. */
export function createAuditor(options: AuditOptions = {}): Auditor {
  const { lateMs = 1_000, graceMs = 10_000, exempt = [], honourHoldsAfterEnd = true } = options;
  const fold = emptyFold();
  const { report, take } = createFindings();
  const window = options.window ?? null;
  /** The last moment at which waiting was allowed: paused, closed or being restored. */
  let restUntil = 0;

  const order = createLineOrder(report);
  const owners = createUnitOwners(report);
  const idle = createIdleWatch(report, { lateMs, graceMs, exempt, window, headOf: order.headOf });
  const holds = createHoldRules(report, {
    lateMs,
    isExempt: (now, from, to) =>
      now.paused ||
      now.closed ||
      isOver(now, to) ||
      restUntil >= from ||
      overlaps(exempt, from, to),
    endsHolds: (now, at) => !honourHoldsAfterEnd && (now.closed || isOver(now, at)),
  });

  function isOver(now: Fold, at: number): boolean {
    const known = now.window ?? window;
    return known !== null && at >= known.endsAt;
  }

  return {
    fold,
    read(entry) {
      const gap = gapBefore(fold, entry);
      if (gap && !(options.partial && fold.n === 0)) {
        report('I9', 'LOG_GAP', gap);
      }
      // Behind a change that this version does not know its rules would accuse the innocent.
      if (fold.unknown.size > 0) {
        applyEntry(fold, entry);
        return;
      }
      idle.before(fold, entry);
      order.before(fold, entry);
      holds.before(fold, entry);
      if (fold.paused || fold.closed || entry.type === 'adopt') {
        restUntil = entry.at;
      }
      owners.apply(fold, entry, () => applyEntry(fold, entry));
      order.after(fold, entry);
      idle.after(fold, entry);
    },
    judge(judged) {
      const { sale, snapshot, orders, now } = judged;
      judgeOrders(report, sale, orders);
      judgeAnswers(report, judged);
      if (!snapshot || sale.restoring) {
        return take();
      }
      judgeCounts(report, { ...judged, snapshot });
      if (fold.unknown.size > 0) {
        return take();
      }
      judgeLog(report, fold, snapshot);
      if (fold.n === snapshot.n && fold.epoch === snapshot.epoch) {
        order.collect(now);
        if (!options.partial) {
          judgeOrigins(report, fold, holds, orders);
        }
        if (!snapshot.paused && !snapshot.closed && snapshot.halted === '') {
          idle.judge(fold, now);
          holds.overdue(fold, now);
        }
      }
      return take();
    },
  };
}

/** One judgement over a whole history. Best taken when nothing is under way. */
export function audit(
  input: Judged & { entries: Iterable<LogEntry>; options?: AuditOptions },
): Violation[] {
  const { entries, options, ...judged } = input;
  const log = Array.from(entries);
  const wasEdited = log.some((entry) => entry.type === 'edit');
  const auditor = createAuditor({
    honourHoldsAfterEnd: judged.sale.honourHoldsAfterEnd,
    window: wasEdited ? null : judged.sale,
    ...options,
  });
  for (const entry of log) {
    auditor.read(entry);
  }
  const told = judged.snapshot?.n ?? 0;
  const found = auditor.judge(judged);
  if (auditor.fold.n >= told) {
    return found;
  }
  const detail = `the log ends at ${auditor.fold.n}, the line is at ${told}`;
  return [...found, { invariant: 'I9', code: 'LOG_GAP', detail }];
}

/** I1 and I3 in MongoDB alone. */
function judgeOrders(report: Report, sale: AuditedSale, orders: readonly AuditedOrder[]) {
  const live = orders.filter((order) => order.live);
  if (live.length > sale.stock) {
    report('I1', 'OVERSOLD', `${live.length} live orders of ${sale.stock} units`);
  }
  if (sale.currentQuantity !== sale.stock - live.length || sale.currentQuantity < 0) {
    const counted = `${sale.stock} units less ${live.length} live orders`;
    report('I1', 'WRONG_QUANTITY', `currentQuantity is ${sale.currentQuantity}, not ${counted}`);
  }
  const units = new Map<number, string>();
  const buyers = new Map<string, string>();
  for (const { id, unit, buyer } of live) {
    const twin = units.get(unit);
    if (twin) {
      report('I1', 'UNIT_TWICE', `orders ${twin} and ${id} own unit ${unit}`);
    }
    const other = buyers.get(buyer);
    if (other) {
      report('I3', 'TWO_ORDERS', `orders ${other} and ${id} of ${buyer} are live`);
    }
    units.set(unit, id);
    buyers.set(buyer, id);
  }
}

/** I2: as many live orders as units are sold, but for those that are under way. */
export function judgeOrderCount(
  report: Report,
  { sold, claimed }: Pick<AuditedSnapshot, 'sold' | 'claimed'>,
  { live, returning }: { live: number; returning: number },
): void {
  if (live < sold - returning || live > sold + claimed) {
    const known = `${sold} sold, ${returning} of them coming back, and ${claimed} claimed`;
    report('I2', 'ORDERS_DIFFER', `${live} live orders, but ${known}`);
  }
}

/** I2: the live state against itself and against MongoDB. */
function judgeCounts(report: Report, judged: Judged & { snapshot: AuditedSnapshot }): void {
  const { sale, snapshot, orders } = judged;
  const { free, held, claimed, sold, stock } = snapshot;
  const sum = free + held + claimed + sold;
  if (sum !== stock || Math.min(free, held, claimed, sold) < 0) {
    const parts = `${free} free + ${held} held + ${claimed} claimed + ${sold} sold`;
    report('I2', sum < stock ? 'UNIT_LOST' : 'UNIT_TOO_MANY', `${parts} is not ${stock}`);
  }
  const live = orders.filter((order) => order.live).length;
  const returning = orders.filter((order) => order.unitReturn === 'pending').length;
  judgeOrderCount(report, snapshot, { live, returning });
  const pending = sale.adjusts.filter((change) => change.state === 'pending');
  const up = pending.reduce((total, { by }) => total + Math.max(by, 0), 0);
  const down = pending.reduce((total, { by }) => total + Math.min(by, 0), 0);
  // An increase is in MongoDB first, a decrease in Redis first.
  if (stock < sale.stock - up + down || stock > sale.stock) {
    report('I2', 'STOCK_DIFFERS', `${stock} units in the line, ${sale.stock} in the sale`);
  }
}

/** I2: the log tells the same as the live state it belongs to. */
function judgeLog(report: Report, fold: Fold, snapshot: AuditedSnapshot): void {
  if (fold.n !== snapshot.n || fold.epoch !== snapshot.epoch) {
    return;
  }
  const told = countsOf(fold);
  for (const [name, value] of Object.entries(told)) {
    const actual = snapshot[name as keyof typeof told];
    if (value !== actual) {
      report(
        'I2',
        'LOG_DIFFERS',
        `the log says ${value} ${name}, the line ${actual}, at ${fold.n}`,
      );
    }
  }
}

/** I5 and I7: each order came from a live hold, and each sold unit has its order. */
function judgeOrigins(
  report: Report,
  fold: Fold,
  { attempts, isLost }: Pick<HoldRules, 'attempts' | 'isLost'>,
  orders: readonly AuditedOrder[],
): void {
  const byBuyer = new Map<string, AuditedOrder>();
  for (const order of orders) {
    if (order.live || order.unitReturn === 'pending') {
      byBuyer.set(order.buyer, order);
    }
    const claim = attempts.get(order.fence);
    if (claim && (claim.buyer !== order.buyer || claim.unit !== order.unit)) {
      const was = `${claim.buyer} with unit ${claim.unit}`;
      report('I7', 'OTHER_HOLD', `order ${order.id} of ${order.buyer} names an attempt of ${was}`);
    }
    if (!claim && !isLost(order.fence, fold)) {
      report('I7', 'ORDER_WITHOUT_CLAIM', `order ${order.id} of ${order.buyer} was never claimed`);
    }
  }
  for (const { buyer, unit, attempt } of fold.sold.values()) {
    const order = byBuyer.get(buyer);
    if (order?.unit !== unit || order.fence !== attempt) {
      report('I5', 'SOLD_WITHOUT_ORDER', `unit ${unit} is sold to ${buyer} without an order`);
    }
  }
  for (const order of orders) {
    if (!order.live) {
      continue;
    }
    const owned = fold.sold.get(order.buyer)?.unit ?? fold.holds.get(order.buyer)?.unit;
    if (owned !== order.unit) {
      report(
        'I5',
        'ORDER_NOT_SOLD',
        `order ${order.id} owns unit ${order.unit}, the line says ${owned}`,
      );
    }
  }
}

/** I5: what clients were told is what is stored. */
function judgeAnswers(report: Report, { orders, confirmed = [] }: Judged): void {
  const ids = new Map(orders.map((order) => [order.id, order]));
  const answered = new Map<string, string>();
  for (const { orderId, buyer } of confirmed) {
    if (ids.get(orderId)?.buyer !== buyer) {
      report('I5', 'ANSWER_WITHOUT_ORDER', `${buyer} was told of order ${orderId}`);
    }
    const before = answered.get(buyer) ?? orderId;
    if (before !== orderId) {
      report('I5', 'TWO_ANSWERS', `${buyer} was told of orders ${before} and ${orderId}`);
    }
    answered.set(buyer, orderId);
  }
}
