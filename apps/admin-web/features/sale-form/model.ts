import type { AdminSale, CreateSaleBody, UpdateSaleBody } from '@flash/shared-types';
import { MINUTE_MS } from '@flash/shared-utils';
import type { PlannedSale } from '../sale/checklist.ts';
import { type Fold, foldOf, readWall, wallOf } from './wall-time.ts';

/** The form as text, exactly as its fields hold it. */
export interface SaleDraft {
  name: string;
  description: string;
  timeZone: string;
  startsAt: string;
  startsFold: Fold | null;
  endsAt: string;
  endsFold: Fold | null;
  lobbyMinutes: string;
  startingQuantity: string;
  pricePerUnit: string;
  currency: string;
  identity: 'account' | 'guest';
  holdMinutes: string;
  extensions: string;
  extensionMinutes: string;
  fastPassPercent: string;
  /** A number, or `auto`. */
  placesPerNetwork: string;
  holdsBeforeWait: string;
  honourHoldsAfterEnd: boolean;
}
export type DraftField = keyof SaleDraft;

const SLOT_MS = 30 * MINUTE_MS;

/** The next half hour that leaves time to read the form again, for an hour: others change it anyway. */
export function newDraft(now: number, timeZone: string): SaleDraft {
  const startsAt = Math.ceil((now + 45 * MINUTE_MS) / SLOT_MS) * SLOT_MS;
  return {
    name: '',
    description: '',
    ...timesOf({ startsAt, endsAt: startsAt + 60 * MINUTE_MS, timeZone }),
    lobbyMinutes: '30',
    startingQuantity: '100',
    pricePerUnit: '',
    currency: 'EUR',
    identity: 'account',
    holdMinutes: '15',
    extensions: '1',
    extensionMinutes: '5',
    fastPassPercent: '1',
    placesPerNetwork: 'auto',
    holdsBeforeWait: '2',
    honourHoldsAfterEnd: true,
  };
}

export function draftOf(sale: AdminSale): SaleDraft {
  const [startsAt, endsAt] = [Date.parse(sale.startsAt), Date.parse(sale.endsAt)];
  const lobbyMs = startsAt - Date.parse(sale.lobbyOpensAt);
  return {
    name: sale.name,
    description: sale.description,
    ...timesOf({ startsAt, endsAt, timeZone: sale.timeZone }),
    lobbyMinutes: text(lobbyMs / MINUTE_MS),
    startingQuantity: text(sale.stock),
    pricePerUnit: text(sale.pricePerUnit),
    currency: sale.currency,
    identity: sale.identity,
    holdMinutes: text(sale.holdTtlSeconds / 60),
    extensions: text(sale.extensions),
    extensionMinutes: text(sale.extensionSeconds / 60),
    fastPassPercent: text(sale.fastPassPercent),
    placesPerNetwork: String(sale.placesPerNetwork),
    holdsBeforeWait: text(sale.holdsBeforeWait),
    honourHoldsAfterEnd: sale.honourHoldsAfterEnd,
  };
}

/** The same sale again: as long as the first one, at a time that is still to come. */
export function copyOf(sale: AdminSale, now: number): SaleDraft {
  const fresh = newDraft(now, sale.timeZone);
  const [startsAt, endsAt] = [Date.parse(sale.startsAt), Date.parse(sale.endsAt)];
  if (startsAt > now) {
    return { ...draftOf(sale), name: nextName(sale.name) };
  }
  const start = Math.ceil((now + 45 * MINUTE_MS) / SLOT_MS) * SLOT_MS;
  const { startsAt: _s, endsAt: _e, ...rest } = draftOf(sale);
  const times = timesOf({
    startsAt: start,
    endsAt: start + (endsAt - startsAt),
    timeZone: sale.timeZone,
  });
  return { ...fresh, ...rest, ...times, name: nextName(sale.name) };
}

const nextName = (name: string): string => `${name} (copy)`.slice(0, 200);

function timesOf(sale: { startsAt: number; endsAt: number; timeZone: string }) {
  const { startsAt, endsAt, timeZone } = sale;
  return {
    timeZone,
    startsAt: wallOf(startsAt, timeZone),
    startsFold: foldOf(startsAt, timeZone),
    endsAt: wallOf(endsAt, timeZone),
    endsFold: foldOf(endsAt, timeZone),
  };
}

/** At most five decimals: what a minute loses by it is less than a millisecond. */
const text = (value: number): string => String(Math.round(value * 100_000) / 100_000);

/** What the API takes. What cannot be read goes out as something it refuses by the field's name. */
export function bodyOf(draft: SaleDraft): CreateSaleBody {
  const startsAt = startOf(draft);
  return {
    name: draft.name,
    description: draft.description,
    startsAt: isoOf(startsAt),
    endsAt: isoOf(endOf(draft)),
    lobbyOpensAt: isoOf(startsAt === null ? null : startsAt - lobbyMs(draft)),
    timeZone: draft.timeZone,
    startingQuantity: numberOf(draft.startingQuantity),
    pricePerUnit: draft.pricePerUnit.trim() === '' ? 0 : numberOf(draft.pricePerUnit),
    currency: draft.currency,
    identity: draft.identity,
    holdTtlSeconds: secondsOf(draft.holdMinutes),
    extensions: numberOf(draft.extensions),
    extensionSeconds: secondsOf(draft.extensionMinutes),
    fastPassPercent: numberOf(draft.fastPassPercent),
    placesPerNetwork: placesOf(draft.placesPerNetwork),
    holdsBeforeWait: numberOf(draft.holdsBeforeWait),
    honourHoldsAfterEnd: draft.honourHoldsAfterEnd,
  };
}

/** Which fields of the form each part of an edit is made of. */
const madeOf: Record<string, readonly DraftField[]> = {
  name: ['name'],
  description: ['description'],
  startsAt: ['startsAt', 'startsFold', 'timeZone'],
  endsAt: ['endsAt', 'endsFold', 'timeZone'],
  lobbyOpensAt: ['lobbyMinutes', 'startsAt', 'startsFold', 'timeZone'],
  timeZone: ['timeZone'],
  startingQuantity: ['startingQuantity'],
  pricePerUnit: ['pricePerUnit', 'currency'],
  currency: ['currency'],
  identity: ['identity'],
  holdTtlSeconds: ['holdMinutes'],
  extensions: ['extensions'],
  extensionSeconds: ['extensionMinutes'],
  fastPassPercent: ['fastPassPercent'],
  placesPerNetwork: ['placesPerNetwork'],
  holdsBeforeWait: ['holdsBeforeWait'],
  honourHoldsAfterEnd: ['honourHoldsAfterEnd'],
};

/** Only what was changed: what the form cannot show to the last digit stays as it is. */
export function editBody(base: SaleDraft, draft: SaleDraft): UpdateSaleBody {
  const changed = Object.entries(bodyOf(draft)).filter(([part]) =>
    madeOf[part]?.some((field) => base[field] !== draft[field]),
  );
  return Object.fromEntries(changed);
}

export const startOf = (draft: SaleDraft): number | null =>
  momentOf(draft.startsAt, draft.timeZone, draft.startsFold);

export const endOf = (draft: SaleDraft): number | null =>
  momentOf(draft.endsAt, draft.timeZone, draft.endsFold);

function momentOf(...wall: Parameters<typeof readWall>): number | null {
  const read = readWall(...wall);
  return read.kind === 'moment' ? read.at : null;
}

const placesOf = (text: string): number | 'auto' =>
  text.trim().toLowerCase() === 'auto' ? 'auto' : numberOf(text);
const lobbyMs = ({ lobbyMinutes }: SaleDraft) => Math.round(numberOf(lobbyMinutes) * MINUTE_MS);
const secondsOf = (minutes: string) => Math.round(numberOf(minutes) * 60);

/** `129,90` is how half of the world writes it; nothing at all is no number. */
export function numberOf(text: string): number {
  const plain = text.trim().replace(',', '.');
  return plain === '' ? Number.NaN : Number(plain);
}

function isoOf(at: number | null): string {
  const time = new Date(at ?? Number.NaN);
  return Number.isNaN(time.getTime()) ? '' : time.toISOString();
}

/** The form as the checklist sees it. */
export function plannedDraft(
  draft: SaleDraft,
  about: Pick<PlannedSale, 'isDraft' | 'hasPicture'>,
): PlannedSale {
  const price = draft.pricePerUnit.trim() === '' ? 0 : numberOf(draft.pricePerUnit);
  const stock = numberOf(draft.startingQuantity);
  return {
    stock: Number.isInteger(stock) ? stock : 0,
    startsAt: startOf(draft),
    endsAt: endOf(draft),
    price: price >= 0 ? price : null,
    ...about,
  };
}
