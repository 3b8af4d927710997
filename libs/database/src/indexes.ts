import type { mongo } from 'mongoose';
import { isDuplicateKey } from './connection/errors.ts';
import { unfinishedPayments } from './orders/model.ts';

interface Index extends mongo.IndexDescription {
  name: string;
  key: Record<string, 1 | -1>;
  /** Made in its place where documents of an earlier version already break its uniqueness. */
  orElse?: Index;
}

/** Names of the three that make overselling and double buying impossible to store. */
export const decisive = {
  fence: 'one_record_per_fence',
  buyer: 'one_live_order_per_buyer',
  unit: 'one_live_order_per_unit',
} as const;

/** Codes are drawn at random: one that is taken is drawn again. */
export const ONE_ORDER_PER_CODE = 'one_order_per_code';

export const orderLists = {
  ofSale: 'of_sale_by_time',
  all: 'by_time',
  byPayment: 'by_payment',
  byEmail: 'by_email',
} as const;

export const auditLists = {
  all: 'by_time',
  ofSale: 'of_sale_by_time',
  ofActor: 'of_actor_by_time',
  ofActorEmail: 'of_address_by_time',
  ofAction: 'of_action_by_time',
  pending: 'pending_by_time',
} as const;

export const mailLists = {
  due: 'due',
  all: 'by_time',
  ofSale: 'of_sale_by_time',
  byState: 'by_state_and_time',
  ofBuyer: 'of_buyer',
  ofAddress: 'of_address_by_time',
} as const;

const whileLive = { unique: true, partialFilterExpression: { live: true } };
const ordersOnly = { partialFilterExpression: { kind: 'order' } };

/** Every index, in one place, made by a command before a sale and never by a model. */
export const indexes: Record<string, Index[]> = {
  flashsales: [
    { name: 'live', key: { live: 1 }, partialFilterExpression: { live: true } },
    { name: 'by_start', key: { startsAt: -1, _id: -1 } },
    { name: 'by_status', key: { status: 1, startsAt: -1 } },
  ],
  orders: [
    { name: decisive.fence, key: { flashSaleId: 1, fence: 1 }, unique: true },
    { name: decisive.buyer, key: { flashSaleId: 1, buyer: 1 }, ...whileLive },
    { name: decisive.unit, key: { flashSaleId: 1, unit: 1 }, ...whileLive },
    // Orders of older versions have no code until they are read for a person.
    {
      name: ONE_ORDER_PER_CODE,
      key: { code: 1 },
      unique: true,
      partialFilterExpression: { code: { $exists: true } },
    },
    // The lists of the team: what is filtered by stands in the key, so that only rows shown are read.
    { name: orderLists.ofSale, key: { flashSaleId: 1, kind: 1, createdAt: -1, _id: -1 } },
    { name: orderLists.all, key: { kind: 1, createdAt: -1, _id: -1 } },
    {
      name: orderLists.byPayment,
      key: { status: 1, payment: 1, createdAt: -1, _id: -1, flashSaleId: 1 },
    },
    { name: orderLists.byEmail, key: { email: 1, createdAt: -1, _id: -1, flashSaleId: 1 } },
    { name: 'of_buyer', key: { buyer: 1, _id: -1 }, ...ordersOnly },
    {
      name: 'payments_due',
      key: { paymentAt: 1 },
      partialFilterExpression: { payment: { $in: [...unfinishedPayments] } },
    },
    {
      name: 'units_due',
      key: { updatedAt: 1 },
      partialFilterExpression: { unitReturn: 'pending' },
    },
  ],
  removedsales: [{ name: 'by_seen_off', key: { seenOffAt: 1 } }],
  turnstiles: [{ name: 'forgotten', key: { at: 1 }, expireAfterSeconds: 3_600 }],
  blocks: [{ name: 'one_block_per_number', key: { flashSaleId: 1, b: 1 }, unique: true }],
  // How far consumers have read the log; the second collection is read by its ids.
  logcursors: [{ name: 'open_by_consumer', key: { consumer: 1, isOpen: 1, movedAt: 1 } }],
  webhookendpoints: [{ name: 'by_state', key: { state: 1 } }],
  webhookdeliveries: [
    {
      name: 'due',
      key: { endpoint: 1, nextAt: 1 },
      partialFilterExpression: { state: 'pending' },
    },
    { name: 'of_endpoint_by_time', key: { endpoint: 1, at: -1, _id: -1 } },
    { name: 'forgotten', key: { begunAt: 1 }, expireAfterSeconds: 30 * 86_400 },
  ],
  auditlog: [
    { name: auditLists.all, key: { at: -1, _id: -1 } },
    { name: auditLists.ofSale, key: { flashSaleId: 1, at: -1, _id: -1 } },
    { name: auditLists.ofActor, key: { 'actor.id': 1, at: -1, _id: -1 } },
    { name: auditLists.ofActorEmail, key: { 'actor.email': 1, at: -1, _id: -1 } },
    { name: auditLists.ofAction, key: { action: 1, at: -1, _id: -1 } },
    {
      name: auditLists.pending,
      key: { at: 1 },
      partialFilterExpression: { outcome: 'pending' },
    },
  ],
  members: [{ name: 'by_role', key: { role: 1 } }],
  invitations: [
    { name: 'one_per_token', key: { tokenHash: 1 }, unique: true },
    { name: 'forgotten', key: { expiresAt: 1 }, expireAfterSeconds: 30 * 86_400 },
  ],
  resets: [
    { name: 'one_per_token', key: { tokenHash: 1 }, unique: true },
    { name: 'forgotten', key: { expiresAt: 1 }, expireAfterSeconds: 86_400 },
  ],
  apikeys: [
    { name: 'one_per_key', key: { hash: 1 }, unique: true },
    { name: 'forgotten_when_expired', key: { expiresAt: 1 }, expireAfterSeconds: 90 * 86_400 },
    { name: 'forgotten_when_revoked', key: { revokedAt: 1 }, expireAfterSeconds: 90 * 86_400 },
  ],
  devicecodes: [
    { name: 'one_per_code', key: { hash: 1 }, unique: true },
    { name: 'forgotten', key: { expiresAt: 1 }, expireAfterSeconds: 86_400 },
  ],
  mails: [
    { name: mailLists.due, key: { nextAt: 1 }, partialFilterExpression: { state: 'waiting' } },
    // What the team's list filters by stands in each key, so that only rows shown are read.
    { name: mailLists.all, key: { createdAt: -1, _id: -1, kind: 1 } },
    { name: mailLists.ofSale, key: { flashSaleId: 1, createdAt: -1, _id: -1, kind: 1, state: 1 } },
    { name: mailLists.byState, key: { state: 1, createdAt: -1, _id: -1, kind: 1 } },
    { name: mailLists.ofBuyer, key: { flashSaleId: 1, buyer: 1 } },
    {
      name: mailLists.ofAddress,
      key: { flashSaleId: 1, to: 1, sentAt: 1 },
      partialFilterExpression: { to: { $type: 'string' } },
    },
    { name: 'forgotten', key: { forgetAt: 1 }, expireAfterSeconds: 0 },
  ],
  accountlinks: [
    { name: 'one_per_token', key: { tokenHash: 1 }, unique: true },
    { name: 'of_account', key: { userId: 1 } },
    { name: 'forgotten', key: { expiresAt: 1 }, expireAfterSeconds: 86_400 },
  ],
  mailconsents: [
    { name: 'of_address', key: { flashSaleId: 1, to: 1 } },
    { name: 'of_buyer', key: { flashSaleId: 1, buyer: 1 } },
    {
      name: 'of_returns',
      key: { flashSaleId: 1, createdAt: 1 },
      partialFilterExpression: { isReturn: true },
    },
    {
      name: 'one_per_link',
      key: { 'link.hash': 1 },
      unique: true,
      partialFilterExpression: { 'link.hash': { $exists: true } },
    },
  ],
  // Of the accounts library, which makes no index of its own and deletes nothing that has run out.
  user: [
    {
      name: 'one_account_per_address',
      key: { email: 1 },
      unique: true,
      orElse: { name: 'by_address', key: { email: 1 } },
    },
  ],
  account: [{ name: 'of_user', key: { userId: 1 } }],
  session: [
    { name: 'by_token', key: { token: 1 } },
    { name: 'of_user', key: { userId: 1 } },
    { name: 'forgotten', key: { expiresAt: 1 }, expireAfterSeconds: 86_400 },
  ],
  verification: [
    { name: 'by_identifier', key: { identifier: 1 } },
    { name: 'forgotten', key: { expiresAt: 1 }, expireAfterSeconds: 86_400 },
  ],
  twoFactor: [{ name: 'of_user', key: { userId: 1 } }],
  preflights: [{ name: 'forgotten', key: { at: 1 }, expireAfterSeconds: 400 * 86_400 }],
  processes: [{ name: 'forgotten', key: { at: 1 }, expireAfterSeconds: 3_600 }],
  preparedpayments: [
    { name: 'of_hold', key: { flashSaleId: 1, fence: 1, round: -1 } },
    { name: 'of_buyer', key: { buyer: 1, flashSaleId: 1, createdAt: -1 } },
    {
      name: 'one_per_attempt',
      key: { flashSaleId: 1, attempt: 1 },
      unique: true,
      partialFilterExpression: { attempt: { $exists: true } },
    },
    { name: 'of_intent', key: { intentId: 1 } },
    {
      name: 'due',
      key: { checkAt: 1 },
      partialFilterExpression: { checkAt: { $exists: true } },
    },
    {
      name: 'of_address',
      key: { 'person.email': 1 },
      partialFilterExpression: { 'person.email': { $exists: true } },
    },
  ],
  // Longer than the provider repeats a message.
  providerevents: [{ name: 'forgotten', key: { at: 1 }, expireAfterSeconds: 30 * 86_400 }],
  sandboxpayments: [{ name: 'of_sale', key: { flashSaleId: 1, state: 1 } }],
};

export async function ensureIndexes(db: mongo.Db): Promise<void> {
  for (const [name, list] of Object.entries(indexes)) {
    const wanted = list.map(({ orElse, ...index }) => index);
    const instead = list.map(({ orElse, ...index }) => orElse ?? index);
    await db
      .collection(name)
      .createIndexes(wanted)
      .catch((error: unknown) => {
        if (!isDuplicateKey(error)) {
          throw error;
        }
        return db.collection(name).createIndexes(instead);
      });
  }
}

/** False while one is missing: without the unique ones nothing may be sold. */
export async function indexesReady(db: mongo.Db): Promise<boolean> {
  const complete = await Promise.all(
    Object.entries(indexes).map(async ([name, list]) => {
      const there = await db
        .collection(name)
        .listIndexes()
        .toArray()
        .catch(() => []);
      return list.every((index) =>
        there.some((one) => isSame(one, index) || (index.orElse && isSame(one, index.orElse))),
      );
    }),
  );
  return complete.every(Boolean);
}

function isSame(there: Record<string, unknown>, wanted: Index): boolean {
  return (
    there.name === wanted.name &&
    Boolean(there.unique) === Boolean(wanted.unique) &&
    JSON.stringify(there.key) === JSON.stringify(wanted.key) &&
    JSON.stringify(there.partialFilterExpression) === JSON.stringify(wanted.partialFilterExpression)
  );
}
