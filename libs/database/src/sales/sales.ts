import { REHEARSAL_PRODUCT, type SaleGroup, type SalePhase, saleGroups } from '@flash/shared-types';
import type { Model, mongo, PipelineStage } from 'mongoose';
import type { AuditDoc } from '../audit/audit.ts';
import type { BlockDoc } from '../blocks/model.ts';
import { maybeObjectId, objectId } from '../connection/documents.ts';
import { containing, LIST_TIME_MS_MAX, pageOf } from '../connection/pages.ts';
import type { Sessions } from '../connection/transaction.ts';
import type { OrderDoc } from '../orders/model.ts';
import type { PictureDocs } from '../pictures.ts';
import type { Sale } from '../types.ts';
import { beginAdjust, finishAdjust } from './adjust.ts';
import type { SaleFilter, Sales } from './contract.ts';
import { createSaleFor, newSaleDoc } from './create.ts';
import { liveProjection, type SaleDoc, toLiveSale, toSale } from './model.ts';
import { type RemovalDocs, removeSale } from './remove.ts';
import { updateSale } from './update.ts';

export function createSales(deps: {
  sales: Model<SaleDoc>;
  orders: Model<OrderDoc>;
  blocks: Model<BlockDoc>;
  pictures: PictureDocs;
  removals: RemovalDocs;
  log: mongo.Collection<AuditDoc>;
  sessions: Sessions;
}): Sales {
  const { sales } = deps;
  return {
    async create(sale) {
      const made = await sales.create(newSaleDoc(sale, Date.now()));
      return toSale(made.toObject());
    },
    async get(id) {
      const _id = maybeObjectId(id);
      const found = _id && (await sales.findById(_id).lean<SaleDoc>());
      return found ? toSale(found) : null;
    },
    async getMany(ids) {
      const wanted = ids.map(maybeObjectId).filter((id) => id !== null);
      const found = await sales.find({ _id: { $in: wanted } }).lean<SaleDoc[]>();
      return found.map(toSale);
    },
    async list(filter, now) {
      const query = saleQuery(filter, now);
      const { page, limit, skip } = pageOf(filter);
      const direction = filter.order === 'asc' ? 1 : -1;
      const { sort = 'startsAt' } = filter;
      const [found, total] = await Promise.all([
        sort === 'stage'
          ? sales
              .aggregate<SaleDoc>([
                { $match: query },
                ...stagesFirst(now),
                { $skip: skip },
                { $limit: limit },
              ])
              .option({ maxTimeMS: LIST_TIME_MS_MAX })
          : sales
              .find(query)
              .sort({ [sort]: direction, _id: direction })
              .skip(skip)
              .limit(limit)
              .maxTimeMS(LIST_TIME_MS_MAX)
              .lean<SaleDoc[]>(),
        sales.countDocuments(query).maxTimeMS(LIST_TIME_MS_MAX),
      ]);
      return { items: found.map(toSale), total, page, limit };
    },
    async current(now) {
      const at = new Date(now);
      const scheduled = {
        status: 'OnSchedule' as const,
        productId: { $ne: REHEARSAL_PRODUCT },
      };
      const running = { ...scheduled, startsAt: { $lte: at }, endsAt: { $gt: at } };
      const next = { ...scheduled, startsAt: { $gt: at } };
      // Of several that run, one where a unit can be had: that is what the caller came for.
      const buyable = { ...running, currentQuantity: { $gt: 0 }, paused: null };
      const found =
        (await sales.findOne(buyable).sort({ startsAt: -1, _id: -1 }).lean<SaleDoc>()) ??
        (await sales.findOne(running).sort({ startsAt: -1, _id: -1 }).lean<SaleDoc>()) ??
        (await sales.findOne(next).sort({ startsAt: 1, _id: 1 }).lean<SaleDoc>());
      return found && toSale(found);
    },
    async listLive(ids) {
      const named = ids && { _id: { $in: ids.map(maybeObjectId).filter((id) => id !== null) } };
      return sales.collection
        .find<SaleDoc>({ live: true, ...named }, { projection: liveProjection })
        .map(toLiveSale)
        .toArray();
    },
    createFor: (request, sale, rows) => createSaleFor(deps, request, sale, rows),
    update: (id, edit, options = {}) => updateSale(deps, id, edit, options),
    remove: (id, at, rows) => removeSale(deps, id, at, rows),
    async removed(limit) {
      const found = deps.removals.find({ seenOffAt: { $exists: false } }, { limit });
      return found.map(({ _id }) => _id.toHexString()).toArray();
    },
    async noteSeenOff(id) {
      await deps.removals.updateOne({ _id: objectId(id) }, { $set: { seenOffAt: new Date() } });
    },
    async gone() {
      const ids = { projection: { _id: 1 } } as const;
      const archived = sales.collection.find<SaleDoc>({ status: 'archived' }, ids);
      const deleted = deps.removals.find({}, ids);
      return [...(await archived.toArray()), ...(await deleted.toArray())].map(({ _id }) =>
        _id.toHexString(),
      );
    },
    raiseEpoch: (id, from, now) => raiseEpoch(sales, id, from, now),
    putMark: (id, epoch, mark) => putMark(sales, id, epoch, mark),
    finishRestore: (id, epoch) => finishRestore(sales, id, epoch),
    beginAdjust: (id, wish) => beginAdjust(deps, id, wish),
    finishAdjust: (id, adjustId, at, verdict) => finishAdjust(deps, id, adjustId, at, verdict),
    async overdue(before, limit) {
      const at = new Date(before);
      const put = { status: 'archived', updatedAt: { $lte: at } };
      const over = { status: { $in: ['OnSchedule', 'ended', 'cancelled'] }, endsAt: { $lte: at } };
      const found = await sales.collection
        .find({ buyerKey: { $ne: null }, $or: [put, over] } as object, {
          sort: { endsAt: 1 },
          limit,
          projection: { _id: 1 },
        })
        .toArray();
      return found.map(({ _id }) => _id.toHexString());
    },
    all: () =>
      sales.collection.find<SaleDoc>({ epoch: { $gt: 0 } }, { sort: { _id: -1 } }).map(toSale),
    async forgetBuyerKey(id) {
      await sales.updateOne({ _id: objectId(id) }, { $set: { buyerKey: null } });
    },
  };
}

/** Epochs a sale remembers the mark of. */
const REMEMBERED = 1_000;

/** One of several restorers wins; from then on no write that names an older epoch can land. */
async function raiseEpoch(
  sales: Model<SaleDoc>,
  id: string,
  from: number,
  now: number,
): Promise<Sale | null> {
  const epoch = from + 1;
  const raised = await sales
    .findOneAndUpdate(
      { _id: objectId(id), epoch: from, live: true },
      { $set: { epoch, restoring: { epoch, since: new Date(now) } } },
      { returnDocument: 'after' },
    )
    .lean<SaleDoc>();
  return raised && toSale(raised);
}

async function putMark(
  sales: Model<SaleDoc>,
  id: string,
  epoch: number,
  mark: Sale['marks'][number],
): Promise<Sale | null> {
  const where = { _id: objectId(id), epoch };
  const marked = await sales
    .findOneAndUpdate(
      { ...where, 'marks.epoch': { $ne: mark.epoch } },
      { $push: { marks: { $each: [mark], $slice: -REMEMBERED } } },
      { returnDocument: 'after' },
    )
    .lean<SaleDoc>();
  // The first mark of an epoch stays: tickets may have been judged by it already.
  const sale = marked ?? (await sales.findOne(where).lean<SaleDoc>());
  return sale && toSale(sale);
}

async function finishRestore(
  sales: Model<SaleDoc>,
  id: string,
  epoch: number,
): Promise<Sale | null> {
  const finished = await sales
    .findOneAndUpdate(
      { _id: objectId(id), epoch },
      { $set: { restoring: null } },
      { returnDocument: 'after' },
    )
    .lean<SaleDoc>();
  return finished && toSale(finished);
}

type Query = Record<string, unknown>;

/** The stored sales that are in `phase` at `now`: the same rule as `phaseOf`, as a query. */
function phaseQuery(phase: SalePhase, now: number): Query {
  const at = new Date(now);
  const scheduled = { status: 'OnSchedule' };
  const running = { ...scheduled, startsAt: { $lte: at }, endsAt: { $gt: at } };
  switch (phase) {
    case 'draft':
    case 'archived':
    case 'cancelled':
      return { status: phase };
    case 'scheduled':
      return {
        ...scheduled,
        lobbyOpensAt: { $gt: at },
        startsAt: { $gt: at },
        endsAt: { $gt: at },
      };
    case 'lobby':
      return {
        ...scheduled,
        lobbyOpensAt: { $lte: at },
        startsAt: { $gt: at },
        endsAt: { $gt: at },
      };
    case 'open':
      return { ...running, paused: null };
    case 'paused':
      return { ...running, paused: { $ne: null } };
    case 'ended':
      return { $or: [{ status: 'ended' }, { ...scheduled, endsAt: { $lte: at } }] };
  }
}

function saleQuery(filter: SaleFilter, now: number): Query {
  const parts: Query[] = [];
  if (filter.status !== undefined) {
    parts.push(statusQuery(filter.status, now));
  }
  if (filter.q) {
    parts.push({ name: containing(filter.q) });
  }
  if (filter.from !== undefined) {
    parts.push({ startsAt: { $gte: new Date(filter.from) } });
  }
  if (filter.to !== undefined) {
    parts.push({ startsAt: { $lte: new Date(filter.to) } });
  }
  return parts.length > 0 ? { $and: parts } : {};
}

function statusQuery(status: NonNullable<SaleFilter['status']>, now: number): Query {
  if (typeof status !== 'string') {
    return { status: { $in: [...status] } };
  }
  if (status === 'OnSchedule') {
    return { status };
  }
  if (isGroup(status)) {
    return { $or: saleGroups[status].map((phase) => phaseQuery(phase, now)) };
  }
  return phaseQuery(status, now);
}

function isGroup(status: string): status is SaleGroup {
  return Object.hasOwn(saleGroups, status);
}

/**
 * Live sales first, the next to end on top; then those to come, the next to start on top; then
 * drafts; then what is over, the last one on top; archived ones last. The same rule as `phaseOf`.
 */
function stagesFirst(now: number): PipelineStage[] {
  const at = new Date(now);
  const isOver = { $or: [{ $ne: ['$status', 'OnSchedule'] }, { $lte: ['$endsAt', at] }] };
  const begun = either({ $lte: ['$startsAt', at] }, 0, 1);
  const rank = either(
    { $eq: ['$status', 'archived'] },
    4,
    either({ $eq: ['$status', 'draft'] }, 2, either(isOver, 3, begun)),
  );
  const [start, end] = [{ $toLong: '$startsAt' }, { $toLong: '$endsAt' }];
  const late = either({ $gte: ['$rank', 3] }, { $multiply: [end, -1] }, start);
  return [
    { $addFields: { rank } },
    { $addFields: { within: either({ $eq: ['$rank', 0] }, end, late) } },
    { $sort: { rank: 1, within: 1, _id: 1 } },
    { $unset: ['rank', 'within'] },
  ];
}

type Value = number | object;

const either = (test: object, yes: Value, no: Value) => ({ $cond: [test, yes, no] });
