import type {
  AdminSale,
  CreateSaleBody,
  SaleDefaults,
  SaleTerms,
  UpdateSaleBody,
} from '@flash/shared-types';
import { currencyDecimals, MINUTE_MS } from '@flash/shared-utils';
import type { PlannedSale } from '../sale/checklist.ts';
import { type Fold, foldOf, readWall, wallOf } from './wall-time.ts';

/** The contents of the form's fields, as text. */
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
  needsDeliveryAddress: boolean;
  /** Codes with commas between them; empty: all countries. */
  deliveryCountries: string;
}
export type DraftField = keyof SaleDraft;

/** The labels of the fields, in the order in which the form shows them. */
export const labels: Record<DraftField, string> = {
  name: 'Name',
  description: 'Description',
  timeZone: 'Time zone',
  startsAt: 'Start',
  startsFold: 'Which start',
  endsAt: 'End',
  endsFold: 'Which end',
  lobbyMinutes: 'Line opens before the start',
  startingQuantity: 'Units',
  pricePerUnit: 'Price per unit',
  currency: 'Currency',
  identity: 'Who can buy',
  needsDeliveryAddress: 'Delivery',
  deliveryCountries: 'Countries',
  holdMinutes: 'Time to pay',
  extensions: 'Extensions',
  extensionMinutes: 'Minutes each',
  fastPassPercent: 'Last-units mode',
  placesPerNetwork: 'Places per network',
  holdsBeforeWait: 'Lost holds before a wait',
  honourHoldsAfterEnd: 'After the end',
};

export const draftFields = keysOf(labels);

export function keysOf<Value extends object>(value: Value): (keyof Value)[] {
  return Object.keys(value) as (keyof Value)[];
}

const SLOT_MS = 30 * MINUTE_MS;

/** At least 45 minutes away, so that there is time to check the form, and on the half hour. */
const nextStart = (now: number) => Math.ceil((now + 45 * MINUTE_MS) / SLOT_MS) * SLOT_MS;

/** A sale of one hour, with the terms that the API gives to sales which state none. */
export function newDraft(
  now: number,
  timeZone: string,
  { terms, currency }: Pick<SaleDefaults, 'terms' | 'currency'>,
): SaleDraft {
  const startsAt = nextStart(now);
  return {
    name: '',
    description: '',
    ...timesOf({ startsAt, endsAt: startsAt + 60 * MINUTE_MS, timeZone }),
    lobbyMinutes: '30',
    startingQuantity: '100',
    pricePerUnit: '',
    currency,
    identity: 'account',
    ...termsDraft(terms),
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
    pricePerUnit: sale.pricePerUnit.toFixed(currencyDecimals(sale.currency) ?? 2),
    currency: sale.currency,
    identity: sale.identity,
    ...termsDraft(sale),
  };
}

function termsDraft(terms: SaleTerms) {
  return {
    holdMinutes: text(terms.holdTtlSeconds / 60),
    extensions: text(terms.extensions),
    extensionMinutes: text(terms.extensionSeconds / 60),
    fastPassPercent: text(terms.fastPassPercent),
    placesPerNetwork: String(terms.placesPerNetwork),
    holdsBeforeWait: text(terms.holdsBeforeWait),
    honourHoldsAfterEnd: terms.honourHoldsAfterEnd,
    needsDeliveryAddress: terms.needsDeliveryAddress,
    deliveryCountries: terms.deliveryCountries.join(','),
  };
}

/** A copy for another sale: of the same length, and at a new time if the first one has started. */
export function copyOf(sale: AdminSale, now: number): SaleDraft {
  const copy = { ...draftOf(sale), name: copyName(sale.name) };
  const [startsAt, endsAt] = [Date.parse(sale.startsAt), Date.parse(sale.endsAt)];
  if (startsAt > now) {
    return copy;
  }
  const start = nextStart(now);
  const end = start + (endsAt - startsAt);
  return { ...copy, ...timesOf({ startsAt: start, endsAt: end, timeZone: sale.timeZone }) };
}

/** The same moments on the clocks of another zone: for a start that can no longer change. */
export function inZone(draft: SaleDraft, timeZone: string): Partial<SaleDraft> {
  const [startsAt, endsAt] = [startOf(draft), endOf(draft)];
  return startsAt === null || endsAt === null
    ? { timeZone }
    : timesOf({ startsAt, endsAt, timeZone });
}

const copyName = (name: string): string => `${name} (copy)`.slice(0, 200);

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

/** At most five decimals; for a minute the loss is less than a millisecond. */
const text = (value: number): string => String(Math.round(value * 100_000) / 100_000);

/** The request for the API. Unreadable input becomes a value that the API refuses, naming the field. */
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
    needsDeliveryAddress: draft.needsDeliveryAddress,
    deliveryCountries: codesIn(draft.deliveryCountries),
  };
}

/** The parts of the request that differ from the base, so that values the form rounds stay exact. */
export function editBody(base: SaleDraft, draft: SaleDraft): UpdateSaleBody {
  const [before, after] = [bodyOf(base), bodyOf(draft)];
  const changed = keysOf(after).filter((part) => !isSame(before[part], after[part]));
  // Amounts are stored in the minor unit of the currency, so a new currency needs the price again.
  if (changed.includes('currency') && !changed.includes('pricePerUnit')) {
    changed.push('pricePerUnit');
  }
  return Object.fromEntries(changed.map((part) => [part, after[part]]));
}

/** Lists by their items. */
function isSame(before: unknown, after: unknown): boolean {
  return Array.isArray(before) && Array.isArray(after)
    ? before.join() === after.join()
    : Object.is(before, after);
}

export const codesIn = (text: string): string[] => (text === '' ? [] : text.split(','));

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

/** Accepts a decimal comma, as in `129,90`. Empty text is not a number. */
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
    name: draft.name,
    stock: Number.isInteger(stock) ? stock : 0,
    startsAt: startOf(draft),
    endsAt: endOf(draft),
    price: price >= 0 ? price : null,
    ...about,
  };
}
