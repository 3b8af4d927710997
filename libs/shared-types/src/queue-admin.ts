import { z } from 'zod';
import { salePhase } from './phase.ts';
import { optional, pageFields, paging } from './query.ts';
import { buyerId, count, id, line, utc } from './scalars.ts';
import { pause, stateNames } from './state.ts';

/** Without an id: the current sale, else the next one. */
export const queueQuery = z.object({ flashSaleId: optional(id) });
export const queueParams = z.object({ flashSaleId: id });

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
});
export type QueueOverview = z.infer<typeof overview>;

const cursor = z.string().regex(/^\d{1,16}$/, 'must be a cursor of this list');
export const membersQuery = z.object({
  flashSaleId: optional(id),
  cursor: optional(cursor),
  ...paging,
});
export const membersOfQuery = z.object({ cursor: optional(cursor), ...paging });

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
});
export type QueueMember = z.infer<typeof queueMember>;

export const members = z.object({
  items: z.array(queueMember),
  nextCursor: z.string().nullable(),
  ...pageFields,
});

export const findQuery = z.object({ q: line(254).min(1) });
export const findAnswer = z.object({ items: z.array(queueMember) });

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

/** What the live feed sends: counts as they are, and each change as it happened, without people. */
export const queueChange = z.object({
  n: count,
  at: utc,
  type: z.string(),
  places: count,
  detail: z.string().nullable(),
});
export const queueFeedEvent = z.discriminatedUnion('kind', [
  overview.extend({ kind: z.literal('counts') }),
  z.object({ kind: z.literal('changes'), flashSaleId: id, changes: z.array(queueChange) }),
]);
export type QueueFeedEvent = z.infer<typeof queueFeedEvent>;

export const controlledBuyer = z.object({ buyer: buyerId });
