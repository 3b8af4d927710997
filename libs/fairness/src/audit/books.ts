import type { Fold } from '../fold-state.ts';
import type { HoldRules } from './hold-rules.ts';
import type { AuditedOrder, AuditedSale, AuditedSnapshot, Judged } from './input.ts';
import type { Report } from './violation.ts';

/** I1 and I3 in MongoDB alone. */
export function judgeOrders(report: Report, sale: AuditedSale, orders: readonly AuditedOrder[]) {
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

/** I2: the live state against itself and against MongoDB. */
export function judgeCounts(report: Report, judged: Judged & { snapshot: AuditedSnapshot }): void {
  const { sale, snapshot, orders } = judged;
  const { free, held, claimed, sold, stock } = snapshot;
  const sum = free + held + claimed + sold;
  if (sum !== stock || Math.min(free, held, claimed, sold) < 0) {
    const parts = `${free} free + ${held} held + ${claimed} claimed + ${sold} sold`;
    report('I2', sum < stock ? 'UNIT_LOST' : 'UNIT_TOO_MANY', `${parts} is not ${stock}`);
  }
  const live = orders.filter((order) => order.live).length;
  const returning = orders.filter((order) => order.unitReturn === 'pending').length;
  if (live < sold - returning || live > sold + claimed) {
    const known = `${sold} sold, ${returning} of them coming back, and ${claimed} claimed`;
    report('I2', 'ORDERS_DIFFER', `${live} live orders, but ${known}`);
  }
  const pending = sale.adjusts.filter((change) => change.state === 'pending');
  const up = pending.reduce((total, { by }) => total + Math.max(by, 0), 0);
  const down = pending.reduce((total, { by }) => total + Math.min(by, 0), 0);
  // An increase is in MongoDB first, a decrease in Redis first.
  if (stock < sale.stock - up + down || stock > sale.stock) {
    report('I2', 'STOCK_DIFFERS', `${stock} units in the line, ${sale.stock} in the sale`);
  }
}

/** I2: the log tells the same as the live state it belongs to. */
export function judgeLog(report: Report, fold: Fold, snapshot: AuditedSnapshot): void {
  if (fold.n !== snapshot.n || fold.epoch !== snapshot.epoch) {
    return;
  }
  const told = {
    stock: fold.stock,
    waiting: fold.waiting.size,
    held: fold.holds.size - fold.claimed,
    claimed: fold.claimed,
    sold: fold.sold.size,
  };
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
export function judgeOrigins(
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
export function judgeAnswers(report: Report, { orders, confirmed = [] }: Judged): void {
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
