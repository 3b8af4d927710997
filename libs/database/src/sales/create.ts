import { createHash, randomBytes } from 'node:crypto';
import { type Model, mongo } from 'mongoose';
import { insertRows } from '../audit/audit.ts';
import type { RowsOf } from '../audit/contract.ts';
import type { BlockDoc } from '../blocks/model.ts';
import { transact } from '../connection/transaction.ts';
import type { OrderDoc } from '../orders/model.ts';
import type { NewSale, Sale } from '../types.ts';
import { REPEATED_WITHIN_MS } from './adjust.ts';
import { epochAfter, isLive, type SaleDoc, toSale } from './model.ts';
import type { RemovalDocs } from './remove.ts';
import type { SaleChangeDeps } from './update.ts';

/**
 * A request that can be repeated names the sale that it makes, so that the id itself refuses a second
 * one. Once the request is old, its key may be used anew, and the next sale is named after the last.
 */
export async function createSaleFor(
  deps: SaleChangeDeps & UsedIdDeps,
  request: string | null,
  wanted: NewSale,
  rows: RowsOf<[made: Sale]>,
): Promise<{ sale: Sale; isNew: boolean }> {
  const { sales, log, sessions } = deps;
  const outcome = await transact<{ sale: Sale; isNew: boolean }>(
    sessions,
    5_000,
    async (session) => {
      const now = Date.now();
      let id = request === null ? new mongo.ObjectId() : idAfter(request, '');
      for (;;) {
        const earlier = request && (await sales.findById(id).session(session).lean<SaleDoc>());
        const isDeleted = request && !earlier && (await wasUsed(deps, id, session));
        if (!earlier && !isDeleted) {
          break;
        }
        if (earlier && earlier.createdAt.getTime() >= now - REPEATED_WITHIN_MS) {
          return { commit: false, value: { sale: toSale(earlier), isNew: false } };
        }
        id = idAfter(request, id.toHexString());
      }
      const [made] = await sales.create([newSaleDoc(wanted, now, id)], { session });
      if (!made) {
        throw new Error('no sale was made');
      }
      const sale = toSale(made.toObject());
      await insertRows(log, rows(sale), session);
      return { commit: true, value: { sale, isNew: true } };
    },
  );
  if (outcome.kind === 'unknown') {
    throw outcome.error;
  }
  return outcome.value;
}

interface UsedIdDeps {
  orders: Model<OrderDoc>;
  blocks: Model<BlockDoc>;
  removals: RemovalDocs;
}

/**
 * Tickets, blocks and voids of a deleted sale remain; a sale of the same id would go on with them. Each
 * deletion leaves a row; processes of an older version leave none, so blocks and records count too.
 */
async function wasUsed(
  { orders, blocks, removals }: UsedIdDeps,
  id: mongo.ObjectId,
  session: mongo.ClientSession,
): Promise<boolean> {
  return (
    (await removals.findOne({ _id: id }, { session })) !== null ||
    (await blocks.exists({ flashSaleId: id }).session(session)) !== null ||
    (await orders.exists({ flashSaleId: id }).session(session)) !== null
  );
}

function idAfter(request: string, earlier: string): mongo.ObjectId {
  const digest = createHash('sha256').update(`${request}\n${earlier}`).digest();
  return new mongo.ObjectId(digest.subarray(0, 12));
}

/** A new sale: all units free, its keys drawn, in epoch 1 as soon as it is on the schedule. */
export function newSaleDoc(sale: NewSale, now: number, _id = new mongo.ObjectId()): SaleDoc {
  const epoch = epochAfter(sale.status, 0);
  return {
    ...sale,
    _id,
    startsAt: new Date(sale.startsAt),
    endsAt: new Date(sale.endsAt),
    lobbyOpensAt: new Date(sale.lobbyOpensAt),
    stock: sale.startingQuantity,
    currentQuantity: sale.startingQuantity,
    paused: null,
    message: '',
    picture: null,
    version: 1,
    epoch,
    marks: [],
    buyerKey: randomBytes(32).toString('hex'),
    leafKey: randomBytes(32).toString('hex'),
    adjusts: [],
    restoring: null,
    live: isLive(sale.status, epoch),
    createdAt: new Date(now),
    updatedAt: new Date(now),
  };
}
