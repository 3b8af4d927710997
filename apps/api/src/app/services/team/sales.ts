import {
  type CreateSaleBody,
  DEFAULT_CURRENCY,
  type PlacesEndBody,
  type PlacesFilter,
  type SaleDefaults,
  saleBounds,
  type UpdateSaleBody,
} from '@flash/shared-types';
import type { Actor } from '../shared/audit.ts';
import { archiveSale } from './archive.ts';
import { releaseHold, removePlace } from './buyers.ts';
import { endSale, messageSale, pauseSale, resumeSale } from './control-sale.ts';
import { createSale } from './create-sale.ts';
import { editSale } from './edit-sale.ts';
import { endPlaces, previewPlaces } from './end-places.ts';
import { removeSale } from './remove.ts';
import type { SalesContext, SeenVersions } from './sale-context.ts';
import { changePicture, type NewPicture } from './sale-picture.ts';
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
