import type { Sale, SalePicture } from '@flash/database';
import { AppError } from '../../errors.ts';
import { type Actor, rowOf } from '../shared/audit.ts';
import {
  changeSale,
  checkSeen,
  readSale,
  type SalesContext,
  type SeenVersions,
} from './sale-context.ts';

const MINUTE_MS = 60_000;

export interface NewPicture {
  picture: SalePicture;
  bytes: Buffer;
}

/**
 * The bytes first, then the sale that names them: at no moment does a sale show what is not there.
 * Null takes the picture away.
 */
export async function changePicture(
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
    if (sale.status === 'archived') throw new AppError('SALE_STATE');
    return sale.picture?.hash === wanted?.hash ? null : { picture: wanted };
  };
  decide(await readSale(context, id));
  if (sent) await db.pictures.put(id, sent.picture, sent.bytes, clock.now());
  const rows = (before: Sale, is: Sale) => {
    const [was, now] = [{ picture: before.picture }, { picture: is.picture }];
    const deed = { action: 'sale.picture', saleId: id, before: was, after: now };
    return [rowOf(actor, deed, clock.now())];
  };
  const { after } = await changeSale(context, id, decide, rows).catch(async (error: unknown) => {
    // Deleted meanwhile, and its pictures with it: there is no later change to tidy up after this one.
    if (sent && !(await db.sales.get(id)))
      await db.pictures.tidy(id, null, clock.now() + MINUTE_MS);
    throw error;
  });
  // Two who change it at once must not lose each other's bytes: what is new is left alone.
  await db.pictures
    .tidy(id, after.picture?.hash ?? null, clock.now() - MINUTE_MS)
    .catch((err: unknown) => log.warn({ saleId: id, err }, 'old pictures stay'));
  return after;
}
