import { type AuditedOrder, applyEntry, audit, emptyFold, type LogEntry } from '@flash/fairness';
import { keysOf } from '@flash/reservation';
import { BROKEN_RULE } from '../../apps/worker/src/base/alerts/alerts.ts';
import { ONLY_TOLD } from '../../apps/worker/src/tick/sale-tasks.ts';
import { readHistory } from '../../libs/testing/src/audit/audit-sale.ts';
import type { Doc } from '../stores/mongo-query.ts';
import type { Answers } from './clients.ts';
import { moneyOf } from './provider.ts';
import type { World } from './world.ts';

/** An invariant that a history broke (design: I1 to I12), or a promise to a client. */
export interface Finding {
  code: string;
  detail: string;
}

/** What a history has seen besides what the stores say at its end. */
export interface Facts {
  /** How often Redis lost something, was started anew, and had something deleted by hand. */
  losses: number;
  restarts: number;
  damages: number;
  /** Where the log was when the last of these happened. */
  damagedAt: number;
  /** Holds that ended before their time or were made to last longer, and buyers who were not served in time. */
  early: readonly string[];
  long: readonly string[];
  late: readonly string[];
  /** A Redis that was full had the sale restored. */
  isRestored: boolean;
  /** What readers of the public page were still shown in the end. */
  staleBoards: readonly string[];
}

const OUTLIVES_MS = 60_000;
const UNFINISHED = ['authorised', 'capture pending', 'cancel pending', 'refund pending'];

/** Of holds that outlive the history; Redis keeps one as `h seq unit fence due …`, where `due` lacks the sale's shift. */
function fencesOfHolds({ redis, saleId, scheduler }: World): Set<string> {
  const shift = Number(redis.run(['HGET', keysOf(saleId).meta, 'shift']) ?? 0);
  const end = scheduler.serverNow() + OUTLIVES_MS - shift;
  const holds = redis.run(['HGETALL', keysOf(saleId).holds]) as string[];
  const texts = holds.filter((_, at) => at % 2 === 1).map((text) => text.split(' '));
  return new Set(
    texts.flatMap(([kind, , , fence = '', due]) =>
      kind === 'h' && Number(due) > end ? [fence] : [],
    ),
  );
}

/** What still has to happen by itself, in words; empty: both stores and the provider are at rest. */
export function pendingWork(world: World): string[] {
  const { redis, mongo, saleId } = world;
  const held = fencesOfHolds(world);
  // A clock that was set forward may have made a hold longer than the history: its payment may wait.
  const money = [...moneyOf(world).values()].filter(({ fence }) => !held.has(String(fence)));
  const keys = keysOf(saleId);
  const told = ['n', 'storedN', 'epoch', 'run', 'halted', 'version'];
  const fields = [...told, 'paused', 'closed', 'endsAt'];
  const values = redis.run(['HMGET', keys.meta, ...fields]) as (string | null)[];
  const meta = Object.fromEntries(fields.map((field, at) => [field, values[at] ?? '']));
  const count = (name: string, key: string) => Number(redis.run([name, key]));
  const sale = mongo.find('flashsales', {}, {})[0] as SaleDoc | undefined;
  const records = mongo.find('orders', {}, {});
  const ofMoney: [boolean, string][] = [
    [
      records.some(({ payment }) => UNFINISHED.includes(String(payment))),
      'a payment was not finished',
    ],
    [
      money.some(({ state }) => state === 'authorised'),
      'money is reserved and neither captured nor released',
    ],
    [money.some(({ state }) => state === 'open'), 'a payment can still be authorised'],
    [
      mongo
        .find('preparedpayments', {}, {})
        .some(({ checkAt, fence }) => checkAt !== undefined && !held.has(String(fence))),
      'a prepared payment is not final',
    ],
  ];
  if (!sale || sale.status === 'archived') {
    const left = redis.names().filter((name) => isOfSale(name, saleId));
    return whatIsSo([
      ...ofMoney,
      [left.length > 0, `the sale is gone and Redis still has ${left.join(' ')}`],
    ]);
  }
  const free = Number(redis.run(['GET', keys.inventory]) ?? 0);
  const waiting = count('ZCARD', keys.line);
  const isOpen = world.scheduler.serverNow() < Number(meta.endsAt);
  const isServing = isOpen && meta.paused === '0' && meta.closed === '0';
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
    [records.some(({ unitReturn }) => unitReturn === 'pending'), 'a unit was not given back'],
    ...ofMoney,
  ];
  return whatIsSo(found);
}

type SaleDoc = Doc & {
  epoch: number;
  version: number;
  status: string;
  restoring: unknown;
  adjusts: { state: string }[];
};

function whatIsSo(found: readonly (readonly [boolean, string])[]): string[] {
  return found.flatMap(([isSo, what]) => (isSo ? [what] : []));
}

/** Requests that were answered are remembered for ten minutes, and the lock of the line runs out by itself. */
function isOfSale(name: string, saleId: string): boolean {
  return name.includes(`{${saleId}}`) && !/^fs(j|lock):/.test(name);
}

/** Redis has the sale as a whole, in the epoch that MongoDB has. */
export function isServable({ redis, mongo, saleId }: World): boolean {
  const [run, epoch] = redis.run(['HMGET', keysOf(saleId).meta, 'run', 'epoch']) as string[];
  const sale = mongo.find('flashsales', {}, {})[0] as SaleDoc | undefined;
  return !sale || (run === redis.replid && Number(epoch) === sale.epoch);
}

export const isAtRest = (world: World) => pendingWork(world).length === 0;

/** Alerts that say that two stores contradict each other; only what is changed by hand may bring some of them about. */
const CONTRADICTIONS = new Set(['record', 'payment']);
const BY_DAMAGE = new Set(['audit', 'stock', 'halted']);

/** Judges a history that has come to rest. */
export async function judge(world: World, answers: Answers, facts: Facts): Promise<Finding[]> {
  const { saleId, own, alerts } = world;
  // The log of what was damaged by hand may tell of one unit twice: the sale waits for a person, rightly.
  const halted = String(world.redis.run(['HGET', keysOf(saleId).meta, 'halted']) ?? '');
  const isForPerson = facts.damages > 0 && halted.startsWith(BROKEN_RULE);
  const found: Finding[] = [
    ...(isForPerson ? [] : pendingWork(world).map((detail) => ({ code: 'NOT_AT_REST', detail }))),
    ...facts.early.map((detail) => ({ code: 'ENDED_EARLY', detail })),
    ...facts.long.map((detail) => ({ code: 'LASTS_TOO_LONG', detail })),
    ...(isForPerson ? [] : facts.late.map((detail) => ({ code: 'NOT_SERVED', detail }))),
    ...facts.staleBoards.map((detail) => ({ code: 'STALE_BOARD', detail })),
  ];
  if (!facts.isRestored) {
    found.push({ code: 'NOT_RESTORED', detail: 'the sale is not restored while Redis is full' });
  }
  for (const { kind, details } of alerts) {
    const isOfDamage = BY_DAMAGE.has(kind) && !(kind === 'audit' && isOnlyLate(details));
    if (CONTRADICTIONS.has(kind) || (isOfDamage && facts.damages === 0)) {
      found.push({ code: `ALERT_${kind.toUpperCase()}`, detail: textOf(details) });
    }
  }
  const snapshot = await own.engine.snapshot(saleId);
  const sale = await own.db.sales.get(saleId);
  if (!sale) {
    found.push(...judgeMoney(world));
    for (const { orderId } of answers.confirmed) {
      found.push({ code: 'NO_SALE', detail: `order ${orderId} is of a sale that was deleted` });
    }
    return found;
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
  // Who lost a hold or a purchase by hand may join once more before that is noticed: the log tells of both places, and
  // of both owners of a unit. The live audit looks at what moves, and a sale that rested since is as it was left.
  const hasMoved = snapshot.kind !== 'snapshot' || snapshot.n > facts.damagedAt;
  const excused = facts.damages === 0 ? [] : [...BY_HAND, ...(hasMoved ? [] : DIFFERENCES)];
  for (const { code, detail } of [...faults, ...violations]) {
    if (!excused.includes(code)) {
      found.push({ code, detail });
    }
  }
  for (const detail of lostHolds(entries)) {
    found.push({ code: 'HOLD_LOST', detail });
  }
  if (sale.status === 'archived') {
    const last = world.redis.lastLogged;
    const stored = entries.at(-1)?.n ?? 0;
    if (stored < last) {
      found.push({
        code: 'LOG_LOST',
        detail: `the log went to ${last} and is stored to ${stored}`,
      });
    }
  }
  for (const buyer of answers.stuckKeys) {
    found.push({ code: 'KEY_STUCK', detail: `the key of ${buyer} stays taken by a dead process` });
  }
  for (const buyer of answers.notExtended.filter((one) => !isNameLost(entries, one))) {
    found.push({ code: 'NOT_EXTENDED', detail: `${buyer} got no extension, but used one up` });
  }
  found.push(...judgeMoney(world), ...judgeAnswers(world, answers, entries, facts.losses));
  return found;
}

/** Processes that end and sleep make a sale wait: `late` judges that, which knows of them. */
function isOnlyLate({ violations }: Record<string, unknown>): boolean {
  const found = violations as { invariant: string }[] | undefined;
  return found?.every(({ invariant }) => ONLY_TOLD.has(invariant)) ?? false;
}

const BY_HAND = ['TWO_PLACES', 'NOT_IN_LINE', 'UNIT_TWICE', 'OVERSOLD'];
const DIFFERENCES = ['ORDERS_DIFFER', 'LOG_DIFFERS', 'SOLD_WITHOUT_ORDER'];

/** Each hold before a new epoch is held, waits or is sold in it; one that no entry names has vanished. */
function lostHolds(entries: readonly LogEntry[]): string[] {
  const fold = emptyFold();
  const lost: string[] = [];
  const note = () => {
    lost.push(
      ...[...fold.promised.keys()].map((one) => `${one} lost a hold in epoch ${fold.epoch}`),
    );
  };
  for (const entry of entries) {
    // A second place of a buyer who owns a unit is ended, not lost.
    if (entry.type === 'leave') {
      fold.promised.delete(entry.buyer);
    }
    if (!ANSWERS_HOLDS.has(entry.type)) {
      note();
    }
    applyEntry(fold, entry);
  }
  note();
  return lost;
}

/** A new epoch knows of the extension, not of the command that took it: sent once more, that one finds none left. */
function isNameLost(entries: readonly LogEntry[], buyer: string): boolean {
  const at = entries.findIndex((one) => one.type === 'extend' && one.buyer === buyer);
  return at >= 0 && entries.slice(at).some((one) => one.type === 'adopt');
}

const ANSWERS_HOLDS = new Set(['adopt', 'refund', 'settle', 'rehold', 'requeue']);

const textOf = (details: Record<string, unknown>) =>
  details.error instanceof Error ? String(details.error.stack) : JSON.stringify(details);

function orderOf(doc: Doc): AuditedOrder & { status: string } {
  return { ...doc, id: String(doc._id) } as unknown as AuditedOrder & { status: string };
}

/** The provider moved exactly the money that the records speak of. */
function judgeMoney(world: World): Finding[] {
  const { mongo, saleId } = world;
  const payments = moneyOf(world);
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

/** The Idempotency-Key of a join is promised to be remembered for so long, by the clock of Redis. */
const KEPT_MS = 600_000;

/**
 * Whether the place of this buyer was taken less than ten minutes before: a clock that was set forward by as much
 * ends what a request proves, and Redis forgets its token by itself.
 */
function isRemembered(
  { buyer, at }: Answers['lockedOut'][number],
  entries: readonly LogEntry[],
): boolean {
  const joins = entries.filter((entry) => entry.type === 'join' && entry.buyer === buyer);
  const takenAt = joins.findLast((entry) => entry.at <= at)?.at ?? at;
  return at - takenAt < KEPT_MS;
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
    for (const { buyer } of answers.lockedOut.filter((one) => isRemembered(one, entries))) {
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
