import { z } from 'zod';
import { pause, stateNames } from '../buyer/state.ts';
import { optional, pageFields, paging, queryInt } from '../query.ts';
import { salePhase } from '../sale/phase.ts';
import { count, id, line, network, utc } from '../scalars.ts';

/** Without an id: the current sale, else the next one. */
export const queueQuery = z.object({ flashSaleId: optional(id) });
export const queueParams = z.object({ flashSaleId: id });

const perSecond = z.number().min(0);

/** What became of places and units since the sale began, over all epochs. */
export const outcomes = z.object({
  bought: count,
  /** Holds that ran out. */
  expired: count,
  /** Places and holds their buyers gave back. */
  left: count,
  /** Holds the team took back, and buyers it removed. */
  released: count,
  removed: count,
  /** Payments that came to nothing. */
  declined: count,
  /** Bought units that went back to the line. */
  refunded: count,
});
export type Outcomes = z.infer<typeof outcomes>;

/** Running totals at one second, as in the curve of the analytics; rates are their differences. */
export const historyPoint = z.object({
  at: utc,
  joined: count,
  granted: count,
  sold: count,
  waiting: count,
});
export type HistoryPoint = z.infer<typeof historyPoint>;

/** A part behind the line, and when it was last asked. */
const health = z.object({ ok: z.boolean(), latencyMs: z.number().min(0).nullable(), at: utc });

export const overview = z.object({
  flashSaleId: id,
  name: z.string(),
  phase: salePhase,
  stock: count,
  free: count,
  held: count,
  claimed: count,
  sold: count,
  waiting: count,
  /** Places drawn and places served since the sale was activated, this epoch. */
  joined: count,
  served: count,
  oldestWaitMs: count.nullable(),
  nextExpiryAt: utc.nullable(),
  message: z.string().nullable(),
  pause: pause.nullable(),
  restoring: z.boolean(),
  /** Why nothing is granted, when an impossible state was met. */
  halted: z.string().nullable(),
  epoch: count,
  n: count,
  serverNow: utc,
  /** When the counts above were true; older than `serverNow` while they cannot be asked for. */
  countedAt: utc,
  outcomes,
  /** Per second, over the last five seconds. */
  rates: z.object({ joins: perSecond, grants: perSecond, confirms: perSecond }),
  /** How long those waited who got a unit in the last minute; null when none did. */
  waitMs: z.object({ p50: count.nullable(), p95: count.nullable() }),
  /** How the last unit was handed out; the threshold is the number of free units it turns at. */
  mode: z.enum(['normal', 'fast-pass']).nullable(),
  fastPassThreshold: count,
  worker: z.object({ alive: z.boolean(), lastSeenAt: utc.nullable(), at: utc }),
  redis: health,
  database: health,
  /**
   * A point each second, oldest first: the last two minutes. In the live feed the first counts of a
   * connection bring all of them and later ones what is new, to be added by `at`.
   */
  history: z.array(historyPoint),
});
export type QueueOverview = z.infer<typeof overview>;

const cursor = z.string().regex(/^\d{1,16}$/, 'must be a cursor of this list');
/** `held`: who holds a unit or pays for it, the hold that ends first on top. */
export const memberGroup = z.enum(['waiting', 'held']);
export type MemberGroup = z.infer<typeof memberGroup>;

const membersPage = {
  state: optional(memberGroup),
  cursor: optional(cursor),
  /** Jumps to this position (1: the head); the answer's cursor goes on from there. */
  from: optional(queryInt(1, 1_000_000_000)),
  ...paging,
};
export const membersQuery = z.object({ flashSaleId: optional(id), ...membersPage });
export const membersOfQuery = z.object(membersPage);

/** Someone in line. Guests have neither name nor e-mail here; an account's e-mail is masked. */
export const queueMember = z.object({
  buyer: z.string(),
  seq: z.int(),
  position: z.int().min(1).nullable(),
  state: z.enum(stateNames),
  kind: z.enum(['guest', 'account']),
  name: z.string().nullable(),
  email: z.string().nullable(),
  joinedAt: utc.nullable(),
  expiresAt: utc.nullable(),
  unit: count.nullable(),
  orderId: z.string().nullable(),
  /** Where the place was joined from, as a keyed digest; null when it is not known. */
  network: network.nullable(),
});
export type QueueMember = z.infer<typeof queueMember>;

export const members = z.object({
  items: z.array(queueMember),
  nextCursor: z.string().nullable(),
  ...pageFields,
});

export const findQuery = z.object({ q: line(254).min(1) });
export const findAnswer = z.object({ items: z.array(queueMember) });

/** The networks with the most living places, the largest first. */
export const queueNetworks = z.object({
  items: z.array(
    z.object({ network, kind: z.enum(['address', '/48', '/64']), places: z.int().min(1) }),
  ),
});
export type QueueNetwork = z.infer<typeof queueNetworks>['items'][number];

export const violation = z.object({
  invariant: z.string(),
  code: z.string(),
  detail: z.string(),
});

/** Redis against MongoDB for one sale. */
export const queueAudit = z.object({
  flashSaleId: id,
  ok: z.boolean(),
  checkedAt: utc,
  redis: z.object({ free: count, held: count, claimed: count, sold: count, stock: count }),
  database: z.object({ currentQuantity: count, liveOrders: count, stock: count }),
  differences: z.array(z.object({ what: z.string(), redis: count, database: count })),
  violations: z.array(violation),
});
export type QueueAudit = z.infer<typeof queueAudit>;

/**
 * What happened since the last batch, without people: changes of the line that come in crowds are
 * added up by type, what the team does stands alone. `n` and `at` are those of the last of them.
 */
const queueChange = z.object({
  n: count,
  at: utc,
  type: z.string(),
  /** How many changes this stands for, and how many places they touched. */
  times: z.int().min(1),
  places: count,
  detail: z.string().nullable(),
});
export type QueueChange = z.infer<typeof queueChange>;

/** What the live feed sends, each second. */
export const queueFeedEvent = z.discriminatedUnion('kind', [
  overview.extend({ kind: z.literal('counts') }),
  z.object({ kind: z.literal('changes'), flashSaleId: id, changes: z.array(queueChange) }),
]);
export type QueueFeedEvent = z.infer<typeof queueFeedEvent>;
