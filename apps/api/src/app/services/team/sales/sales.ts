import type { Sale, SalePicture } from '@flash/database';
import {
  type CreateSaleBody,
  DEFAULT_CURRENCY,
  type PlacesEndBody,
  type PlacesFilter,
  type SaleDefaults,
  saleBounds,
  type UpdateSaleBody,
} from '@flash/shared-types';
import { AppError } from '../../../errors.ts';
import { type Actor, auditRow } from '../../shared/audit.ts';
import { adminSaleOf } from '../../shared/wire.ts';
import { archiveSale, endSale, messageSale, pauseSale, resumeSale } from './control-sale.ts';
import { createSale } from './create-sale.ts';
import { editSale } from './edit-sale.ts';
import { endPlaces, previewPlaces, releaseHold, removePlace } from './end-places.ts';
import {
  changeSale,
  checkSeen,
  readSale,
  type SalesContext,
  type SeenVersions,
} from './sale-context.ts';
import { changeStock } from './stock.ts';

export type SaleAdmin = ReturnType<typeof createSaleAdmin>;

/** What the team does to sales: each one knows the order of its MongoDB and Redis steps. */
export function createSaleAdmin(context: SalesContext) {
  return {
    defaults: (): SaleDefaults => ({
      terms: context.defaults,
      currency: DEFAULT_CURRENCY,
      bounds: saleBounds,
    }),
    /** `repeated` names a call that may come again, here and below: it makes one sale, one change. */
    create: (actor: Actor, body: CreateSaleBody, repeated: string | null) =>
      createSale(context, actor, body, repeated),
    edit: (actor: Actor, id: string, body: UpdateSaleBody, seen: SeenVersions) =>
      editSale(context, actor, id, body, seen),
    picture: (actor: Actor, id: string, sent: NewPicture | null, seen: SeenVersions) =>
      changePicture(context, actor, id, sent, seen),
    remove: (actor: Actor, id: string) => removeSale(context, actor, id),
    pause: (actor: Actor, id: string, reason: string) => pauseSale(context, actor, id, reason),
    resume: (actor: Actor, id: string, reason: string) => resumeSale(context, actor, id, reason),
    end: (actor: Actor, id: string, reason: string) => endSale(context, actor, id, reason),
    archive: (actor: Actor, id: string, reason: string) => archiveSale(context, actor, id, reason),
    message: (actor: Actor, id: string, wish: { message: string; reason: string }) =>
      messageSale(context, actor, id, wish),
    stock: (
      actor: Actor,
      id: string,
      wish: { by: number; reason: string },
      repeated: string | null,
    ) => changeStock(context, actor, id, wish, repeated),
    release: (actor: Actor, id: string, wish: { buyer: string; reason: string }) =>
      releaseHold(context, actor, id, wish),
    previewPlaces: (id: string, filter: PlacesFilter) => previewPlaces(context, id, filter),
    endPlaces: (actor: Actor, id: string, body: PlacesEndBody) =>
      endPlaces(context, actor, id, body),
    removeBuyer: (actor: Actor, id: string, wish: { buyer: string; reason: string }) =>
      removePlace(context, actor, id, wish),
  };
}

/** Only a sale without orders and holders can be deleted; what Redis knows of it goes with it. */
async function removeSale(context: SalesContext, actor: Actor, id: string): Promise<void> {
  const { db, engine, saleCache, clock } = context;
  const sale = await readSale(context, id);
  if (sale.epoch > 0 && sale.status !== 'archived') {
    await freeze(context, sale);
  }
  const { kind } = await db.sales.remove(id, sale, (removed) => {
    const before = adminSaleOf(removed, clock.now());
    return [auditRow(actor, { action: 'sale.delete', saleId: id, before }, clock.now())];
  });
  if (kind === 'missing') {
    throw new AppError('SALE_NOT_FOUND');
  }
  if (kind === 'has_orders') {
    throw new AppError('SALE_HAS_ORDERS');
  }
  // A worker found it frozen and restored it, so it may have holders again.
  if (kind === 'changed') {
    throw new AppError('RESTORING', { retryAfterMs: 2_000 });
  }
  await engine.drop(id);
  await saleCache.refresh(id);
}

/**
 * From here on no unit is granted or paid for, so that no payment loses its sale. Without Redis the
 * keys of the sale would stay behind for good, so it has to answer.
 */
async function freeze({ db, engine }: SalesContext, sale: Sale): Promise<void> {
  const { total } = await db.orders.adminList({ saleId: sale.id, limit: 1 });
  if (total > 0) {
    throw new AppError('SALE_HAS_ORDERS');
  }
  const outcome = await engine.freeze(sale.id);
  if (outcome.kind === 'frozen') {
    return;
  }
  if (outcome.kind === 'busy') {
    const detail = `Units held or being paid for: ${outcome.holders}.`;
    throw new AppError('SALE_HAS_HOLDERS', { detail });
  }
  // A sale that never got as far as Redis has no state that could come back.
  const isNew = outcome.why === 'missing' && (await db.blocks.last(sale.id)) === null;
  if (!isNew) {
    throw new AppError('RESTORING', { retryAfterMs: 2_000 });
  }
}

const MINUTE_MS = 60_000;

interface NewPicture {
  picture: SalePicture;
  bytes: Buffer;
}

/**
 * The bytes first, then the sale that names them: at no moment does a sale show what is not there.
 * Null takes the picture away.
 */
async function changePicture(
  context: SalesContext,
  actor: Actor,
  id: string,
  sent: NewPicture | null,
  seen: SeenVersions,
): Promise<Sale> {
  const { db, clock, log } = context;
  const wanted = sent?.picture ?? null;
  const decide = (sale: Sale) => {
    checkSeen(sale, seen);
    if (sale.status === 'archived') {
      throw new AppError('SALE_STATE');
    }
    return sale.picture?.hash === wanted?.hash ? null : { picture: wanted };
  };
  decide(await readSale(context, id));
  if (sent) {
    await db.pictures.put(id, sent.picture, sent.bytes, clock.now());
  }
  const rows = (before: Sale, is: Sale) => {
    const [was, now] = [{ picture: before.picture }, { picture: is.picture }];
    const event = { action: 'sale.picture', saleId: id, before: was, after: now };
    return [auditRow(actor, event, clock.now())];
  };
  const { after } = await changeSale(context, id, decide, rows).catch(async (error: unknown) => {
    // Deleted meanwhile, and its pictures with it: there is no later change to tidy up after this one.
    if (sent && !(await db.sales.get(id))) {
      await db.pictures.tidy(id, null, clock.now() + MINUTE_MS);
    }
    throw error;
  });
  // Two who change it at once must not lose each other's bytes: what is new is left alone.
  await db.pictures
    .tidy(id, after.picture?.hash ?? null, clock.now() - MINUTE_MS)
    .catch((err: unknown) => log.warn({ saleId: id, err }, 'old pictures stay'));
  return after;
}
