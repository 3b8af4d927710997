import type { AdminSale } from '@flash/shared-types';
import { MINUTE_MS } from '@flash/shared-utils';
import { type Fold, foldOf, wallOf } from './wall-time.ts';

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
  if (startsAt > now) return { ...draftOf(sale), name: nextName(sale.name) };
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
