import { keysOf } from '@flash/reservation';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { crowdOf } from '../testing/crowd.ts';
import { payingOf } from '../testing/payment.ts';
import {
  onThisMachine,
  openStage,
  type Stage,
  type StagedWorker,
  until,
} from '../testing/stage.ts';

let stage: Stage;
let worker: StagedWorker;

beforeAll(async () => {
  stage = await openStage();
});
beforeEach(async () => {
  worker = await stage.startWorker();
});
afterEach(() => worker.stop());
afterAll(() => stage.close());

describe('what an admin began and a crash cut off is finished', () => {
  test('rules that reached MongoDB reach Redis', async () => {
    const sale = await stage.openSale();
    const crowd = crowdOf(stage, sale.id);
    await stage.db.sales.update(sale.id, { paused: { reason: 'a check', since: Date.now() } });
    await until('paused', async () => (await crowd.shot()).paused);
    await crowd.join(2);
    await stage.db.sales.update(sale.id, { paused: null });
    await until('resumed, and the line is served', async () => (await crowd.held()) === 2);
    await stage.db.sales.update(sale.id, { status: 'ended' });
    await until('closed', async () => (await crowd.shot()).closed);
  });

  test('rules that a restore by an older release left out reach Redis', async () => {
    const sale = await stage.openSale({ placesPerNetwork: 7, holdsBeforeWait: 3 });
    const { meta } = keysOf(sale.id);
    const known = () => stage.redis.hmget(meta, 'placesPerNetwork', 'holdsBeforeWait');
    await stage.redis.hdel(meta, 'placesPerNetwork', 'holdsBeforeWait');
    await until('both are back', async () => (await known()).join() === '7,3');
  });

  test('stock that MongoDB was promised more of is handed out', async () => {
    const sale = await stage.openSale({ startingQuantity: 2 });
    const crowd = crowdOf(stage, sale.id);
    await crowd.join(5);
    await stage.db.sales.beginAdjust(sale.id, { id: 'up', by: 2 });
    await until('four hold', async () => (await crowd.held()) === 4);
    await until('it is done', async () => (await adjustOf(sale.id, 'up')) === 'done');
    await stage.audit(sale.id, await onThisMachine(5_000));
  });

  test('stock that has to go goes once, or is refused with what is possible', async () => {
    const sale = await stage.openSale({ startingQuantity: 5 });
    const crowd = crowdOf(stage, sale.id);
    await crowd.join(2);
    await until('two hold', async () => (await crowd.held()) === 2);
    await stage.db.sales.beginAdjust(sale.id, { id: 'down', by: -2 });
    await until('it is done', async () => (await adjustOf(sale.id, 'down')) === 'done');
    await stage.db.sales.beginAdjust(sale.id, { id: 'too-much', by: -2 });
    await until('it is refused', async () => (await adjustOf(sale.id, 'too-much')) === 'refused');
    expect(await stage.db.sales.get(sale.id)).toMatchObject({ stock: 3, currentQuantity: 3 });
    expect(await crowd.shot()).toMatchObject({ stock: 3, free: 1, held: 2 });
    await stage.audit(sale.id, await onThisMachine(5_000));
  });

  test('a unit of a refunded order goes to the next in line, and the money back', async () => {
    const sale = await stage.openSale({ startingQuantity: 1 });
    const crowd = crowdOf(stage, sale.id);
    const [ada = '', bob = ''] = await crowd.join(2);
    await until('ada holds', async () => (await crowd.place(ada)).state === 'held');
    const order = await payingOf(stage, sale).buy(ada);
    await until('captured', async () => (await paymentOf(order.id)) === 'captured');
    await stage.db.orders.refund(order.id, { returnUnit: true });
    await until('bob holds', async () => (await crowd.place(bob)).state === 'held');
    await until('refunded', async () => (await paymentOf(order.id)) === 'refunded');
    await stage.audit(sale.id, await onThisMachine(5_000));
  });

  test('a sale that Redis was never told of can be joined', async () => {
    const known = await stage.openSale({ startingQuantity: 3 });
    await stage.engine.drop(known.id);
    const crowd = crowdOf(stage, known.id);
    await until('it can be joined', async () => {
      return (await stage.engine.snapshot(known.id)).kind === 'snapshot';
    });
    await crowd.join(3);
    await until('three hold', async () => (await crowd.held()) === 3);
  });

  test('nothing of an archived sale stays in Redis', async () => {
    const sale = await stage.openSale({ startingQuantity: 3 });
    const crowd = crowdOf(stage, sale.id);
    await crowd.join(5);
    await until('three hold', async () => (await crowd.held()) === 3);
    const { n } = await crowd.shot();
    await stage.db.sales.update(sale.id, { status: 'archived' });
    await until('the keys are gone', () => isGone(sale.id));
    expect((await stage.db.blocks.last(sale.id))?.to).toBeGreaterThanOrEqual(n);
    expect(
      (await worker.metrics.units.get()).values.map(({ labels }) => labels.sale),
    ).not.toContain(sale.id);
  });
});

describe('a sale that leaves', () => {
  test('has the rest of its log stored before its keys go, also while another worker leads the writing', async () => {
    await worker.stop();
    const sale = await stage.openSale({ startingQuantity: 3, lobbyOpensAt: 0 });
    await crowdOf(stage, sale.id).join(5, { wake: false });
    const { n } = await crowdOf(stage, sale.id).shot();
    await stage.redis.set(`fslead:blocks:${sale.id}`, 'another worker', 'EX', 60);
    await stage.db.sales.update(sale.id, { status: 'archived' });
    worker = await stage.startWorker();
    await until('the keys are gone', () => isGone(sale.id));
    expect((await stage.db.blocks.last(sale.id))?.to).toBeGreaterThanOrEqual(n);
  });

  test('by being archived lets go of the money that an attempt without a record reserved', async () => {
    await worker.stop();
    const sale = await stage.openSale();
    const attempt = { saleId: sale.id, attempt: 1_000_000_007 };
    const paid = { ...attempt, amount: 100, currency: 'EUR', token: 'ok', buyer: 'ada' };
    expect(await stage.payment.authorise(paid)).toMatchObject({ kind: 'authorised' });
    await stage.db.sales.update(sale.id, { status: 'archived' });
    worker = await stage.startWorker();
    await until('the keys are gone', () => isGone(sale.id));
    await until('the money is let go', async () => {
      return (await stage.payment.openAuthorisations(sale.id)).length === 0;
    });
  });

  test('by being deleted while no worker ran leaves nothing in Redis', async () => {
    await worker.stop();
    const sale = await stage.openSale();
    await crowdOf(stage, sale.id).join(2, { wake: false });
    expect(await stage.db.sales.remove(sale.id, sale)).toEqual({ kind: 'removed' });
    worker = await stage.startWorker();
    await until('the keys are gone', () => isGone(sale.id));
    await until('it is not looked for again', async () => {
      return !(await stage.db.sales.removed(1_000)).includes(sale.id);
    });
  });

  test('by being deleted is cleaned up while the payment provider fails for another deleted sale', async () => {
    await worker.stop();
    const [poisoned, sale] = [await stage.openSale(), await stage.openSale()];
    await stage.db.sales.remove(poisoned.id, { epoch: 1 });
    await stage.db.sales.remove(sale.id, { epoch: 1 });
    let isBroken = true;
    const { openAuthorisations } = stage.payment;
    const payment = {
      ...stage.payment,
      openAuthorisations: async (saleId: string) => {
        if (isBroken && saleId === poisoned.id) {
          throw new Error('no answer');
        }
        return openAuthorisations(saleId);
      },
    };
    worker = await stage.startWorker({}, { payment });
    await until('the keys are gone', () => isGone(sale.id));
    expect(await isGone(poisoned.id)).toBe(false);
    isBroken = false;
    await until('the keys of the other one are gone', () => isGone(poisoned.id));
    await until('neither is looked for again', async () => {
      return (await stage.db.sales.removed(1_000)).length === 0;
    });
  });
});

async function isGone(saleId: string): Promise<boolean> {
  return (await stage.redis.exists(...Object.values(keysOf(saleId)))) === 0;
}

describe('a sale that ends', () => {
  test('takes back what is held, where the sale says so', async () => {
    const sale = await stage.openSale({
      startingQuantity: 3,
      endsAt: Date.now() + 1_500,
      honourHoldsAfterEnd: false,
    });
    const crowd = crowdOf(stage, sale.id);
    await crowd.join(2);
    await until('two hold', async () => (await crowd.held()) === 2);
    await until('no unit is held', async () => (await crowd.held()) === 0);
    const { now } = await crowd.shot();
    expect(now - sale.endsAt).toBeLessThan(await onThisMachine(1_000));
  });

  test('lets each holder pay, where the sale honours holds', async () => {
    const sale = await stage.openSale({ startingQuantity: 3, endsAt: Date.now() + 1_000 });
    const crowd = crowdOf(stage, sale.id);
    const [ada = ''] = await crowd.join(2);
    await until('two hold', async () => (await crowd.held()) === 2);
    await until('the end', async () => (await crowd.shot()).now > sale.endsAt + 500);
    await payingOf(stage, sale).buy(ada);
    expect((await crowd.place(ada)).state).toBe('sold');
  });
});

describe('the clock of Redis', () => {
  test('that was set back by a minute takes the holds along', async () => {
    const sale = await stage.openSale({ startingQuantity: 2 });
    const crowd = crowdOf(stage, sale.id);
    const [ada = ''] = await crowd.join(1);
    await until('ada holds', async () => (await crowd.held()) === 1);
    const { expiresAt } = await crowd.hold(ada);
    // What a state looks like that was written a minute ahead of the time of now.
    const { meta } = keysOf(sale.id);
    const ahead = Number(await stage.redis.hget(meta, 'lastNow')) + 60_000;
    await stage.redis.hset(meta, 'lastNow', ahead);
    await until('a new epoch', async () => {
      const shot = await stage.engine.snapshot(sale.id);
      return shot.kind === 'snapshot' && shot.epoch === 2;
    });
    const moved = (await crowd.hold(ada)).expiresAt - expiresAt;
    expect(moved).toBeGreaterThan(-62_000);
    expect(moved).toBeLessThan(-58_000);
    await crowd.join(1, { prefix: 'next' });
    await until('the line is served', async () => (await crowd.held()) === 2);
  });
});

describe('a row of the audit log whose process died', () => {
  const rowFor = async (saleId: string, subject: string, at: number) => {
    const shot = await stage.engine.snapshot(saleId);
    const action = { action: 'buyer.release', saleId, subject, reason: 'Asked for by phone' };
    const row = {
      ...action,
      at,
      actor: { id: 'ann', email: null, role: 'operator' as const },
      before: null,
      after: null,
      ip: null,
      requestId: null,
    };
    return stage.db.audit.begin(row, shot.kind === 'snapshot' ? shot.n : null);
  };
  const outcomeOf = async (saleId: string, id: string) => {
    const { items } = await stage.db.audit.list({ saleId });
    return items.find((row) => row.id === id)?.outcome;
  };

  test('learns from the log of the sale whether the change was made', async () => {
    const sale = await stage.openSale({ startingQuantity: 2 });
    const crowd = crowdOf(stage, sale.id);
    const [ada = '', bob = ''] = await crowd.join(2);
    await until('both hold', async () => (await crowd.held()) === 2);
    const [young, old] = [Date.now() - 6_000, Date.now() - 700_000];
    const made = await rowFor(sale.id, ada, young);
    const notYet = await rowFor(sale.id, bob, young);
    const never = await rowFor(sale.id, bob, old);
    await stage.engine.release(sale.id, { buyer: ada });
    await until('told', async () => (await outcomeOf(sale.id, made)) === 'done', 15_000);
    await until('given up', async () => (await outcomeOf(sale.id, never)) === 'unknown', 15_000);
    expect(await outcomeOf(sale.id, notYet)).toBe('pending');
  });
});

describe('a place in an idle sale', () => {
  test('for which no worker was woken is still stored', async () => {
    const now = Date.now();
    const sale = await stage.openSale({ lobbyOpensAt: now + 500, startsAt: now + 60_000 });
    await until('the lobby opens', async () => {
      const shot = await stage.engine.snapshot(sale.id);
      return shot.kind === 'snapshot' && shot.now > sale.lobbyOpensAt + 1_500;
    });
    await stage.engine.join(sale.id, { buyer: 'early', bearer: false });
    const ms = await until('the place is stored', async () => {
      return ((await stage.db.blocks.last(sale.id))?.to ?? 0) >= 2;
    });
    expect(ms).toBeLessThan(await onThisMachine(2_000));
  });
});

async function adjustOf(saleId: string, id: string): Promise<string | undefined> {
  const sale = await stage.db.sales.get(saleId);
  return sale?.adjusts.find((change) => change.id === id)?.state;
}

async function paymentOf(orderId: string): Promise<string | undefined> {
  return (await stage.db.orders.byId(orderId))?.payment;
}
