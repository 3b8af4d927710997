import type { Snapshot } from '@flash/reservation';
import { expectCleanSale, waitFor } from '@flash/testing';
import { guestBuyer } from '../apps/api/src/app/services/shared/buyer-digests.ts';
import type { Crowd } from './bots.ts';
import type { Fault } from './faults/fault.ts';
import { GRACE_MS, type World } from './world.ts';

export interface Trial {
  world: World;
  saleId: string;
  crowd: Crowd;
  faults: readonly Fault[];
  /** From the first harm to the end of the last one, by the clock of MongoDB's host. */
  harmed: { from: number; to: number };
}

/** What a sale owes for so long after the last fault has ended: I6 and I10 allow 5 s under faults. */
const LATE_MS = 5_000;
const always = { from: 0, to: Number.MAX_SAFE_INTEGER };
const REST_MS = 20_000;

interface RecordDoc {
  _id: unknown;
  kind: 'order' | 'void';
  fence: number;
  buyer: string;
  email?: string;
  status?: string;
  payment: string;
  unitReturn?: string | null;
}

interface PaymentDoc {
  attempt: number;
  state: string;
}

/** Everything that was broken in a round, in words: the log, the orders, the money, and what buyers were told. */
export async function judge(trial: Trial): Promise<string[]> {
  const { world, saleId, crowd, faults, harmed } = trial;
  const breaches = [...crowd.breaches, ...(await judgeEnds(trial))];
  await atRest(trial).catch((error: Error) => breaches.push(`NOT_AT_REST ${error.message}`));
  const isClockSet = faults.some(({ setsClock }) => setsClock);
  const isLossy = faults.some(({ loses }) => loses);
  await expectCleanSale({
    saleId,
    engine: world.own.engine,
    database: world.own.database,
    operations: crowd.operations(),
    options: {
      lateMs: LATE_MS,
      graceMs: GRACE_MS,
      exempt: [isClockSet ? always : { from: harmed.from, to: harmed.to + LATE_MS }],
    },
    replay: {
      buyers: await buyersOf(trial),
      mayLose: isLossy,
      isDamaged: faults.some(({ damages }) => damages),
    },
  }).catch((error: Error) => breaches.push(...error.message.split('\n')));
  breaches.push(...(await judgeMoney(trial)), ...(await judgeOrders(trial)));
  if (!isLossy && crowd.ends()['locked out'] > 0) {
    breaches.push('LOCKED_OUT a buyer who repeated a request was refused for want of proof');
  }
  for (const app of world.apps) {
    breaches.push(...app.surprises());
  }
  return (await mayStandStill(trial)) ? breaches.filter(isOfUnitsAndMoney) : breaches;
}

/** As the log names each of the crowd, also one who was never told of a place. */
async function buyersOf({ world, saleId, crowd }: Trial): Promise<Map<string, string>> {
  const sale = await world.own.database.sales.get(saleId);
  const named = crowd.operations().map(({ buyer }): [string, string] => {
    return [buyer, (sale && guestBuyer(sale, buyer)) ?? ''];
  });
  return new Map(named.filter(([, buyer]) => buyer !== ''));
}

/** Keys that were deleted by hand may stop the sale until a person has looked: it is told, and sells nothing more. */
async function mayStandStill({ world, saleId, faults }: Trial): Promise<boolean> {
  const shot = await world.own.engine.snapshot(saleId);
  return faults.some(({ damages }) => damages) && shot.kind === 'snapshot' && shot.halted !== '';
}

/** What holds even then: no unit has two owners, each order is one that was told, and its money was moved. */
const isOfUnitsAndMoney = (breach: string) => /^(?:I1|I5|MONEY|\/|\w+-\d ended)/.test(breach);

/** Each buyer has to be led to an end: an order, or the word that there is none. */
async function judgeEnds({ world, saleId, crowd }: Trial): Promise<string[]> {
  const unfinished = crowd.unfinished();
  if (unfinished.length === 0) {
    return [];
  }
  const shot = await world.own.engine.snapshot(saleId);
  const { free, held, claimed, sold, waiting, halted, now, nextExpiryAt } = shot as Snapshot;
  const state = JSON.stringify({ free, held, claimed, sold, waiting, halted, now, nextExpiryAt });
  const some = unfinished.slice(0, 3).join(', ');
  return [`STUCK ${unfinished.length} buyers came to no end, such as ${some}; sale ${state}`];
}

/** Until both stores and the payment provider have nothing left to do by themselves. */
async function atRest(trial: Trial): Promise<void> {
  let left: string[] = [];
  try {
    await waitFor(
      async () => {
        left = await pendingWork(trial);
        return left.length === 0;
      },
      { timeoutMs: REST_MS, intervalMs: 100, what: 'the sale to come to rest' },
    );
  } catch (error) {
    throw new Error(left.join('; ') || String(error));
  }
}

async function pendingWork({ world, saleId }: Trial): Promise<string[]> {
  const { engine, database } = world.own;
  const shot = await engine.snapshot(saleId);
  const sale = await database.sales.get(saleId);
  if (!sale || shot.kind === 'unavailable') {
    return [sale ? `the sale is not served: ${JSON.stringify(shot)}` : 'the sale is gone'];
  }
  const { records, payments } = await readMoney(world, saleId);
  const isServing = !shot.paused && !shot.closed && shot.now < shot.endsAt;
  const found: [boolean, string][] = [
    [shot.halted !== '', `the sale is halted: ${shot.halted}`],
    [shot.n !== shot.storedN, `the log is at ${shot.n} and stored to ${shot.storedN}`],
    [shot.epoch !== sale.epoch, `epoch ${shot.epoch} in Redis, ${sale.epoch} in MongoDB`],
    [sale.restoring !== null, 'the sale is being restored'],
    [shot.claimed > 0, `${shot.claimed} claims are undecided`],
    [isServing && shot.free > 0 && shot.waiting > 0, `${shot.free} free, ${shot.waiting} wait`],
    [shot.version < sale.version, 'Redis has old rules'],
    [sale.adjusts.some(({ state }) => state === 'pending'), 'a change of stock is unfinished'],
    [records.some(({ payment }) => payment.endsWith('pending')), 'a payment is unfinished'],
    [records.some(({ payment }) => payment === 'authorised'), 'a payment is not captured'],
    [records.some(({ unitReturn }) => unitReturn === 'pending'), 'a unit was not given back'],
    [payments.some(({ state }) => state === 'authorised'), 'money is still reserved'],
  ];
  return found.flatMap(([isPending, what]) => (isPending ? [what] : []));
}

async function readMoney({ own }: World, saleId: string) {
  const { db } = own.database;
  const sale = await db.collection('sandboxpayments').find({}).toArray();
  const all = await db.collection('orders').find({}).toArray();
  const isOwn = ({ flashSaleId }: Record<string, unknown>) => String(flashSaleId) === saleId;
  return {
    records: all.filter(isOwn) as unknown as RecordDoc[],
    payments: sale.filter(isOwn) as unknown as PaymentDoc[],
  };
}

/** The provider moved exactly the money that the records speak of. */
async function judgeMoney({ world, saleId }: Trial): Promise<string[]> {
  const { records, payments } = await readMoney(world, saleId);
  const states = new Map(payments.map(({ attempt, state }) => [attempt, state]));
  const wrong: string[] = [];
  for (const { kind, fence, status } of records) {
    const paid = states.get(fence);
    states.delete(fence);
    const isRight =
      kind === 'void'
        ? paid !== 'authorised' && paid !== 'captured'
        : status === 'paid'
          ? paid === 'captured'
          : paid === 'refunded' || paid === 'cancelled';
    if (!isRight) {
      wrong.push(`MONEY ${kind} ${fence} (${status ?? 'no order'}) has a payment ${paid}`);
    }
  }
  for (const [attempt, state] of states) {
    if (state === 'captured') {
      wrong.push(`MONEY attempt ${attempt} is captured without a record`);
    }
  }
  return wrong;
}

/** I5: each 200 on confirm stands for one order of that buyer. */
async function judgeOrders({ world, saleId, crowd }: Trial): Promise<string[]> {
  const { records } = await readMoney(world, saleId);
  const owners = new Map(records.map(({ _id, email }) => [String(_id), email]));
  return [...crowd.orders].flatMap(([email, orderId]) =>
    owners.get(orderId) === email ? [] : [`I5 ${email} was told of ${orderId}, which is not so`],
  );
}
