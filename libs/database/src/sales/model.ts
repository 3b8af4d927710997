import { saleBounds, saleTermNames, termsOfOldSales } from '@flash/shared-types';
import mongoose, { type Types } from 'mongoose';
import type { Sale, StockChange } from '../types.ts';
import type { LiveSale } from './contract.ts';

type Dates = 'startsAt' | 'endsAt' | 'lobbyOpensAt' | 'createdAt' | 'updatedAt';

export interface SaleDoc
  extends Omit<Sale, 'id' | 'paused' | 'restoring' | 'adjusts' | Dates>,
    Record<Dates, Date> {
  _id: Types.ObjectId;
  paused: { reason: string; since: Date } | null;
  restoring: { epoch: number; since: Date } | null;
  adjusts: StockChangeDoc[];
  /** Its state in Redis has to be kept; follows from status and epoch. */
  live: boolean;
}

/**
 * Changes that processes of an older release began have no more than the first fields. A decrease waits as
 * `deciding`, which is read as `pending`: a process of an older release finishes what is stored as `pending`, and
 * would drop the edit and the audit rows that go with it.
 */
type StockChangeDoc = Pick<StockChange, 'id' | 'by' | 'floor'> & {
  state: StockChange['state'] | 'deciding';
  at: Date;
} & Partial<Pick<StockChange, 'request' | 'edit' | 'rows'>>;

/** As `adjusts.state` is stored while Redis has not answered. */
export const undecidedStates: readonly StockChangeDoc['state'][] = ['pending', 'deciding'];

const text = { type: String, default: '' };
const count = { type: Number, required: true, min: 0 };
const moment = { type: Date, required: true };

/** The bounds of each term are the API's to check; here only what could never be one is refused. */
const isTerm = (value: unknown) =>
  typeof value === 'boolean' ||
  value === 'auto' ||
  (typeof value === 'number' && value >= 0) ||
  (Array.isArray(value) && value.every((one) => typeof one === 'string'));

const terms = Object.fromEntries(
  saleTermNames.map((name) => [
    name,
    { type: mongoose.Schema.Types.Mixed, required: true, validate: isTerm },
  ]),
);

const pausedSchema = new mongoose.Schema({ reason: String, since: Date }, { _id: false });
const restoringSchema = new mongoose.Schema({ epoch: Number, since: Date }, { _id: false });

const pictureSchema = new mongoose.Schema(
  { hash: String, type: { type: String }, width: Number, height: Number },
  { _id: false },
);

export const saleSchema = new mongoose.Schema<SaleDoc>(
  {
    name: { type: String, required: true, maxlength: 200 },
    description: text,
    productId: { type: String, default: null },
    startsAt: moment,
    endsAt: moment,
    lobbyOpensAt: moment,
    timeZone: { type: String, required: true },
    stock: count,
    startingQuantity: { ...count, max: saleBounds.startingQuantity.max },
    currentQuantity: count,
    price: count,
    currency: { type: String, required: true },
    identity: { type: String, enum: ['guest', 'account'], required: true },
    ...terms,
    status: {
      type: String,
      enum: ['draft', 'OnSchedule', 'cancelled', 'ended', 'archived'],
      required: true,
    },
    paused: { type: pausedSchema, default: null },
    message: text,
    picture: { type: pictureSchema, default: null },
    version: count,
    epoch: count,
    marks: [{ epoch: Number, seq: Number, _id: false }],
    buyerKey: { type: String, default: null },
    leafKey: { type: String, required: true },
    adjusts: [
      {
        id: String,
        by: Number,
        state: String,
        floor: Number,
        at: Date,
        request: String,
        edit: mongoose.Schema.Types.Mixed,
        rows: { type: [String], default: undefined },
        _id: false,
      },
    ],
    restoring: { type: restoringSchema, default: null },
    live: { type: Boolean, required: true },
    createdBy: { type: String, default: null },
    createdAt: moment,
    updatedAt: moment,
  },
  { collection: 'flashsales', versionKey: false, minimize: false },
);

export function toSale(doc: SaleDoc): Sale {
  const { _id, live: _live, paused, picture, restoring, adjusts, marks, ...rest } = doc;
  return {
    ...termsOfOldSales,
    ...rest,
    id: _id.toHexString(),
    startsAt: doc.startsAt.getTime(),
    endsAt: doc.endsAt.getTime(),
    lobbyOpensAt: doc.lobbyOpensAt.getTime(),
    createdAt: doc.createdAt.getTime(),
    updatedAt: doc.updatedAt.getTime(),
    // Sales that were made before there were pictures have no such field.
    picture: picture ?? null,
    paused: paused && { reason: paused.reason, since: paused.since.getTime() },
    restoring: restoring && { epoch: restoring.epoch, since: restoring.since.getTime() },
    marks: marks.map(({ epoch, seq }) => ({ epoch, seq })),
    adjusts: adjusts.map((change) => ({
      id: change.id,
      by: change.by,
      state: change.state === 'deciding' ? 'pending' : change.state,
      floor: change.floor ?? null,
      at: change.at.getTime(),
      request: change.request ?? null,
      edit: change.edit ?? null,
      rows: change.rows ?? [],
    })),
  };
}

type LiveDoc = Pick<SaleDoc, '_id' | 'adjusts' | 'restoring' | 'startsAt' | 'endsAt'> &
  Pick<SaleDoc, 'lobbyOpensAt' | 'status' | 'epoch' | 'version' | 'stock' | 'currentQuantity'>;

export const liveProjection = {
  status: 1,
  epoch: 1,
  version: 1,
  startsAt: 1,
  endsAt: 1,
  lobbyOpensAt: 1,
  stock: 1,
  currentQuantity: 1,
  restoring: 1,
  'adjusts.state': 1,
} as const;

export function toLiveSale(doc: LiveDoc): LiveSale {
  return {
    id: doc._id.toHexString(),
    status: doc.status,
    epoch: doc.epoch,
    version: doc.version,
    startsAt: doc.startsAt.getTime(),
    endsAt: doc.endsAt.getTime(),
    lobbyOpensAt: doc.lobbyOpensAt.getTime(),
    stock: doc.stock,
    currentQuantity: doc.currentQuantity,
    restoring: doc.restoring && {
      epoch: doc.restoring.epoch,
      since: doc.restoring.since.getTime(),
    },
    adjusting: doc.adjusts.some((change) => undecidedStates.includes(change.state)),
  };
}

/** Dates for the fields of an edit that are moments. */
export function toStored(edit: Partial<Sale>): Record<string, unknown> {
  const stored: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(edit)) {
    if (value !== undefined) {
      stored[field] = moments.has(field) ? new Date(value as number) : value;
    }
  }
  if (edit.paused) {
    stored.paused = { reason: edit.paused.reason, since: new Date(edit.paused.since) };
  }
  return stored;
}

const moments = new Set(['startsAt', 'endsAt', 'lobbyOpensAt']);

/** Whether a sale has state in Redis that must be kept and, if lost, restored. */
export function isLive(status: Sale['status'], epoch: number): boolean {
  return epoch > 0 && status !== 'draft' && status !== 'archived';
}

/** A sale gets its first epoch when it is put on the schedule. */
export function epochAfter(status: Sale['status'], epoch: number): number {
  return status === 'OnSchedule' ? Math.max(1, epoch) : epoch;
}
