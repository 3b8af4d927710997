import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../entry.ts';
import { createHistory, type History, randomHistory } from '../testing/audit-history.ts';
import { audit } from './auditor.ts';
import type { AuditOptions, Judged } from './input.ts';

/** Ten units; ada, bob and cy hold, dan bought, eve waits behind a full house of one more unit. */
function usual(): History {
  const history = createHistory({ stock: 4 });
  history.join('ada', 'bob', 'cy', 'dan', 'eve', 'fay');
  history.grant();
  history.wait(100);
  history.buy('dan');
  return history;
}

type Planted = {
  history?: History;
  entries?: LogEntry[];
  options?: AuditOptions;
} & Partial<Judged>;

function codes({ history = usual(), options, ...changes }: Planted): string[] {
  const found = audit({ ...history.judged(changes), ...(options ? { options } : {}), ...changes });
  return [...new Set(found.map(({ invariant, code }) => `${invariant} ${code}`))].sort();
}

/** The usual log with one more entry in the end, and the live state as if it were right. */
function withEntry(change: object, history = usual()): Planted {
  const last = history.entries.at(-1);
  const entry = { n: (last?.n ?? 0) + 1, at: history.now(), ...change } as LogEntry;
  return { history, entries: [...history.entries, entry] };
}

describe('clean histories', () => {
  test('raise nothing', () => {
    expect(audit(usual().judged())).toEqual([]);
  });

  test.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'of any kind raise nothing (seed %d)',
    (seed) => {
      const history = randomHistory(seed, 400);
      const { restored: _, ...judged } = { ...history.judged(), restored: 0 };
      // Granting goes on at once after these restores: the history writer knows no grace.
      expect(audit({ ...judged, options: { graceMs: 0 } })).toEqual([]);
    },
  );

  test('with pauses, closing and restores raise nothing however long they last', () => {
    const history = createHistory({ stock: 1 });
    history.log({ type: 'pause', reason: 'lunch' });
    history.join('ada', 'bob');
    history.wait(60_000);
    history.log({ type: 'resume' });
    history.wait(900);
    history.grant();
    history.wait(500);
    history.adopt('rebuild');
    history.wait(600);
    history.leave('ada');
    history.grant();
    history.leave('bob');
    history.join('cy');
    history.wait(9_000);
    history.grant();
    history.log({ type: 'end' });
    history.leave('cy');
    history.join('dan');
    history.wait(60_000);
    expect(audit(history.judged())).toEqual([]);
  });

  test.each(['adopt', 'rebuild'] as const)(
    'whose claims were lost with the end of an epoch raise nothing after an epoch that began by %s',
    (how) => {
      expect(audit(orderOfLostClaim(how, BASE + 2).judged())).toEqual([]);
    },
  );
});

const BASE = 1_000_000_000;

/** Redis lost the claim of an order; the next epoch knows the order from MongoDB. */
function orderOfLostClaim(how: 'adopt' | 'rebuild', fence: number) {
  const history = createHistory({ stock: 2 });
  history.join('ada');
  history.grant();
  history.orders.push({ id: 'o', buyer: 'ada', unit: 1, fence, live: true, unitReturn: null });
  history.sale.currentQuantity -= 1;
  history.sale.epoch += 1;
  const { epoch, stock } = history.sale;
  history.log({ type: 'adopt', epoch, how, mark: history.fold.seq, stock });
  history.log({ type: 'settle', buyer: 'ada', unit: 1, attempt: fence });
  return history;
}

describe('planted violations are found', () => {
  const order = (changes: object) => {
    const history = usual();
    return { history, orders: history.orders.map((one) => ({ ...one, ...changes })) };
  };
  const second = { id: 'order-2', buyer: 'ada', unit: 4, fence: 9, live: true, unitReturn: null };
  const snapshot = (changes: object) => {
    const history = usual();
    const { snapshot: right } = history.judged();
    return { history, snapshot: { ...right, ...changes } as Judged['snapshot'] };
  };
  const sale = (changes: object) => {
    const history = usual();
    return { history, sale: { ...history.sale, ...changes } };
  };
  const grantOf = (...holds: object[]) => ({
    type: 'grant',
    mode: 'normal',
    expiresAt: usual().now() + 900_000,
    price: 100,
    holds,
  });
  test.each<[string, string, () => Planted]>([
    [
      'a unit in two orders',
      'I1 UNIT_TWICE',
      () => {
        const history = usual();
        return { history, orders: [...history.orders, second] };
      },
    ],
    ['more orders than units', 'I1 OVERSOLD', () => sale({ stock: 0, currentQuantity: -1 })],
    ['a counter that lost an order', 'I1 WRONG_QUANTITY', () => sale({ currentQuantity: 4 })],
    [
      'a unit granted twice',
      'I1 UNIT_TWICE',
      () => {
        const history = usual();
        history.adjust(1);
        return withEntry(
          grantOf({ buyer: 'eve', seq: BASE + 5, unit: 1, fence: BASE + 50 }),
          history,
        );
      },
    ],
    [
      'a unit out of range',
      'I1 UNIT_UNKNOWN',
      () => {
        const history = usual();
        history.adjust(1);
        return withEntry(
          grantOf({ buyer: 'eve', seq: BASE + 5, unit: 6, fence: BASE + 50 }),
          history,
        );
      },
    ],
    [
      'more grants than units',
      'I2 OVERSOLD',
      () => withEntry(grantOf({ buyer: 'eve', seq: BASE + 5, unit: 5, fence: BASE + 50 })),
    ],
    ['a release that never came back', 'I2 UNIT_LOST', () => snapshot({ held: 2 })],
    ['a release that came back twice', 'I2 UNIT_TOO_MANY', () => snapshot({ free: 1 })],
    ['a sold unit without an order', 'I2 ORDERS_DIFFER', () => ({ orders: [] })],
    [
      'an order beside the line',
      'I2 ORDERS_DIFFER',
      () => {
        const history = usual();
        return { history, orders: [...history.orders, { ...second, unit: 2 }] };
      },
    ],
    ['stock that differs', 'I2 STOCK_DIFFERS', () => sale({ stock: 5, currentQuantity: 4 })],
    ['a live state the log does not tell', 'I2 LOG_DIFFERS', () => snapshot({ waiting: 3 })],
    [
      'a hold freed twice',
      'I2 FREED_TWICE',
      () => {
        const history = usual();
        history.leave('ada');
        const hold = { buyer: 'ada', unit: 1, fence: BASE + 1 };
        return withEntry({ type: 'expire', holds: [hold] }, history);
      },
    ],
    [
      'a claim freed by the sweep',
      'I2 FREED_TWICE',
      () => {
        const history = usual();
        history.claim('ada');
        const hold = { buyer: 'ada', unit: 1, fence: BASE + 1 };
        return withEntry({ type: 'expire', holds: [hold] }, history);
      },
    ],
    [
      'a void of an attempt that is over',
      'I2 FREED_TWICE',
      () =>
        withEntry({ type: 'void', buyer: 'ada', unit: 1, attempt: 5, back: 'freed', expiresAt: 0 }),
    ],
    [
      'a refund of nothing',
      'I2 FREED_TWICE',
      () => withEntry({ type: 'refund', buyer: 'ada', unit: 1, fence: BASE + 5 }),
    ],
    [
      'two places of a buyer',
      'I3 TWO_PLACES',
      () => withEntry({ type: 'join', buyer: 'eve', seq: BASE + 7, late: false }),
    ],
    [
      'a place and a hold of a buyer',
      'I3 TWO_PLACES',
      () => withEntry({ type: 'join', buyer: 'ada', seq: BASE + 7, late: false }),
    ],
    [
      'a removed buyer who came back',
      'I3 REMOVED_RETURNED',
      () => {
        const history = usual();
        history.log({ type: 'remove', buyer: 'fay', seq: BASE + 6, unit: null });
        history.join('fay');
        return { history };
      },
    ],
    [
      'two live orders of a buyer',
      'I3 TWO_ORDERS',
      () => {
        const history = usual();
        return { history, orders: [...history.orders, { ...second, buyer: 'dan', unit: 2 }] };
      },
    ],
    [
      'a later place served first',
      'I4 OVERTAKEN',
      () => {
        const history = usual();
        history.adjust(1);
        return withEntry(
          grantOf({ buyer: 'fay', seq: BASE + 6, unit: 5, fence: BASE + 50 }),
          history,
        );
      },
    ],
    [
      'a batch out of order',
      'I4 OUT_OF_ORDER',
      () => {
        const history = usual();
        history.adjust(2);
        const fay = { buyer: 'fay', seq: BASE + 6, unit: 5, fence: BASE + 50 };
        return withEntry(
          grantOf(fay, { buyer: 'eve', seq: BASE + 5, unit: 6, fence: BASE + 51 }),
          history,
        );
      },
    ],
    [
      'a unit for a buyer who is not in line',
      'I4 NOT_IN_LINE',
      () => {
        const history = usual();
        history.adjust(1);
        return withEntry(
          grantOf({ buyer: 'zoe', seq: BASE + 9, unit: 5, fence: BASE + 50 }),
          history,
        );
      },
    ],
    [
      'an answer without an order',
      'I5 ANSWER_WITHOUT_ORDER',
      () => ({
        confirmed: [{ orderId: 'order-9', buyer: 'ada' }],
      }),
    ],
    [
      'two answers to one buyer',
      'I5 TWO_ANSWERS',
      () => {
        const history = usual();
        const told = ['order-1', 'order-2'].map((orderId) => ({ orderId, buyer: 'dan' }));
        return { history, confirmed: told };
      },
    ],
    [
      'an order that the line forgot',
      'I5 ORDER_NOT_SOLD',
      () => {
        const history = usual();
        return { history, orders: [...history.orders, { ...second, unit: 2 }] };
      },
    ],
    ['an order of another unit', 'I5 SOLD_WITHOUT_ORDER', () => order({ unit: 3 })],
    [
      'a hold that outlived its expiry',
      'I6 OUTLIVED',
      () => {
        const history = usual();
        history.wait(900_000 + 1_100);
        return { history };
      },
    ],
    [
      'a hold that was swept too late',
      'I6 OUTLIVED',
      () => {
        const history = usual();
        history.wait(900_000 + 1_100);
        history.sweep();
        history.grant();
        return { history };
      },
    ],
    [
      'a hold that was cut short',
      'I6 CUT_SHORT',
      () => withEntry({ type: 'expire', holds: [{ buyer: 'ada', unit: 1, fence: BASE + 1 }] }),
    ],
    [
      'a claim after the expiry',
      'I7 CLAIM_AFTER_EXPIRY',
      () => {
        const history = usual();
        history.wait(900_001);
        history.claim('ada');
        return { history };
      },
    ],
    [
      'a claim without a hold',
      'I7 CLAIM_WITHOUT_HOLD',
      () => withEntry({ type: 'claim', buyer: 'eve', fence: BASE + 1, attempt: BASE + 50 }),
    ],
    [
      'a claim by an old fence',
      'I7 CLAIM_WITHOUT_HOLD',
      () => withEntry({ type: 'claim', buyer: 'ada', fence: BASE + 2, attempt: BASE + 50 }),
    ],
    [
      'a fence drawn twice',
      'I7 FENCE_REUSED',
      () => withEntry({ type: 'claim', buyer: 'ada', fence: BASE + 1, attempt: BASE + 5 }),
    ],
    [
      'an order that was never claimed',
      'I7 ORDER_WITHOUT_CLAIM',
      () => order({ fence: BASE + 60 }),
    ],
    [
      'an order of an older epoch that was not claimed while that log was complete',
      'I7 ORDER_WITHOUT_CLAIM',
      () => ({ history: orderOfLostClaim('rebuild', BASE + 1) }),
    ],
    ['an order from the hold of another', 'I7 OTHER_HOLD', () => order({ buyer: 'cy' })],
    [
      'an end missing in the log',
      'I9 LOG_GAP',
      () => {
        const history = usual();
        return { history, entries: history.entries.slice(0, -1) };
      },
    ],
    [
      'a number missing in the log',
      'I9 LOG_GAP',
      () => {
        const history = usual();
        return { history, entries: history.entries.filter(({ n }) => n !== 3) };
      },
    ],
    [
      'a seq that was skipped',
      'I9 SEQ_SKIPPED',
      () => withEntry({ type: 'join', buyer: 'gus', seq: BASE + 8, late: false }),
    ],
    [
      'a seq drawn twice',
      'I9 SEQ_REUSED',
      () => withEntry({ type: 'join', buyer: 'gus', seq: BASE + 6, late: false }),
    ],
    [
      'an old seq that the log covers',
      'I9 SEQ_REUSED',
      () => {
        const history = usual();
        history.adopt();
        return withEntry({ type: 'join', buyer: 'gus', seq: BASE + 2, late: false }, history);
      },
    ],
    [
      'a hold lost in a restore',
      'I9 PLACE_LOST',
      () => {
        const history = usual();
        history.adopt();
        history.join('gus');
        return { history, entries: history.entries.filter((one) => one.type !== 'rehold') };
      },
    ],
    [
      'a hold lost in a restore of a log that was cut in the one before',
      'I9 PLACE_LOST',
      () => {
        const history = usual();
        history.adopt();
        history.adopt('rebuild');
        history.join('gus');
        const told = history.entries.filter((one) => one.type !== 'rehold' || one.buyer !== 'ada');
        return { history, entries: told };
      },
    ],
    [
      'a place moved in a restore',
      'I9 PLACE_MOVED',
      () => {
        const history = usual();
        history.adopt();
        const moved = history.entries.map((one) =>
          one.type === 'rehold' && one.buyer === 'ada' ? { ...one, seq: one.seq + 40 } : one,
        );
        return { history, entries: moved };
      },
    ],
    [
      'free units while people wait',
      'I10 NOT_SERVED',
      () => {
        const history = usual();
        history.leave('ada');
        history.wait(1_001);
        return { history };
      },
    ],
    [
      'a second without a grant in the past',
      'I10 NOT_SERVED',
      () => {
        const history = usual();
        history.leave('ada');
        history.wait(1_001);
        history.grant();
        return { history };
      },
    ],
    [
      'a crowd at the start that is not served',
      'I10 NOT_SERVED',
      () => {
        const history = createHistory({ stock: 4 });
        history.sale.startsAt += 60_000;
        history.join('ada');
        history.wait(61_001);
        return { history };
      },
    ],
  ])('%s', (_, code, plant) => {
    expect(codes(plant())).toContain(code);
  });
});

describe('what is no violation', () => {
  test('a lobby that waits for the start', () => {
    const history = createHistory({ stock: 4 });
    history.sale.startsAt += 60_000;
    history.join('ada', 'bob');
    history.wait(60_500);
    history.grant();
    expect(codes({ history })).toEqual([]);
  });

  test('a second of waiting that had a reason', () => {
    const history = usual();
    history.leave('ada');
    const from = history.now();
    history.wait(30_000);
    const exempt = [{ from, to: from + 30_000 }];
    expect(codes({ history })).toEqual(['I10 NOT_SERVED']);
    expect(codes({ history, options: { exempt } })).toEqual([]);
    expect(codes({ history, options: { lateMs: 40_000 } })).toEqual([]);
  });

  test('orders on their way: committed and not settled, refunded and not returned', () => {
    const history = usual();
    history.claim('ada');
    history.commit('ada');
    expect(codes({ history })).toEqual([]);
    const bought = history.orders[0];
    if (bought) {
      Object.assign(bought, { live: false, unitReturn: 'pending' });
    }
    history.sale.currentQuantity += 1;
    expect(codes({ history })).toEqual([]);
  });

  test('stock on its way', () => {
    const up = usual();
    up.sale.stock += 5;
    up.sale.currentQuantity += 5;
    up.sale.adjusts = [{ by: 5, state: 'pending' }];
    expect(codes({ history: up })).toEqual([]);
  });

  test('an order whose claim was lost with Redis, made known again from its record', () => {
    const history = usual();
    history.claim('ada');
    history.commit('ada');
    const cut = history.entries.length - 1;
    const before = history.entries.slice(0, cut);
    const again = createHistory({ stock: 4 });
    for (const { n: _, at: __, ...change } of before.slice(1)) {
      again.log(change as never);
    }
    again.orders.push(...history.orders);
    again.sale.currentQuantity = history.sale.currentQuantity;
    again.adopt('rebuild');
    const ada = history.orders.at(-1);
    if (ada) {
      again.log({ type: 'settle', buyer: 'ada', unit: ada.unit, attempt: ada.fence });
    }
    expect(codes({ history: again, options: { graceMs: 0 } })).toEqual([]);
  });
});

test.each([
  ['who owns a unit is ended by a restore', 'dan', false],
  ['who owns none is lost', 'bob', true],
])('a hold that a restore ends of a buyer %s', (_what, buyer, isLost) => {
  const history = createHistory({ stock: 5 });
  history.join('dan');
  history.grant();
  history.buy('dan');
  // As if the unit had been freed by hand.
  history.join('ada', 'dan', 'bob');
  history.grant();
  const { seq = 0 } = history.fold.holds.get(buyer) ?? {};
  history.adopt('rebuild');
  const told = history.entries.filter((one) => one.type !== 'rehold' || one.buyer !== buyer);
  const entries = told.map((one, i) => ({ ...one, n: i + 1 }));
  const ended = withEntry({ type: 'leave', buyer, seq, unit: null }, { ...history, entries });
  expect(codes(ended).includes('I9 PLACE_LOST')).toBe(isLost);
});

test.each(['adopt', 'rebuild'] as const)(
  'a unit that was made in an epoch whose log is lost is known by its order, after an epoch that began by %s',
  (how) => {
    const history = createHistory({ stock: 1 });
    // The stock was two more for a while, in an epoch of which no entry was stored.
    history.sale.epoch = 3;
    history.log({ type: 'adopt', epoch: 3, how, mark: BASE, stock: 1 });
    history.log({ type: 'settle', buyer: 'ada', unit: 3, attempt: 2 * BASE + 4 });
    expect(codes({ history })).not.toContain('I1 UNIT_UNKNOWN');
    history.log({ type: 'refund', buyer: 'ada', unit: 3, fence: 2 * BASE + 4 });
    history.log({ type: 'settle', buyer: 'bob', unit: 4, attempt: 3 * BASE + 1 });
    expect(codes({ history })).toContain('I1 UNIT_UNKNOWN');
  },
);
