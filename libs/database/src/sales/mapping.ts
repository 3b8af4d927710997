import { termsOfOldSales } from '@flash/shared-types';
import type { Sale } from '../types.ts';
import type { LiveSale } from './contract.ts';
import { type SaleDoc, undecidedStates } from './model.ts';

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
