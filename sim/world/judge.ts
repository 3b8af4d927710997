import { type AuditedOrder, audit, type LogEntry } from '@flash/fairness';
import { keysOf } from '@flash/reservation';
import { readHistory } from '../../libs/testing/src/audit/audit-sale.ts';
import type { Doc } from '../stores/mongo-query.ts';
import type { Answers } from './history.ts';
import type { World } from './world.ts';

/** An invariant that a history broke (design: I1 to I12), or a promise to a client. */
export interface Finding {
  code: string;
  detail: string;
}

const UNFINISHED = ['authorised', 'capture pending', 'cancel pending', 'refund pending'];

/** What still has to happen by itself, in words; empty: both stores and the provider are at rest. */
export function pendingWork({ redis, mongo, payments, saleId }: World): string[] {
  const keys = keysOf(saleId);
  const fields = ['n', 'storedN', 'epoch', 'run', 'halted', 'paused', 'closed', 'version'];
  const values = redis.run(['HMGET', keys.meta, ...fields]) as (string | null)[];
  const meta = Object.fromEntries(fields.map((field, at) => [field, values[at] ?? '']));
  const count = (name: string, key: string) => Number(redis.run([name, key]));
  const sale = mongo.find('flashsales', {}, {})[0] as Doc & {
    epoch: number;
    version: number;
    endsAt: Date;
    restoring: unknown;
    adjusts: { state: string }[];
  };
  const records = mongo.find('orders', {}, {});
  const free = Number(redis.run(['GET', keys.inventory]) ?? 0);
  const waiting = count('ZCARD', keys.line);
  const isServing = meta.paused === '0' && meta.closed === '0';
  const found: [boolean, string][] = [
    [meta.run !== redis.replid, `the sale is of another server or frozen: ${meta.run}`],
    [meta.halted !== '', `the sale is halted: ${meta.halted}`],
    [meta.n !== meta.storedN, `the log is at ${meta.n} and stored to ${meta.storedN}`],
    [Number(meta.epoch) !== sale.epoch, `epoch ${meta.epoch} in Redis, ${sale.epoch} in MongoDB`],
    [sale.restoring !== null, 'the sale is being restored'],
    [count('ZCARD', keys.claims) > 0, 'a claim was not decided'],
    [isServing && free > 0 && waiting > 0, `${free} units are free while ${waiting} wait`],
    [Number(meta.version) < sale.version, 'Redis has old rules'],
    [
      sale.adjusts.some(({ state }) => state === 'pending' || state === 'deciding'),
      'a change of stock was not finished',
    ],
    [
      records.some(({ payment }) => UNFINISHED.includes(String(payment))),
      'a payment was not finished',
    ],
    [records.some(({ unitReturn }) => unitReturn === 'pending'), 'a unit was not given back'],
    [
      [...payments.values()].some(({ state }) => state === 'authorised'),
      'money is reserved and neither captured nor released',
    ],
  ];
  return found.flatMap(([isPending, what]) => (isPending ? [what] : []));
}

export const isAtRest = (world: World) => pendingWork(world).length === 0;

/** Alerts that say that two stores contradict each other; none of the faults here may bring that about. */
const CONTRADICTIONS = new Set(['record', 'audit', 'stock', 'payment']);

/** Judges a history that has come to rest. */
export async function judge(
  world: World,
  answers: Answers,
  facts: { losses: number; restarts: number; damages: number; early: readonly string[] },
): Promise<Finding[]> {
  const { saleId, own, alerts } = world;
  const found: Finding[] = pendingWork(world).map((detail) => ({ code: 'NOT_AT_REST', detail }));
  for (const { kind, details } of alerts) {
    if (CONTRADICTIONS.has(kind)) {
      found.push({ code: `ALERT_${kind.toUpperCase()}`, detail: textOf(details) });
    }
  }
  const snapshot = await own.engine.snapshot(saleId);
  const sale = await own.db.sales.get(saleId);
  if (!sale) {
    return [...found, { code: 'NO_SALE', detail: 'the sale is gone' }];
  }
  const { entries, faults } = await readHistory(saleId, own.engine, own.db as never);
  const orders = world.mongo.find('orders', { kind: 'order' }, {}).map(orderOf);
  const violations = audit({
    sale,
    snapshot: snapshot.kind === 'snapshot' ? snapshot : null,
    orders,
    now: world.scheduler.serverNow(),
    // Who was refunded may buy again.
    confirmed: answers.confirmed.filter(
      ({ orderId }) => orders.find(({ id }) => id === orderId)?.status !== 'refunded',
    ),
    entries,
    options: { lateMs: Number.MAX_SAFE_INTEGER, graceMs: 400 },
  });
  for (const { code, detail } of [...faults, ...violations]) {
    // Who lost a hold by hand may join once more before that is noticed: the log tells of both places.
    if (code !== 'TWO_PLACES' || facts.damages === 0) {
      found.push({ code, detail });
    }
  }
  for (const detail of facts.early) {
    found.push({ code: 'ENDED_EARLY', detail });
  }
  for (const buyer of answers.notExtended) {
    found.push({ code: 'NOT_EXTENDED', detail: `${buyer} got no extension, but used one up` });
  }
  found.push(...judgeMoney(world), ...judgeAnswers(world, answers, entries, facts.losses));
  return found;
}

const textOf = (details: Record<string, unknown>) =>
  details.error instanceof Error ? String(details.error.stack) : JSON.stringify(details);

function orderOf(doc: Doc): AuditedOrder & { status: string } {
  return { ...doc, id: String(doc._id) } as unknown as AuditedOrder & { status: string };
}

/** The provider moved exactly the money that the records speak of. */
function judgeMoney({ mongo, payments, saleId }: World): Finding[] {
  const records = mongo.find('orders', {}, {});
  const wrong: Finding[] = [];
  for (const record of records) {
    const paid = payments.get(`${saleId}:${record.fence}`)?.state;
    const isRight =
      record.kind === 'void'
        ? paid === undefined || paid === 'cancelled' || paid === 'declined' || paid === 'refunded'
        : record.status === 'paid'
          ? paid === 'captured'
          : paid === 'refunded' || paid === 'cancelled';
    if (!isRight) {
      const what = `${record.kind} ${record.fence} (${record.status ?? 'no order'}) has a payment ${paid}`;
      wrong.push({ code: 'MONEY', detail: what });
    }
  }
  const fences = new Set(records.map(({ fence }) => `${saleId}:${fence}`));
  for (const [name, { state }] of payments) {
    if (!fences.has(name) && state === 'captured') {
      wrong.push({ code: 'MONEY', detail: `${name} is captured without a record` });
    }
  }
  return wrong;
}

/** What clients were told is so: places, orders, refunds. */
function judgeAnswers(
  { mongo }: World,
  answers: Answers,
  entries: readonly LogEntry[],
  losses: number,
): Finding[] {
  const found: Finding[] = [];
  // What Redis lost of requests and places is promised only to who kept a ticket.
  if (losses === 0) {
    for (const buyer of answers.lockedOut) {
      const detail = `${buyer} repeated a first request and was refused for want of proof`;
      found.push({ code: 'LOCKED_OUT', detail });
    }
    const joined = new Set(
      entries.flatMap((entry) => (entry.type === 'join' ? [`${entry.buyer} ${entry.seq}`] : [])),
    );
    for (const { buyer, seq } of answers.places) {
      if (!joined.has(`${buyer} ${seq}`)) {
        found.push({ code: 'PLACE_LOST', detail: `${buyer} was told of place ${seq}` });
      }
    }
  }
  const rows = mongo.find('auditlog', { action: 'order.refund' }, {});
  for (const orderId of answers.refunded) {
    const told = rows.filter(({ subject }) => subject === orderId).length;
    if (told !== 1) {
      found.push({ code: 'AUDIT_ROW', detail: `${told} rows tell of the refund of ${orderId}` });
    }
  }
  for (const order of mongo.find('orders', { status: 'refunded' }, {})) {
    const told = rows.some(({ subject }) => subject === String(order._id));
    const isBySystem = order.payment === 'failed';
    if (!told && !isBySystem) {
      found.push({ code: 'AUDIT_ROW', detail: `no row tells of the refund of ${order._id}` });
    }
  }
  return found;
}
