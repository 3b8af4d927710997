import type { Order, Sale } from '@flash/database';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AppError } from '../../../errors.ts';
import { createConfirming } from './confirm.ts';

const sale = { id: 's', currency: 'EUR', status: 'OnSchedule' } as Sale;
const claimed = {
  ...{ kind: 'claimed', attempt: 8, epoch: 1 },
  hold: { buyer: 'ada', unit: 3, seq: 5, price: 900 },
};
const elsewhere = { kind: 'in_progress', attempt: 8 };
const soldTo = { kind: 'sold', orderId: 'own' };
const memory = { kind: 'unavailable', why: 'memory' };
const refusedFor = (why: string) => ({ kind: 'refused', why });
const placed = (place: object, counts: object = {}) => ({
  ...{ kind: 'seen', place },
  seen: { free: 0, held: 0, claimed: 0, ...counts },
});

interface World {
  /** What Redis answers to each claim, one after the other; `never`: nothing. */
  claims: (object | 'never')[];
  /** How long the first claim takes. */
  claimMs: number;
  paid: object | Promise<object>;
  commit: object;
  voided: object;
  /** The seq of the place that the request proved, and that of the order. */
  provedSeq: number | null;
  order: { seq: number } | null;
  liveOfBuyer: object | null;
  seen: object;
}

/** One press on the button, and another one at the same moment where it is asked for. */
function setup(changes: Partial<World> = {}) {
  const world: World = {
    ...{ claims: [claimed], claimMs: 0, paid: { kind: 'authorised' }, voided: { kind: 'held' } },
    ...{ commit: { kind: 'committed', order: { id: 'own' } }, provedSeq: 5, order: { seq: 5 } },
    ...{ liveOfBuyer: null, seen: memory, ...changes },
  };
  const asked: object[] = [];
  let payments = 0;
  let watchers = 0;
  let tell = () => {};
  const deps = {
    engine: {
      async claim(_sale: string, { token: _drawn, ...options }: Record<string, unknown>) {
        asked.push(options);
        vi.advanceTimersByTime(asked.length === 1 ? world.claimMs : 0);
        const answer = world.claims.shift() ?? soldTo;
        return answer === 'never' ? new Promise(() => {}) : answer;
      },
      renew: async () => ({ kind: 'renewed' }),
      settle: async () => ({ kind: 'settled' }),
      void: async () => world.voided,
    },
    db: {
      orders: {
        byFence: async () => ({ kind: 'void' }),
        insertVoid: async () => ({ kind: 'void' }),
        liveByBuyer: async () => world.liveOfBuyer,
        setPayment: async () => {},
      },
    },
    committer: { commit: async () => world.commit },
    payment: {
      async authorise() {
        payments += 1;
        return world.paid;
      },
      cancel: async () => ({ kind: 'cancelled' }),
    },
    orders: { keep() {}, byId: async (id: string) => world.order && { id, ...world.order } },
    captures: { add() {}, idle: async () => {} },
    gate: { writeOrder: (work: () => Promise<unknown>) => work() },
    positions: async () => world.seen,
    personal: {
      watch(_sale: string, _buyer: string, listener: () => void) {
        watchers += 1;
        tell = listener;
        return () => {
          watchers -= 1;
        };
      },
    },
    log: { warn() {}, error() {} },
    crash: () => {},
  } as unknown as Parameters<typeof createConfirming>[0];
  const { confirm, idle } = createConfirming(deps);
  const who = { buyer: 'ada', seq: world.provedSeq, email: 'ada@example.org' };
  /** The order, or the refusal in words. */
  const press = () =>
    confirm(sale, who, { paymentToken: 'tok', contact: null }).then(
      (order: Order) => order.id,
      ({ code, extra }: AppError) => ({ code, ...extra }),
    );
  return {
    ...{ press, idle, asked, tell: () => tell() },
    seen: () => ({ claims: asked.length, payments, watchers }),
  };
}

async function pressed(changes: Partial<World>) {
  const pressing = setup(changes).press();
  await vi.advanceTimersByTimeAsync(0);
  return pressing;
}

beforeEach(() =>
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'],
  }),
);
afterEach(() => vi.useRealTimers());

describe('an order', () => {
  test('that is written, or was before, is answered to its buyer', async () => {
    expect(await pressed({})).toBe('own');
    expect(await pressed({ claims: [soldTo] })).toBe('own');
    expect(await pressed({ claims: [soldTo], provedSeq: null })).toBe('own');
  });

  test('of another place of the same e-mail is not shown', async () => {
    expect(await pressed({ order: { seq: 9 } })).toEqual({ code: 'NO_HOLD' });
  });

  test('that cannot be read now is told later', async () => {
    expect(await pressed({ order: null })).toEqual({ code: 'CONFIRM_PENDING' });
  });

  test('is asked for with the place that was proved, which an account has not', async () => {
    const guest = setup();
    await guest.press();
    const asked = { buyer: 'ada', fence: undefined, leaseMs: 5_000 };
    expect(guest.asked).toEqual([{ ...asked, seq: 5 }]);
    const account = setup({ provedSeq: null });
    await account.press();
    expect(account.asked).toEqual([{ ...asked, seq: undefined }]);
  });
});

describe('a buyer is told', () => {
  const declined = { paid: { kind: 'declined' } };

  test.each<[string, Partial<World>, object]>([
    ['of a declined payment', declined, { code: 'PAYMENT_DECLINED', isOutcome: true }],
    [
      'when to pay again after many of them',
      { ...declined, voided: { kind: 'held', retryAfterMs: 30 } },
      {
        ...{ code: 'PAYMENT_DECLINED', isOutcome: true, retryAfterMs: 30 },
        detail: expect.stringContaining('wait a moment'),
      },
    ],
    [
      'that too many were declined',
      { ...declined, voided: { kind: 'freed', tooManyDeclines: true } },
      { code: 'HOLD_EXPIRED', isOutcome: true, detail: expect.stringContaining('Too many') },
    ],
    [
      'that the time was over',
      { ...declined, voided: { kind: 'freed' } },
      { code: 'HOLD_EXPIRED', isOutcome: true },
    ],
    ['that all is sold', { commit: { kind: 'sold_out' } }, { code: 'SOLD_OUT', isOutcome: true }],
    ['that the sale is being restored', { commit: { kind: 'epoch' } }, { code: 'RESTORING' }],
    ['that the outcome is open', { paid: { kind: 'unknown' } }, { code: 'CONFIRM_PENDING' }],
    [
      'to wait before the next payment, as nothing was tried',
      { claims: [{ kind: 'wait', retryAt: 1_040, now: 1_000 }] },
      {
        ...{ code: 'PAYMENT_DECLINED', retryAfterMs: 40 },
        detail: expect.stringContaining('wait a moment'),
      },
    ],
  ])('%s', async (_what, changes, refusal) => {
    expect(await pressed(changes)).toEqual(refusal);
  });
});

describe('without a hold, a buyer is told', () => {
  const expired = { state: 'expired', seq: 5 };
  const held = { state: 'held', hold: { seq: 5 } };

  test.each<[string, string, object, string]>([
    ['that the hold is another one', 'wrong_fence', memory, 'WRONG_HOLD'],
    ['that the sale is over', 'ended', memory, 'SALE_ENDED'],
    ['that there is none, when the place cannot be read', 'no_hold', memory, 'NO_HOLD'],
    ['that its time is over', 'no_hold', placed(expired), 'HOLD_EXPIRED'],
    ['that its time was over a moment ago', 'expired', placed(held), 'HOLD_EXPIRED'],
    [
      'nothing of a place that was not proved',
      'no_hold',
      placed({ ...expired, seq: 9 }, { free: 1 }),
      'NO_HOLD',
    ],
    ['that all is sold', 'no_hold', placed({ state: 'none' }), 'SOLD_OUT'],
    [
      'that there is none, while a unit is free',
      'no_hold',
      placed({ state: 'none' }, { free: 1 }),
      'NO_HOLD',
    ],
    [
      'that there is none, while a unit may come back',
      'no_hold',
      placed({ state: 'none' }, { held: 1 }),
      'NO_HOLD',
    ],
  ])('%s', async (_what, why, seen, code) => {
    expect(await pressed({ claims: [refusedFor(why)], seen })).toEqual({ code });
  });
});

describe('while Redis cannot tell', () => {
  test('an order that exists is answered', async () => {
    expect(await pressed({ claims: [memory], liveOfBuyer: { id: 'live' } })).toBe('live');
  });

  test('a buyer without one is told why', async () => {
    expect(await pressed({ claims: [memory] })).toEqual({ code: 'BUSY', retryAfterMs: 2_000 });
  });

  test('a buyer waits for its answer for three and a half seconds', async () => {
    const pressing = setup({ claims: ['never'] }).press();
    let isDone = false;
    void pressing.then(() => {
      isDone = true;
    });
    await vi.advanceTimersByTimeAsync(3_499);
    expect(isDone).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await pressing).toEqual({ code: 'CONFIRM_PENDING' });
  });
});

describe('a hold that a void left to its buyer', () => {
  const voided = { commit: { kind: 'unknown' } };

  test('is claimed again at once', async () => {
    const { press, seen } = setup({ ...voided, claims: [claimed, soldTo] });
    expect(await press()).toBe('own');
    expect(seen()).toEqual({ claims: 2, payments: 1, watchers: 0 });
  });

  test('is left to the next press when the time of this one is over', async () => {
    const { press, seen } = setup({ ...voided, claims: [claimed, soldTo], claimMs: 5_000 });
    expect(await press()).toEqual({ code: 'CONFIRM_PENDING' });
    expect(seen().claims).toBe(1);
  });
});

describe('a second press', () => {
  test('in the same process waits for the outcome of the first, and pays nothing', async () => {
    let pay = (_paid: object) => {};
    const paid = new Promise<object>((resolve) => {
      pay = resolve;
    });
    const { press, seen } = setup({ claims: [claimed, elsewhere], paid });
    const first = press();
    await vi.advanceTimersByTimeAsync(0);
    const second = press();
    await vi.advanceTimersByTimeAsync(0);
    expect(seen()).toEqual({ claims: 2, payments: 1, watchers: 0 });
    pay({ kind: 'authorised' });
    expect(await Promise.all([first, second])).toEqual(['own', 'own']);
  });

  test('while another process pays looks again when it hears of a change, or after a quarter of a second', async () => {
    const { press, seen, tell } = setup({ claims: [elsewhere, elsewhere, soldTo] });
    const pressing = press();
    await vi.advanceTimersByTimeAsync(249);
    expect(seen()).toEqual({ claims: 1, payments: 0, watchers: 1 });
    tell();
    await vi.advanceTimersByTimeAsync(249);
    expect(seen()).toEqual({ claims: 2, payments: 0, watchers: 1 });
    await vi.advanceTimersByTimeAsync(1);
    expect(await pressing).toBe('own');
    expect(seen()).toEqual({ claims: 3, payments: 0, watchers: 0 });
  });

  test('while another process pays waits five seconds at most', async () => {
    const { press, seen } = setup({ claims: Array(99).fill(elsewhere) });
    const pressing = press();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await pressing).toEqual({ code: 'CONFIRM_PENDING' });
    expect(seen()).toMatchObject({ claims: 20, watchers: 0 });
  });
});

test('a process is idle when no attempt is under way', async () => {
  const { press, idle } = setup();
  const pressing = press();
  await vi.advanceTimersByTimeAsync(0);
  await idle();
  expect(await pressing).toBe('own');
});
