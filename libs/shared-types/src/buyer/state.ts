import { z } from 'zod';
import { salePhase } from '../sale/phase.ts';
import { count, id, minorUnits, utc } from '../scalars.ts';

export const pause = z.object({ reason: z.string(), since: utc });
export const wait = z.object({ fromMs: count, toMs: count });

const common = {
  seq: z.int().nullable(),
  /** 1-based rank in line, null unless waiting. */
  position: z.int().min(1).nullable(),
  ahead: count.nullable(),
  size: count,
  free: count,
  held: count,
  /** All units of the sale, sold ones included; free and held are parts of it. */
  stock: count,
  pollAfterMs: count,
  serverNow: utc,
  epoch: count,
  n: count,
  message: z.string().nullable(),
  pause: pause.nullable(),
  /** How long it may take, as a range; null when it is unknown. */
  wait: wait.nullable(),
};

const hold = {
  /** The fence as text; a confirm that names another one is refused. */
  holdId: id,
  expiresAt: utc,
  unit: z.int().min(1),
  fence: z.int(),
  extensionsLeft: count,
  price: z.number().min(0),
  priceMinor: minorUnits,
  currency: z.string(),
};

const order = {
  orderId: id,
  /** Null only while the order's own record cannot be read, like the amount and the time. */
  orderCode: z.string().nullable(),
  unit: z.int().min(1),
  currency: z.string(),
  totalAmount: z.number().min(0).nullable(),
  totalAmountMinor: minorUnits.nullable(),
  confirmedAt: utc.nullable(),
};

const inLine = { ...common, seq: z.int(), position: z.int().min(1), ahead: count };
const inPause = { ...inLine, pause };
const onHold = { ...common, ...hold, seq: z.int() };

/** What a buyer's place is, with fields that one route adds to every state. */
export function purchaseStateWith<Extra extends z.ZodRawShape>(extra: Extra) {
  return z.discriminatedUnion('state', [
    z.object({ ...common, ...extra, state: z.literal('none') }),
    z.object({
      ...common,
      ...extra,
      state: z.literal('upcoming'),
      startsAt: utc,
      lobbyOpensAt: utc,
    }),
    z.object({ ...inLine, ...extra, state: z.literal('waiting') }),
    z.object({ ...inPause, ...extra, state: z.literal('paused') }),
    z.object({ ...onHold, ...extra, state: z.literal('held') }),
    z.object({ ...onHold, ...extra, state: z.literal('claimed') }),
    z.object({ ...common, ...order, ...extra, state: z.literal('sold') }),
    z.object({ ...common, ...extra, state: z.literal('expired'), expiredAt: utc }),
    z.object({ ...common, ...extra, state: z.literal('removed'), removedAt: utc }),
    z.object({ ...common, ...extra, state: z.literal('sold_out') }),
    z.object({ ...common, ...extra, state: z.literal('ended') }),
  ]);
}

export const purchaseState = purchaseStateWith({});
export type PurchaseState = z.infer<typeof purchaseState>;
export type StateName = PurchaseState['state'];

export const stateNames = [
  'none',
  'upcoming',
  'waiting',
  'paused',
  'held',
  'claimed',
  'sold',
  'expired',
  'removed',
  'sold_out',
  'ended',
] as const satisfies readonly StateName[];

/** The three words that clients of the first API know. */
export const v1StatusWord = z.enum(['queued', 'ready', 'none']);
export type V1StatusWord = z.infer<typeof v1StatusWord>;

export interface V1Status {
  status: V1StatusWord;
  hasActiveHold: boolean;
}

export function v1Status(state: StateName): V1Status {
  switch (state) {
    case 'waiting':
    case 'paused':
      return { status: 'queued', hasActiveHold: false };
    case 'held':
    case 'claimed':
      return { status: 'ready', hasActiveHold: true };
    case 'none':
    case 'upcoming':
    case 'sold':
    case 'expired':
    case 'removed':
    case 'sold_out':
    case 'ended':
      return { status: 'none', hasActiveHold: false };
  }
}

/** The public state of a line: the same for everyone, so that caches may keep it for a second. */
export const lineAnswer = z.object({
  phase: salePhase,
  waiting: count,
  free: count,
  /** Held or being paid for. */
  held: count,
  sold: count,
  stock: count,
  message: z.string().nullable(),
  pause: pause.nullable(),
  wait: wait.nullable(),
  startsAt: utc,
  endsAt: utc,
  lobbyOpensAt: utc,
  serverNow: utc,
  n: count,
  epoch: count,
});
export type LineAnswer = z.infer<typeof lineAnswer>;
